"""How much is looked at at once, and how many steps are remembered, within the memory there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from models.vgg import Stage
from server.engine.extractor import Extractor
from server.engine.keeping import steps
from server.engine.memory import LARGEST_KEPT_BLOCK, available_bytes, taken_bytes
from server.engine.notation import parse_bytes, parse_taps
from server.engine.parameters import InvalidSetting
from server.engine.settings import Settings

HISTORY = 20  # pairs of vectors that L-BFGS remembers where memory allows
SHORT_HISTORY = 5  # below this many pairs they are rather kept in bfloat16
LEAST_HISTORY = 2
SPARE = 0.75  # of the free memory, what a plan may count on
FIXED = 600 << 20  # bytes: libraries, weights in both directions
VECTOR = 12  # bytes a pixel: three float32
VECTORS = 6  # pictures alive at once besides the history: content, place, gradient, trial, and two of the next evaluation
WORKING = 10  # copies of a layer that a tile takes one way, with the holes that it leaves (650 MB both ways with 480 pixels)
WHOLE_WORKING = 8  # the same of a whole picture, with the holes that its blocks leave (9.1 GB were taken of 8 with 4)
# Elements of a layer: some of CUDA's kernels count them in 32 bits. Padding frames it by up to 4 pixels more a side, less
# than 1 % of so large a picture.
COUNTABLE = int(0.99 * (2**31 - 1))
LARGEST_TILE = 1024  # pixels; larger ones save no time
LARGEST_TILE_LAYER = LARGEST_KEPT_BLOCK * 0.9  # bytes, on the CPU: larger blocks of memory are not reused
SMALLEST_TILE = 256
# Multiplications that a byte saves, from which on it comes before a longer history: signs and places save 4600 and more, a
# tap's features at most 2300.
WORTH = 4000
HALOS = 1.1  # times a tile's own share: what it sees of its neighbours with it, 2 to 10 % in tiles of 480 pixels
WHOLE_PASS = 1400  # bytes a pixel of a ResNet-50 both ways (1320 measured between 256 and 768 pixels a side)
FEATURE_PASS = 1500  # bytes a pixel that ONNX Runtime takes for a pass to every tap


@dataclass(frozen=True)
class Plan:
    """side: of a tile in pixels; 0: the whole picture at once. history: pairs for L-BFGS, and how they are kept.

    room: bytes for what of the tiles need not be computed again on the way back.
    """

    side: int
    history: int
    history_dtype: torch.dtype = torch.float32
    room: int = 0


def plan_for(settings: Settings, extractor: object, pixels: int, device: torch.device) -> Plan:
    """The quickest plan that fits into settings.memory, or into what the device has to spare.

    pixels: of the picture. Only the engine's own extractor can look at tiles. Raises InvalidSetting where another
    network's picture does not fit.
    """
    if not isinstance(extractor, Extractor):
        return _plan_whole(settings, pixels, device)
    kept, layer = _kept_bytes(extractor), _largest_layer_bytes(extractor)
    content = pixels * _content_bytes(settings, extractor)
    budget = budget_of(settings, device, FIXED + content + 2 * pixels * VECTOR)
    free = float(budget - FIXED - pixels * VECTOR * VECTORS)
    countable = device.type != "cuda" or pixels * extractor.stages[0].channels_out <= COUNTABLE
    if countable and pixels * (kept + WHOLE_WORKING * layer + 2 * VECTOR * HISTORY) <= free:
        return Plan(0, HISTORY)
    free -= content + pixels * _way_back_bytes(extractor)
    spare = free - pixels * VECTOR * LEAST_HISTORY
    side = _side(max(0.0, spare / 2), layer, device)
    free = max(0.0, free - 2 * WORKING * layer * side**2) / pixels
    room = _room(extractor, free)
    return Plan(side, *_history((free - room) / VECTOR), int(pixels * room))


def _room(extractor: Extractor, free: float) -> float:
    """Bytes a pixel for what is kept of the way forwards, of the bytes a pixel that it shares with the history."""
    room = 0.0
    cut_short: set[int] = set()  # blocks of which an earlier step has no room: a later one needs it
    for step in steps(extractor):
        history = LEAST_HISTORY if step.work >= WORTH * step.size else SHORT_HISTORY
        left, wanted = free - room - history * VECTOR, HALOS * step.size
        if step.block not in cut_short:
            room += max(0.0, min(wanted, left))
        if left < wanted:
            cut_short.add(step.block)
    return room


def _way_back_bytes(extractor: Extractor) -> float:
    """Bytes a pixel that the blocks' inputs and the gradients to them ever take together.

    On the way back, block by block, the inputs are let go. The picture itself and the gradient to it are no inputs here.
    """
    inputs = [0.0, *(size for stage, size in _outputs(extractor) if stage.kind == "pooling"), 0.0]
    return max(
        sum(inputs[: index + 1]) + inputs[index] + inputs[index + 1] for index in range(len(inputs) - 1)
    )


def _plan_whole(settings: Settings, pixels: int, device: torch.device) -> Plan:
    least = WHOLE_PASS + VECTOR * (VECTORS + LEAST_HISTORY)
    room = budget_of(settings, device) - FIXED
    if pixels * least > room:
        gigabytes, most = pixels * least / 2**30, max(0.0, room / least) / 1e6
        raise InvalidSetting(
            "size",
            f"This network looks at the whole picture at once, which takes about {gigabytes:.1f} GB here: more than there is.",
            f"Choose a Detail that gives at most {most:.2g} megapixels, or a VGG network, which looks at any size in tiles.",
        )
    return Plan(0, *_history((room - pixels * (WHOLE_PASS + VECTOR * VECTORS)) / (pixels * VECTOR)))


def tile_for(settings: Settings, extractor: Extractor, pixels: int, device: torch.device) -> int:
    """The side of the tiles in which targets are computed: a pass without a way back, and without an optimiser."""
    layer = _largest_layer_bytes(extractor)
    free = budget_of(settings, device) - FIXED - pixels * (2 * VECTOR + _between_blocks_bytes(extractor))
    return _side(max(0.0, free / 2), layer, device)


def _side(room: float, layer: float, device: torch.device) -> int:
    """Of the largest tile worth having that is computed in so many bytes. layer: bytes a pixel of the largest layer."""
    largest = float(LARGEST_TILE)
    if device.type == "cpu":
        largest = min(largest, (LARGEST_TILE_LAYER / layer) ** 0.5)
    side = min(largest, (room / (2 * WORKING * layer)) ** 0.5)  # 2: both ways
    return max(SMALLEST_TILE, int(side) // 32 * 32)


def _history(vectors: float) -> tuple[int, torch.dtype]:
    """How many pairs go into the space of so many float32 vectors, and how."""
    pairs = int(max(0.0, vectors) / 2)
    if pairs >= SHORT_HISTORY:
        return min(HISTORY, pairs), torch.float32
    return max(LEAST_HISTORY, min(SHORT_HISTORY, int(max(0.0, vectors)))), torch.bfloat16


def fits_feature_pass(
    settings: Settings, pixels: int, device: torch.device, painting: torch.device
) -> bool:
    """Whether a picture's targets can be computed at once. device: of the pass. painting: of the optimisation.

    settings.memory speaks of the latter; elsewhere what is free there counts as well. Half of the budget stays for
    everything else that a job holds meanwhile.
    """
    budget = budget_of(settings, device)
    if device.type != painting.type:
        budget = min(budget, _free(device))
    return 2 * pixels * FEATURE_PASS <= budget - FIXED


def budget_of(settings: Settings, device: torch.device, counted: float = FIXED) -> float:
    """Bytes that painting may take. counted: of what a plan counts, what may have been taken already."""
    return parse_bytes(settings.memory) or _free(device, counted)


def _free(device: torch.device, counted: float = FIXED) -> float:
    """Bytes that a device has to spare, and what is taken of those that a plan counts: not what anything else holds."""
    return SPARE * available_bytes(device) + min(counted, taken_bytes(device))


def _kept_bytes(extractor: Extractor) -> float:
    """Bytes a pixel that an untiled pass keeps for its way back."""
    index = 8 if extractor.passes.pooling == "max" else 0  # bytes that say where a maximum was
    return sum(
        size + (size / _item(extractor) * index if stage.kind == "pooling" else 0)
        for stage, size in _outputs(extractor)
    )


def _largest_layer_bytes(extractor: Extractor) -> float:
    return float(extractor.stages[0].channels_out * _item(extractor))


def _content_bytes(settings: Settings, extractor: Extractor) -> float:
    """Bytes a pixel that the features of the content take."""
    taps = parse_taps(settings.content_taps) if settings.content_weight else {}
    return sum(size for stage, size in _outputs(extractor) if stage.name in taps)


def _between_blocks_bytes(extractor: Extractor) -> float:
    """Bytes a pixel that the blocks' inputs take."""
    return sum(size for stage, size in _outputs(extractor) if stage.kind == "pooling")


def _outputs(extractor: Extractor) -> Iterator[tuple[Stage, float]]:
    """Every stage, and the bytes that its output takes for each pixel of the picture."""
    shrink = 1.0
    for stage in extractor.stages:
        shrink /= 4 if stage.kind == "pooling" else 1
        yield stage, shrink * stage.channels_out * _item(extractor)


def _item(extractor: Extractor) -> int:
    return 2 if extractor.precision == torch.bfloat16 else 4

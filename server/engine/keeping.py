"""What the tiles keep of their way forwards, so that it need not be computed again, and which of it first.

A layer that is a tap must be kept whole, for its Gram matrix pulls at its values. Of any other the signs will do, and
of a maximum pooling the places of the maxima (compact.py). A block's last layers come first: what is computed again is
computed from the block's input on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from models.vgg import Stage
from server.engine.compact import Bits, Places
from server.engine.extractor import Extractor
from server.engine.passes import Kept
from server.engine.shelf import ALIGNMENT, Shelf
from server.engine.windows import Block, Window, blocks_of, windows

TENSORS = 4  # that a step keeps at most: features, and three of a pooling
LEAST_WORTH = 100  # multiplications a byte: about what a processor does while it gets a fresh byte of memory


@dataclass(frozen=True)
class Step:
    """One convolution more that is kept, with the pooling after it.

    block: its index. size: bytes a pixel of the picture. work: multiplications a pixel that are saved.
    """

    block: int
    convolution: str
    size: float
    work: float


def steps(extractor: Extractor) -> tuple[Step, ...]:
    """All worth their memory, those first that save most work for it, but none before those it needs."""
    waiting = [_steps_of(extractor, index, block) for index, block in enumerate(blocks_of(extractor.stages))]
    found = []
    while any(waiting):
        best = max((each for each in waiting if each), key=lambda each: each[0].work / each[0].size)
        if best[0].work < LEAST_WORTH * best[0].size:
            best.clear()
        else:
            found.append(best.pop(0))
    return tuple(found)


def _steps_of(extractor: Extractor, index: int, block: Block) -> list[Step]:
    """Of one block, its last convolution first, and with it the pooling."""
    pixels = 1 / 4**index  # positions a pixel
    found = []
    for stage in reversed(block.convolutions):
        size = _bytes_a_position(extractor, block, stage)
        work = 9.0 * stage.channels_in * stage.channels_out
        found.append(Step(index, stage.name, pixels * size, pixels * work))
    return found


def _bytes_a_position(extractor: Extractor, block: Block, stage: Stage) -> float:
    """What `lean` leaves of a convolution, and of the pooling after it."""
    places = 3 / 8 * stage.channels_out / 4 if _has_places(extractor, block, stage) else 0.0
    if stage.name in extractor.taps:
        return stage.channels_out * extractor.precision.itemsize + places
    return places or stage.channels_out / 8


def lean(extractor: Extractor, block: Block, stage: Stage, record: Kept, output: Tensor) -> Kept:
    """The least of a stage's record that its way back needs. output: the stage's own."""
    if stage.kind == "pooling":
        if not isinstance(record.value, Tensor):
            return record
        return replace(record, value=Places.of(output, record.value, record.width))
    if stage.name in extractor.taps:
        return record
    return replace(record, value=None if _has_places(extractor, block, stage) else Bits.of(output.bool()))


def _has_places(extractor: Extractor, block: Block, stage: Stage) -> bool:
    """Whether a maximum pooling comes next: the places of the maxima are all that the convolution's ReLU needs."""
    last = block.pooling is not None and stage == block.convolutions[-1]
    return last and extractor.passes.pooling == "max"


class Room:
    """Hands out what there is on a shelf for one way forwards."""

    def __init__(self, extractor: Extractor, picture: Tensor, shelf: Shelf, side: int) -> None:
        """picture: (3, height, width). shelf: will be cleared. side: of the tiles."""
        shelf.clear()
        self._steps = steps(extractor)
        self._granted = dict.fromkeys((step.convolution for step in self._steps), 0.0)
        blocks = blocks_of(extractor.stages)
        height, width = picture.shape[-2:]
        left = float(shelf.size)
        for step in self._steps:
            seen = windows(blocks[step.block], step.block, side, height >> step.block, width >> step.block)
            wanted = sum(_bytes_in(step, window) for window in seen)
            self._granted[step.convolution] = min(left, wanted)
            left -= self._granted[step.convolution]

    def take(self, index: int, block: Block, window: Window) -> Sequence[Stage]:
        """The stages of a block that are to be kept of this window: its last ones, or none."""
        mine = {step.convolution: step for step in self._steps if step.block == index}
        kept: list[Stage] = [] if block.pooling is None else [block.pooling]
        for stage in reversed(block.convolutions):
            taken = _bytes_in(mine[stage.name], window) if stage.name in mine else math.inf
            if taken > self._granted.get(stage.name, 0):
                break
            self._granted[stage.name] -= taken
            kept.insert(0, stage)
        return kept if any(stage.kind == "convolution" for stage in kept) else []


def _bytes_in(step: Step, window: Window) -> float:
    positions_a_pixel = 4.0**-step.block
    return step.size / positions_a_pixel * window.seen.positions + TENSORS * ALIGNMENT

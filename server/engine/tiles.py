"""The objective of a picture of any size, exactly, in tiles.

The network is walked block by block (windows.py). First forwards: Gram matrices and content differences are added up
over the tiles, and the blocks' outputs are kept, at a quarter of the size each. Then backwards: each tile computes its
block once more, takes the gradient of its own share of every term, now that the whole Gram matrices are known, and adds
what flows back through its block to the gradient of the block's input. Where there is room, what the way back needs is
kept and not computed again (keeping.py). A tile needs only as many pixels of its neighbours as its block has
convolutions: each spoils one more position at the window's rim, where its neighbours are missing, and none of the
tile's own. So the sum is the untiled gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.vgg import Stage
from server.engine.extractor import Extractor
from server.engine.gram import covered_gram
from server.engine.keeping import Room, lean
from server.engine.memory import return_freed_memory
from server.engine.passes import Kept
from server.engine.tile_memory import TileMemory
from server.engine.windows import Block, Overlaps, Tile, Window, blocks_of, positions_of, windows

Pull = Callable[[str, Tile, Tensor], Tensor | None]
"""From a tap, a tile and its features, (1, channels, rows, columns), to the gradient of all terms to them."""

@dataclass(frozen=True)
class Statistics:
    """What a forward pass over all tiles leaves.

    inputs: of every block, the first being the picture; only the last one unless the way back is wanted.
    grams: {tap: sums over positions, one for each coverage}. sizes: {tap: positions}.
    features: of the taps asked for. kept: by block and window, of the last stages, what need not be computed again.
    memory: where inputs and kept lie.
    """

    inputs: list[Tensor]
    grams: dict[str, list[Tensor]]
    sizes: dict[str, int]
    features: dict[str, Tensor]
    kept: dict[tuple[int, Window], list[Kept]]
    memory: TileMemory | None


@dataclass(frozen=True)
class Wanted:
    """What a forward pass shall collect.

    coverages: {tap: (height', width') each, or None for everywhere}. features: taps to be kept whole. way_back: where
    to put what `backward` needs; None: no way back.
    """

    coverages: Mapping[str, Sequence[Tensor | None]]
    features: tuple[str, ...] = ()
    way_back: TileMemory | None = None


@torch.no_grad()
def forward(extractor: Extractor, picture: Tensor, wanted: Wanted, side: int) -> Statistics:
    """picture: (3, height, width), sRGB 0..255. side: of a tile, in pixels of the picture."""
    memory = wanted.way_back
    found = Statistics([picture[None]], {}, {}, {}, {}, memory)
    blocks = blocks_of(extractor.stages)
    room = Room(extractor, picture, memory.shelf, side) if memory else None
    for index, block in enumerate(blocks):
        value = found.inputs[-1]
        height, width = value.shape[-2:]
        found.sizes.update({stage.name: height * width for stage in block.convolutions})
        output: Tensor | None = None
        for window in windows(block, index, side, height, width):
            part = _seen(extractor, index, window, value)
            to_keep = room.take(index, block, window) if room else ()
            part, records = _tile(extractor, block, window, part, wanted, found, to_keep)
            if records:
                found.kept[index, window] = records
            if block.pooling is not None:
                if output is None:
                    output = _output(extractor, picture, index, part, memory)
                pooled = window.pooled()
                pooled.tile.of(output).copy_(pooled.share(part))
        del value
        if output is not None:
            if memory is None:
                found.inputs.clear()
            found.inputs.append(output)
        _tidy(picture)
    return found


def _output(
    extractor: Extractor, picture: Tensor, index: int, part: Tensor, memory: TileMemory | None
) -> Tensor:
    """For a block's whole output, of which a part is known."""
    if memory is not None:
        return memory.blocks(extractor, picture).input(index + 1)
    height, width = picture.shape[-2:]
    return _empty(part, height >> index + 1, width >> index + 1)


def _tile(
    extractor: Extractor,
    block: Block,
    window: Window,
    part: Tensor,
    wanted: Wanted,
    found: Statistics,
    to_keep: Collection[Stage],
) -> tuple[Tensor, list[Kept]]:
    """A block in one window: its output, and what the way back needs of the stages that are to be kept.

    part: the window's part of the block's input. found: gets what the taps give.
    """
    records = []
    output, memory = part, wanted.way_back
    for stage, output, record in _computed(extractor, block.stages, window, part):
        if memory is not None and stage in to_keep:
            records.append(memory.shelf.put(lean(extractor, block, stage, record, output)))
        if stage.name in extractor.taps:
            _collect(stage.name, window, window.share(output), wanted, found)
    return output, records


def _collect(tap: str, window: Window, share: Tensor, wanted: Wanted, found: Statistics) -> None:
    if tap in wanted.coverages:
        flat = positions_of(share)
        sums = [
            covered_gram(flat, None if coverage is None else window.tile.of(coverage).flatten())
            for coverage in wanted.coverages[tap]
        ]
        if tap in found.grams:
            sums = [before + each for before, each in zip(found.grams[tap], sums, strict=True)]
        found.grams[tap] = sums
    if tap in wanted.features:
        if tap not in found.features:
            found.features[tap] = _empty(share, *found.inputs[-1].shape[-2:])
        window.tile.of(found.features[tap]).copy_(share)


@torch.no_grad()
def backward(extractor: Extractor, statistics: Statistics, pull: Pull, side: int) -> Tensor:
    """The gradient to the picture, (3, height, width), which the next evaluation in the same memory overwrites.

    Empties statistics.inputs and statistics.kept as it goes.
    """
    memory = statistics.memory
    assert memory is not None  # the way back was wanted
    lasting = memory.blocks(extractor, statistics.inputs[0][0])
    gradient: Tensor | None = None
    blocks = blocks_of(extractor.stages)
    for index in range(len(blocks) - 1, -1, -1):
        value = statistics.inputs.pop()
        height, width = value.shape[-2:]
        into = lasting.gradient(index) if index else lasting.picture_gradient(value)
        overlaps = Overlaps(into)
        for window in windows(blocks[index], index, side, height, width):
            kept = statistics.kept.pop((index, window), [])
            missing = blocks[index].stages[: len(blocks[index].stages) - len(kept)]
            seen = _seen(extractor, index, window, value) if missing else value
            kept = [record for _, _, record in _computed(extractor, missing, window, seen)] + kept
            del seen
            found = _block_gradient(extractor, blocks[index], window, kept, gradient, pull)
            del kept
            if index == 0:
                found = _through_normalisation(extractor, found)
            overlaps.add(window, found)
        gradient = into
        del into, overlaps, value
        _tidy(gradient)
    assert gradient is not None
    result: Tensor = gradient[0]
    return result


def _tidy(picture: Tensor) -> None:
    """Between two blocks the tiles' memory goes back: the next block's tiles have other shapes and would leave holes."""
    if picture.device.type == "cpu":
        return_freed_memory()


def _seen(extractor: Extractor, index: int, window: Window, value: Tensor) -> Tensor:
    """What a window sees of a block's input; of the picture, normalised as the network wants it."""
    part = window.seen.of(value)
    return extractor.normalisation.apply(part) if index == 0 else part


def _computed(
    extractor: Extractor, stages: Sequence[Stage], window: Window, part: Tensor
) -> Iterator[tuple[Stage, Tensor, Kept]]:
    """Stages of a block, one after another, of what a window sees of its input: their output and full record."""
    for stage in stages:
        part, record = extractor.passes.forward(stage, part, _padding(extractor, window))
        yield stage, part, record


def _block_gradient(
    extractor: Extractor, block: Block, window: Window, kept: list[Kept], above: Tensor | None, pull: Pull
) -> Tensor:
    """What one tile's share of the terms, and of the gradient to the block's output, gives to the window's input.

    kept: of the block's stages; emptied on the way. above: the gradient to the block's output; None: nothing follows.
    """
    gradient: Tensor | None = None
    if above is not None:
        after = window.pooled()
        gradient = _empty(above, after.seen.bottom - after.seen.top, after.seen.right - after.seen.left).zero_()
        after.share(gradient).copy_(after.tile.of(above))
    for stage in reversed(block.stages):
        record = kept.pop()
        if stage.name in extractor.taps:
            assert isinstance(record.value, Tensor)  # a tap's features are kept whole
            if gradient is None:
                gradient = torch.zeros_like(record.value)
            pulled = pull(stage.name, window.tile, window.share(record.value))
            if pulled is not None:
                window.share(gradient).add_(pulled)
        assert gradient is not None  # the last stage is a tap
        gradient = extractor.passes.backward(stage, record, gradient, _padding(extractor, window))
    assert gradient is not None
    return gradient


def _padding(extractor: Extractor, window: Window) -> str:
    """Of a window's convolutions. Inside the picture it does not matter, and zeros cost no copy."""
    return "zeros" if window.inside else extractor.passes.padding


def _through_normalisation(extractor: Extractor, gradient: Tensor) -> Tensor:
    with torch.enable_grad():
        picture = torch.zeros_like(gradient, requires_grad=True)
        (found,) = torch.autograd.grad(extractor.normalisation.apply(picture), picture, gradient)
    result: Tensor = found
    return result


def _empty(like: Tensor, height: int, width: int) -> Tensor:
    return torch.empty(
        (*like.shape[:2], height, width),
        dtype=like.dtype,
        device=like.device,
        memory_format=torch.channels_last,
    )

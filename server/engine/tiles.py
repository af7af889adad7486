"""The objective of a picture of any size, exactly, in tiles.

The network is walked block by block (windows.py). First forwards: Gram matrices and content differences are added up
over the tiles, and the blocks' outputs are kept, at a quarter of the size each. Then backwards: each tile computes its
block once more, takes the gradient of its own share of every term, now that the whole Gram matrices are known, and adds
what flows back through its block to the gradient of the block's input. Where there is room, what a tile computed
forwards is kept and not computed again. A tile needs only as many pixels of its neighbours as its block has
convolutions: each spoils one more position at the window's rim, where its neighbours are missing, and none of the
tile's own. So the sum is the untiled gradient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.vgg import Stage
from server.engine.extractor import Extractor
from server.engine.gram import covered_gram
from server.engine.memory import return_freed_memory
from server.engine.passes import Kept
from server.engine.windows import Block, Tile, Window, blocks_of, positions_of, windows

Pull = Callable[[str, Tile, Tensor], Tensor | None]
"""From a tap, a tile and its features, (1, channels, rows, columns), to the gradient of all terms to them."""

@dataclass(frozen=True)
class Statistics:
    """What a forward pass over all tiles leaves.

    inputs: of every block, the first being the picture; only the last one unless the way back is wanted.
    grams: {tap: sums over positions, one for each coverage}. sizes: {tap: positions}.
    features: of the taps asked for. kept: by block and window, what need not be computed again.
    """

    inputs: list[Tensor]
    grams: dict[str, list[Tensor]]
    sizes: dict[str, int]
    features: dict[str, Tensor]
    kept: dict[tuple[int, Window], list[Kept]]


@dataclass(frozen=True)
class Wanted:
    """What a forward pass shall collect.

    coverages: {tap: (height', width') each, or None for everywhere}. features: taps to be kept whole. way_back: also
    what `backward` needs. room: bytes that what spares it a second computation may take.
    """

    coverages: Mapping[str, Sequence[Tensor | None]]
    features: tuple[str, ...] = ()
    way_back: bool = False
    room: int = 0


@torch.no_grad()
def forward(extractor: Extractor, picture: Tensor, wanted: Wanted, side: int) -> Statistics:
    """picture: (3, height, width), sRGB 0..255. side: of a tile, in pixels of the picture."""
    found = Statistics([picture[None]], {}, {}, {}, {})
    blocks = blocks_of(extractor.stages)
    rooms = _rooms(extractor, blocks, picture, wanted.room, side)
    for index, block in enumerate(blocks):
        value = found.inputs[-1]
        height, width = value.shape[-2:]
        found.sizes.update({stage.name: height * width for stage in block.convolutions})
        output: Tensor | None = None
        for window in windows(block, index, side, height, width):
            part = _seen(extractor, index, window, value)
            part, records = _tile(extractor, block, window, part, wanted, found, keep=rooms[index] > 0)
            rooms[index] = _keep(found.kept, (index, window), records, rooms[index])
            del records
            if block.pooling is not None:
                part, _ = extractor.passes.forward(block.pooling, part)
                if output is None:
                    output = _empty(part, height // 2, width // 2)
                pooled = window.pooled()
                pooled.tile.of(output).copy_(pooled.share(part))
        del value
        if output is not None:
            if not wanted.way_back:
                found.inputs.clear()
            found.inputs.append(output)
        _tidy(picture)
    return found


def _tile(
    extractor: Extractor,
    block: Block,
    window: Window,
    part: Tensor,
    wanted: Wanted,
    found: Statistics,
    keep: bool,
) -> tuple[Tensor, list[Kept]]:
    """A block's convolutions in one window, and what their way back needs, if that is to be kept.

    part: the window's part of the block's input. found: gets what the taps give.
    """
    records = []
    for stage, record in _convolved(extractor, block, window, part):
        part = _output(record)
        if keep:
            records.append(record)
        if stage.name in extractor.taps:
            _collect(stage.name, window, window.share(part), wanted, found)
    return part, records


def _rooms(extractor: Extractor, blocks: Sequence[Block], picture: Tensor, room: int, side: int) -> list[int]:
    """How many bytes of the room each block may take. The last ones first: they cost most to compute for their size."""
    height, width = picture.shape[-2:]
    found = [0] * len(blocks)
    for index in reversed(range(len(blocks))):
        here = windows(blocks[index], index, side, height >> index, width >> index)
        channels = sum(stage.channels_out for stage in blocks[index].convolutions)
        everything = sum(window.seen.positions for window in here) * channels * extractor.precision.itemsize
        found[index] = min(room, everything)
        room -= found[index]
    return found


def _keep(
    kept: dict[tuple[int, Window], list[Kept]], key: tuple[int, Window], records: list[Kept], room: int
) -> int:
    """Keeps what fits; returns the room that is left."""
    taken = sum(record.value.nbytes for record in records if record.value is not None)
    if not records or taken > room:
        return room if records else 0
    kept[key] = records
    return room - taken


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
    """The gradient to the picture, (3, height, width). Empties statistics.inputs and statistics.kept as it goes."""
    gradient: Tensor | None = None
    blocks = blocks_of(extractor.stages)
    for index in range(len(blocks) - 1, -1, -1):
        value = statistics.inputs.pop()
        height, width = value.shape[-2:]
        into = torch.zeros_like(value)
        for window in windows(blocks[index], index, side, height, width):
            kept = statistics.kept.pop((index, window), None)
            if kept is None:
                seen = _seen(extractor, index, window, value)
                kept = [record for _, record in _convolved(extractor, blocks[index], window, seen)]
                del seen
            found = _block_gradient(extractor, blocks[index], window, kept, gradient, pull)
            del kept
            if index == 0:
                found = _through_normalisation(extractor, found)
            window.seen.of(into).add_(found)
        gradient = into
        del into, value
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


def _convolved(
    extractor: Extractor, block: Block, window: Window, part: Tensor
) -> Iterator[tuple[Stage, Kept]]:
    """A block's convolutions, one after another, of what a window sees of its input."""
    for stage in block.convolutions:
        part, record = extractor.passes.forward(stage, part, _padding(extractor, window))
        yield stage, record


def _block_gradient(
    extractor: Extractor, block: Block, window: Window, kept: list[Kept], above: Tensor | None, pull: Pull
) -> Tensor:
    """What one tile's share of the terms, and of the gradient to the block's output, gives to the window's input.

    kept: of the block's convolutions; emptied on the way.
    """
    passes = extractor.passes
    last = _output(kept[-1])
    if block.pooling is not None and above is not None:
        pooled, record = passes.forward(block.pooling, last)
        gradient = torch.zeros_like(pooled)
        after = window.pooled()
        after.share(gradient).copy_(after.tile.of(above))
        gradient = passes.backward(block.pooling, record, gradient)
        del pooled, record
    else:
        gradient = torch.zeros_like(last)
    del last
    for stage in reversed(block.convolutions):
        record = kept.pop()
        if stage.name in extractor.taps:
            pulled = pull(stage.name, window.tile, window.share(_output(record)))
            if pulled is not None:
                window.share(gradient).add_(pulled)
        gradient = passes.backward(stage, record, gradient, _padding(extractor, window))
    return gradient


def _padding(extractor: Extractor, window: Window) -> str:
    """Of a window's convolutions. Inside the picture it does not matter, and zeros cost no copy."""
    return "zeros" if window.inside else extractor.passes.padding


def _output(record: Kept) -> Tensor:
    assert record.value is not None  # a convolution keeps its output
    return record.value


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

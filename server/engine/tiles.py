"""The objective of a picture of any size, exactly, in tiles.

The network is walked block by block, a block being its convolutions up to a pooling. First forwards: Gram matrices
and content differences are added up over the tiles, and only the blocks' outputs are kept, at a quarter of the size
each. Then backwards: each tile computes its block once more, takes the gradient of its own share of every term, now
that the whole Gram matrices are known, and adds what flows back through its block to the gradient of the block's
input. A tile needs only as many pixels of its neighbours as its block has convolutions; it is padded where the picture
ends, nowhere else. So the sum is the untiled gradient.
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
from server.engine.passes import Borders, Kept

Pull = Callable[[str, "Tile", Tensor], Tensor | None]
"""From a tap, a tile and its features, (1, channels, rows, columns), to the gradient of all terms to them."""

SMALLEST = 8  # pixels; a tile this small is mostly its neighbours


@dataclass(frozen=True)
class Tile:
    """Rows top..bottom and columns left..right (ends excluded) of a block's positions: the tile's own share."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, value: Tensor) -> Tensor:
        """The tile's share of anything of the block's size."""
        return value[..., self.top : self.bottom, self.left : self.right]

    def pooled(self) -> Tile:
        """The same after a pooling; an odd last row or column is dropped."""
        return Tile(self.top // 2, self.bottom // 2, self.left // 2, self.right // 2)


@dataclass(frozen=True)
class Window:
    """What a tile sees: itself and `halo` positions around, as far as the picture reaches."""

    tile: Tile
    seen: Tile
    borders: Borders

    @staticmethod
    def round(tile: Tile, halo: int, height: int, width: int) -> Window:
        """height, width: of the block's positions."""
        seen = Tile(
            max(0, tile.top - halo),
            min(height, tile.bottom + halo),
            max(0, tile.left - halo),
            min(width, tile.right + halo),
        )
        borders = (seen.top == 0, seen.bottom == height, seen.left == 0, seen.right == width)
        return Window(tile, seen, borders)

    def share(self, value: Tensor, convolutions: int) -> Tensor:
        """The tile's own part of what is left of the window after so many convolutions: a view."""
        top = self.tile.top - self.seen.top - (0 if self.borders[0] else convolutions)
        left = self.tile.left - self.seen.left - (0 if self.borders[2] else convolutions)
        height, width = self.tile.bottom - self.tile.top, self.tile.right - self.tile.left
        return value[..., top : top + height, left : left + width]


@dataclass(frozen=True)
class Block:
    """Convolutions and the pooling after them, None for the last block."""

    convolutions: tuple[Stage, ...]
    pooling: Stage | None


def positions_of(share: Tensor) -> Tensor:
    """A tile's features, (1, channels, rows, columns), as (channels, positions), in the same order in memory."""
    if share.stride(1) == 1:
        return share.permute(0, 2, 3, 1).reshape(-1, share.shape[1]).T
    return share.flatten(2)[0]


def blocks_of(stages: Sequence[Stage]) -> tuple[Block, ...]:
    """The stages cut after every pooling."""
    blocks: list[Block] = []
    current: list[Stage] = []
    for stage in stages:
        if stage.kind == "pooling":
            blocks.append(Block(tuple(current), stage))
            current = []
        else:
            current.append(stage)
    if current:
        blocks.append(Block(tuple(current), None))
    return tuple(blocks)


def windows(block: Block, index: int, side: int, height: int, width: int) -> Iterator[Window]:
    """Covers a block's positions. side: of a tile of the first block; deeper ones have more channels and fewer
    positions, so that every tile takes about the same memory."""
    side = max(SMALLEST, round(side / 2 ** (index / 2)) // 2 * 2)  # even: poolings never cross a border
    for top, bottom in _pieces(height, side):
        for left, right in _pieces(width, side):
            tile = Tile(top, bottom, left, right)
            yield Window.round(tile, len(block.convolutions), height, width)


def _pieces(length: int, side: int) -> list[tuple[int, int]]:
    """Consecutive pieces; a last one of a single position, too small to be pooled, joins the one before."""
    starts = list(range(0, length, side))
    if len(starts) > 1 and length - starts[-1] < 2:
        starts.pop()
    return list(zip(starts, [*starts[1:], length], strict=True))


@dataclass(frozen=True)
class Statistics:
    """What a forward pass over all tiles leaves.

    inputs: of every block, the first being the picture; only the last one unless the way back is wanted.
    grams: {tap: sums over positions, one for each coverage}. sizes: {tap: positions}.
    features: of the taps asked for.
    """

    inputs: list[Tensor]
    grams: Mapping[str, list[Tensor]]
    sizes: Mapping[str, int]
    features: Mapping[str, Tensor]


@dataclass(frozen=True)
class Wanted:
    """What a forward pass shall collect.

    coverages: {tap: (height', width') each, or None for everywhere}. features: taps to be kept whole. way_back: also
    what `backward` needs.
    """

    coverages: Mapping[str, Sequence[Tensor | None]]
    features: tuple[str, ...] = ()
    way_back: bool = False


@torch.no_grad()
def forward(extractor: Extractor, picture: Tensor, wanted: Wanted, side: int) -> Statistics:
    """picture: (3, height, width), sRGB 0..255. side: of a tile, in pixels of the picture."""
    inputs = [picture[None]]
    grams: dict[str, list[Tensor]] = {}
    features: dict[str, Tensor] = {}
    sizes: dict[str, int] = {}
    for index, block in enumerate(blocks_of(extractor.stages)):
        value = inputs[-1]
        height, width = value.shape[-2:]
        sizes.update({stage.name: height * width for stage in block.convolutions})
        output: Tensor | None = None
        for window in windows(block, index, side, height, width):
            part = _seen(extractor, index, window, value)
            for count, stage in enumerate(block.convolutions, start=1):
                part, _ = extractor.passes.forward(stage, part, window.borders)
                if stage.name in extractor.taps:
                    _collect(
                        stage.name,
                        window,
                        window.share(part, count),
                        wanted,
                        (height, width),
                        grams,
                        features,
                    )
            if block.pooling is not None:
                part, _ = extractor.passes.forward(block.pooling, window.share(part, count))
                if output is None:
                    output = _empty(part, height // 2, width // 2)
                window.tile.pooled().of(output).copy_(part)
        del value
        if output is not None:
            inputs = [*inputs, output] if wanted.way_back else [output]
        _tidy(picture)
    return Statistics(inputs, grams, sizes, features)


def _collect(
    tap: str,
    window: Window,
    share: Tensor,
    wanted: Wanted,
    size: tuple[int, int],
    grams: dict[str, list[Tensor]],
    features: dict[str, Tensor],
) -> None:
    if tap in wanted.coverages:
        flat = positions_of(share)
        sums = [
            covered_gram(flat, None if coverage is None else window.tile.of(coverage).flatten())
            for coverage in wanted.coverages[tap]
        ]
        if tap in grams:
            sums = [before + each for before, each in zip(grams[tap], sums, strict=True)]
        grams[tap] = sums
    if tap in wanted.features:
        if tap not in features:
            features[tap] = _empty(share, *size)
        window.tile.of(features[tap]).copy_(share)


@torch.no_grad()
def backward(extractor: Extractor, statistics: Statistics, pull: Pull, side: int) -> Tensor:
    """The gradient to the picture, (3, height, width). Empties statistics.inputs as it goes."""
    gradient: Tensor | None = None
    blocks = blocks_of(extractor.stages)
    for index in range(len(blocks) - 1, -1, -1):
        value = statistics.inputs.pop()
        height, width = value.shape[-2:]
        into = torch.zeros_like(value)
        for window in windows(blocks[index], index, side, height, width):
            part = _seen(extractor, index, window, value)
            found = _block_gradient(extractor, blocks[index], window, part, gradient, pull)
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


def _block_gradient(
    extractor: Extractor, block: Block, window: Window, part: Tensor, above: Tensor | None, pull: Pull
) -> Tensor:
    """What one tile's share of the terms, and of the gradient to the block's output, gives to the window's input.

    part: that input.
    """
    passes = extractor.passes
    kept: list[Kept] = []
    outputs: list[Tensor] = []
    for stage in block.convolutions:
        part, record = passes.forward(stage, part, window.borders)
        kept.append(record)
        outputs.append(part)
    gradient = torch.zeros_like(part)
    if block.pooling is not None and above is not None:
        own = window.share(part, len(outputs))
        _, record = passes.forward(block.pooling, own)
        passed = passes.backward(block.pooling, record, window.tile.pooled().of(above))
        window.share(gradient, len(outputs)).add_(passed)
    for count in range(len(outputs), 0, -1):
        stage = block.convolutions[count - 1]
        if stage.name in extractor.taps:
            pulled = pull(stage.name, window.tile, window.share(outputs[count - 1], count))
            if pulled is not None:
                window.share(gradient, count).add_(pulled)
        gradient = passes.backward(stage, kept[count - 1], gradient, window.borders)
    return gradient


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

"""How a picture and each block of the network are divided into tiles, and what a tile sees of its neighbours.

A block is the network's convolutions up to a pooling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from models.vgg import Stage

SMALLEST = 8  # pixels; a tile this small is mostly its neighbours


@dataclass(frozen=True)
class Tile:
    """Rows top..bottom and columns left..right (ends excluded) of a block's positions: the tile's own share."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def positions(self) -> int:
        """How many there are."""
        return (self.bottom - self.top) * (self.right - self.left)

    def of(self, value: Tensor) -> Tensor:
        """The tile's share of anything of the block's size."""
        return value[..., self.top : self.bottom, self.left : self.right]

    def pooled(self) -> Tile:
        """The same after a pooling; an odd last row or column is dropped."""
        return Tile(self.top // 2, self.bottom // 2, self.left // 2, self.right // 2)


@dataclass(frozen=True)
class Window:
    """What a tile sees: itself and `halo` positions around, as far as the picture reaches.

    inside: no side of it is the picture's border.
    """

    tile: Tile
    seen: Tile
    inside: bool

    @staticmethod
    def round(tile: Tile, halo: int, height: int, width: int) -> Window:
        """height, width: of the block's positions."""
        wanted = Tile(tile.top - halo, tile.bottom + halo, tile.left - halo, tile.right + halo)
        seen = Tile(
            max(0, wanted.top), min(height, wanted.bottom), max(0, wanted.left), min(width, wanted.right)
        )
        return Window(tile, seen, inside=seen == wanted)

    def share(self, value: Tensor) -> Tensor:
        """The tile's own part of anything of the window's size: a view."""
        top, left = self.tile.top - self.seen.top, self.tile.left - self.seen.left
        height, width = self.tile.bottom - self.tile.top, self.tile.right - self.tile.left
        return value[..., top : top + height, left : left + width]

    def pooled(self) -> Window:
        """The same after a pooling."""
        return Window(self.tile.pooled(), self.seen.pooled(), self.inside)


@dataclass(frozen=True)
class Block:
    """Convolutions and the pooling after them, None for the last block."""

    convolutions: tuple[Stage, ...]
    pooling: Stage | None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All of them in order."""
        return (*self.convolutions, self.pooling) if self.pooling else self.convolutions


class Overlaps:
    """Adds up what overlapping windows give, in the order of `windows`. What nothing was added to yet is written."""

    def __init__(self, total: Tensor) -> None:
        """total: of the block's size; need not be zeros."""
        self._total = total
        self._bottom = self._right = 0  # rows that are complete; columns that are begun in the rows below
        self._next_bottom = 0

    def add(self, window: Window, found: Tensor) -> None:
        """found: of the window's size."""
        if window.tile.left == 0:
            self._bottom, self._right = self._next_bottom, 0
        known_rows = max(0, self._bottom - window.seen.top)
        known_columns = max(0, self._right - window.seen.left)
        into = window.seen.of(self._total)
        into[..., :known_rows, :].add_(found[..., :known_rows, :])
        into[..., known_rows:, :known_columns].add_(found[..., known_rows:, :known_columns])
        into[..., known_rows:, known_columns:].copy_(found[..., known_rows:, known_columns:])
        self._right, self._next_bottom = window.seen.right, window.seen.bottom


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
    # Both even: poolings never cross a border.
    side = max(SMALLEST, round(side / 2 ** (index / 2)) // 2 * 2)
    halo = (len(block.convolutions) + 1) // 2 * 2
    for top, bottom in _pieces(height, side):
        for left, right in _pieces(width, side):
            tile = Tile(top, bottom, left, right)
            yield Window.round(tile, halo, height, width)


def _pieces(length: int, side: int) -> list[tuple[int, int]]:
    """Consecutive pieces; a last one of a single position, too small to be pooled, joins the one before."""
    starts = list(range(0, length, side))
    if len(starts) > 1 and length - starts[-1] < 2:
        starts.pop()
    return list(zip(starts, [*starts[1:], length], strict=True))

"""Overlapping patches that cover a picture, and the windows that blend them without a seam."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor


@dataclass(frozen=True)
class Patch:
    """A box of a picture: rows top..bottom, columns left..right (ends excluded), in pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.bottom - self.top, self.right - self.left

    def crop(self, value: Tensor) -> Tensor:
        """The patch of anything of the picture's size, (..., height, width): a view. R_p in the formulas."""
        return value[..., self.top : self.bottom, self.left : self.right]


def whole(height: int, width: int) -> Patch:
    """The patch that is the picture."""
    return Patch(0, height, 0, width)


def cover(height: int, width: int, side: int, overlap: float) -> tuple[Patch, ...]:
    """Patches of one size that cover a picture, row by row; neighbours share at least overlap * side pixels.

    side: the largest extent of a patch; 0: one patch for all. overlap: 0 <= overlap < 1.
    """
    if side == 0 or max(height, width) <= side:
        return (whole(height, width),)
    tall, wide = min(side, height), min(side, width)
    return tuple(
        Patch(top, top + tall, left, left + wide)
        for top in _starts(height, side, overlap)
        for left in _starts(width, side, overlap)
    )


def windows(patches: Sequence[Patch], height: int, width: int, like: Tensor) -> tuple[Tensor, ...]:
    """One weight per pixel of every patch, (height, width) of the patch, above 0; at every pixel they sum to 1.

    They fall smoothly towards edges that are not the picture's own, where a patch knows least about its surroundings.
    """
    raw = [
        torch.outer(
            _profile(patch.top, patch.bottom, height, _reach(patches, "rows"), like),
            _profile(patch.left, patch.right, width, _reach(patches, "columns"), like),
        )
        for patch in patches
    ]
    total = like.new_zeros(height, width)
    for patch, window in zip(patches, raw, strict=True):
        patch.crop(total).add_(window)
    return tuple(window / patch.crop(total) for patch, window in zip(patches, raw, strict=True))


def merge(
    values: Sequence[Tensor], patches: Sequence[Patch], shares: Sequence[Tensor], like: Tensor
) -> Tensor:
    """The weighted average of the patches' values, in the shape of `like`."""
    merged = torch.zeros_like(like)
    for value, patch, share in zip(values, patches, shares, strict=True):
        patch.crop(merged).add_(value * share)
    return merged


def _starts(length: int, side: int, overlap: float) -> list[int]:
    """First pixels of equally long, evenly spread pieces."""
    if length <= side:
        return [0]
    shared = min(side - 1, math.ceil(side * overlap))
    count = math.ceil((length - shared) / (side - shared))
    return [round(index * (length - side) / (count - 1)) for index in range(count)]


def _reach(patches: Sequence[Patch], axis: str) -> int:
    """Over how many pixels neighbours overlap along an axis, at the least; 1 where there are no neighbours."""
    spans = sorted(
        {(each.top, each.bottom) if axis == "rows" else (each.left, each.right) for each in patches}
    )
    return max(1, min((a[1] - b[0] for a, b in pairwise(spans)), default=1))


def _profile(begin: int, end: int, length: int, reach: int, like: Tensor) -> Tensor:
    """A raised cosine over `reach` pixels at each inner edge, 1 elsewhere."""
    place = torch.arange(begin, end, dtype=like.dtype, device=like.device) + 0.5
    profile = torch.ones_like(place)
    if begin > 0:
        profile = profile * _rise((place - begin) / reach)
    if end < length:
        profile = profile * _rise((end - place) / reach)
    return profile


def _rise(share: Tensor) -> Tensor:
    return (1 - torch.cos(math.pi * share.clamp(0, 1))) / 2

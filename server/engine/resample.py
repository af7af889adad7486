"""Bringing pictures and masks to another size."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

MOST_ON_CUDA = 40  # times smaller: a little more, and torch's kernel has too little shared memory for its weights


def resize(picture: Tensor, height: int, width: int) -> Tensor:
    """Bicubic, with antialiasing when it shrinks. (3, any, any) -> (3, height, width); may overshoot slightly."""
    if picture.shape[-2:] == (height, width):
        return picture
    shrinks = max(picture.shape[-2] / height, picture.shape[-1] / width)
    if picture.device.type == "cuda" and shrinks > MOST_ON_CUDA:
        return _bicubic(picture.cpu(), height, width).to(picture.device)
    return _bicubic(picture, height, width)


def resize_in_range(picture: Tensor, height: int, width: int) -> Tensor:
    """The same, clipped to 0..1 where it may overshoot: the picture itself when it has the size."""
    if picture.shape[-2:] == (height, width):
        return picture
    return resize(picture, height, width).clamp_(0, 1)


def reduce_mask(mask: Tensor, height: int, width: int) -> Tensor:
    """Area average. (any, any) -> (height, width); the mean coverage is kept when it shrinks."""
    if mask.shape == (height, width):
        return mask
    return functional.interpolate(mask[None, None], (height, width), mode="area")[0, 0]


def fitted(height: int, width: int, long_side: float) -> tuple[int, int]:
    """(height, width) of the same proportions with that long side, each at least 1."""
    factor = long_side / max(height, width)
    return max(1, round(height * factor)), max(1, round(width * factor))


def _bicubic(picture: Tensor, height: int, width: int) -> Tensor:
    return functional.interpolate(picture[None], (height, width), mode="bicubic", antialias=True)[0]

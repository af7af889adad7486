"""The pieces that every network here is built of: convolutions that hold their weights as buffers, and pooling.

Buffers, not parameters: they move with `.to()` and can never require a gradient.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

Pooling = Literal["max", "average"]
Padding = Literal["zeros", "replicate"]


class Convolution(nn.Module):
    """A convolution whose padding is half its kernel, so that only its stride changes the size."""

    weight: Tensor
    bias: Tensor

    def __init__(self, weight: Tensor, bias: Tensor, padding: Padding, stride: int = 1) -> None:
        """weight: (channels out, channels in, k, k) with odd k. bias: (channels out,)."""
        super().__init__()
        self.register_buffer("weight", weight.detach())
        self.register_buffer("bias", bias.detach())
        self.padding = padding
        self.stride = stride
        self.frame = weight.shape[-1] // 2

    def forward(self, value: Tensor) -> Tensor:
        """value: (batch, channels in, height, width). Returns (batch, channels out, ...), before any ReLU."""
        if self.padding == "zeros" or self.frame == 0:
            return functional.conv2d(value, self.weight, self.bias, self.stride, self.frame)
        framed = functional.pad(value, (self.frame,) * 4, mode="replicate")
        return functional.conv2d(framed, self.weight, self.bias, self.stride)


def pool(value: Tensor, pooling: Pooling, side: int = 2, frame: int = 0) -> Tensor:
    """Maximum or mean over windows of side x side with stride 2; positions of the frame never count."""
    if pooling == "max":
        return functional.max_pool2d(value, side, stride=2, padding=frame)
    return functional.avg_pool2d(value, side, stride=2, padding=frame, count_include_pad=False)


def check_choice(what: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise ValueError with a sentence if value is none of the choices."""
    if value not in choices:
        raise ValueError(f"{what} must be one of {', '.join(choices)}, not {value!r}.")


def check_taps(name: str, taps: Collection[str], known: tuple[str, ...]) -> None:
    """Raise ValueError with the names that exist if a tap is not one of a network's."""
    for tap in taps:
        if tap not in known:
            raise ValueError(f"{name} has no layer named {tap!r}; its layers are {', '.join(known)}.")


def check_size(image: Tensor, least: int, deepest: str) -> None:
    """Raise ValueError if an image is not (batch, 3, height, width) or too small for the deepest tap."""
    if image.ndim != 4 or image.shape[1] != 3:
        raise ValueError(f"The image must have the shape (1, 3, height, width), not {tuple(image.shape)}.")
    if torch.compiler.is_exporting():  # the sides are symbols then: the running program checks them
        return
    if min(image.shape[2:]) < least:
        raise ValueError(
            f"An image of {image.shape[3]} x {image.shape[2]} pixels is too small for {deepest}; "
            f"each side must have at least {least} pixels."
        )

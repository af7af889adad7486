"""What a set of weights expects at its input, as data and as one operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

ColourOrder = Literal["RGB", "BGR"]


@dataclass(frozen=True)
class InputNormalisation:
    """Brings RGB in 0..255 to what the weights were trained with: (value * full_scale / 255 - mean) / std.

    mean and std are in the colour order of the weights, in units of `full_scale`, the value of white:
    255 for the original Oxford networks, 1 for torchvision's.
    """

    colour_order: ColourOrder
    full_scale: float
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    @property
    def channels(self) -> tuple[int, int, int]:
        """Which RGB channel each input channel of the network is taken from."""
        return (0, 1, 2) if self.colour_order == "RGB" else (2, 1, 0)

    @property
    def scale(self) -> tuple[float, float, float]:
        """Factor of each input channel of the network."""
        first, second, third = (self.full_scale / 255.0 / std for std in self.std)
        return first, second, third

    @property
    def offset(self) -> tuple[float, float, float]:
        """Added to each input channel of the network after the factor."""
        first, second, third = (-mean / std for mean, std in zip(self.mean, self.std, strict=True))
        return first, second, third

    def matrix(self) -> Tensor:
        """The same as a matrix, for callers that fold it into something: network = matrix @ rgb + offset.

        Returns (3, 3) float64.
        """
        matrix = torch.zeros(3, 3, dtype=torch.float64)
        for row, (channel, scale) in enumerate(zip(self.channels, self.scale, strict=True)):
            matrix[row, channel] = scale
        return matrix

    def apply(self, image: Tensor) -> Tensor:
        """The network's input, of the same shape and dtype as image: (batch, 3, height, width) float, 0..255.

        Written element by element: a 1x1 convolution would lose bits to TF32 on a GPU, and constants as
        tensors would have to be copied to the device on every call.
        """
        planes = [
            image[:, channel] * scale + offset
            for channel, scale, offset in zip(self.channels, self.scale, self.offset, strict=True)
        ]
        return torch.stack(planes, dim=1)

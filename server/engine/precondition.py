"""Optimising in Fourier space: natural pictures have spectra that fall like 1/f, and so should steps.

The picture is x = W z with W = F^-1 diag(s) F and s = 1 / sqrt(frequency), scaled to a root mean square of 1: a step in z
moves broad shapes further than grain. It reaches the same loss in about a quarter fewer evaluations (docs/benchmarks/).
"""

from __future__ import annotations

import torch
from torch import Tensor

from server.engine.pieces import pieces


class FourierBasis:
    """The symmetric operator W for pictures of one size, and its inverse."""

    def __init__(self, height: int, width: int, like: Tensor) -> None:
        """like: any tensor of the wanted dtype and device."""
        vertical = torch.fft.fftfreq(height, dtype=like.dtype, device=like.device)[:, None]
        horizontal = torch.fft.rfftfreq(width, dtype=like.dtype, device=like.device)[None, :]
        frequency = (vertical.square() + horizontal.square()).sqrt()
        lowest = 1.0 / max(height, width)
        scale = frequency.clamp(min=lowest).rsqrt()
        self._scale = scale / scale.square().mean().sqrt()
        self._size = (height, width)

    def apply(self, coordinates: Tensor) -> Tensor:
        """x = W z. (..., height, width) -> the same. W is symmetric: the gradient to z is `apply` of the one to x."""
        return self._filter(coordinates, self._scale)

    def invert(self, picture: Tensor) -> Tensor:
        """z = W^-1 x."""
        return self._filter(picture, self._scale.reciprocal())

    def _filter(self, value: Tensor, scale: Tensor) -> Tensor:
        if value.device.type != "cpu":
            filtered: Tensor = torch.fft.irfft2(torch.fft.rfft2(value).mul_(scale), s=self._size)
            return filtered
        channels = value.reshape(-1, *self._size)
        result = torch.empty(channels.shape, dtype=value.dtype)
        spectrum = torch.empty(scale.shape, dtype=value.dtype.to_complex())
        for channel, into in zip(channels, result, strict=True):
            _filter_in_pieces(channel, scale, spectrum, into)
        return result.view(value.shape)


def _filter_in_pieces(channel: Tensor, scale: Tensor, spectrum: Tensor, into: Tensor) -> None:
    """The same, numbers and all, some rows and then some columns at a time: a large picture takes two thirds of the time
    and a sixth of the memory. channel, into: (height, width). scale, spectrum: (height, width // 2 + 1)."""
    for part, rows in pieces(channel, spectrum):
        rows.copy_(torch.fft.rfft(part))
    for columns, factors in pieces(spectrum.T, scale.T):
        columns.copy_(torch.fft.ifft(torch.fft.fft(columns).mul_(factors)))
    for part, rows in pieces(into, spectrum):
        part.copy_(torch.fft.irfft(rows, n=channel.shape[1]))


class PixelBasis:
    """The identity in FourierBasis's place: every pixel is a coordinate of its own."""

    def apply(self, coordinates: Tensor) -> Tensor:
        """x = z."""
        return coordinates

    def invert(self, picture: Tensor) -> Tensor:
        """z = x."""
        return picture

"""Where the outlines of a picture are, and which positions of a style are its outlines to the same degree."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from server.engine.colors import luminance
from server.engine.precision import float32_meant
from server.engine.resample import reduce_mask

BLUR = 1.0  # deviation, in pixels, of the Gaussian before the derivative
# Times the mean gradient: from there on a pixel is all edge. Of two pairs 0.75 kept more edges on one, fewer on the other.
FULL_EDGE = 1.5


def edge_mask(picture: Tensor) -> Tensor:
    """E: how much each pixel is edge, (height, width) 0..1. picture: (3, height, width), any unit.

    The gradient's length in the smoothed luminance (as in Canny 1986, without his thresholds), relative to its mean.
    """
    light = luminance(picture)
    length = gradient_length(light)
    rounding = 1e-5 * light.abs().max()  # below it a picture is flat
    return (length / (FULL_EDGE * length.mean() + rounding)).clamp(max=1)


@dataclass(frozen=True)
class Outlines:
    """The edges of one part of the content, as the measure of what in a style counts as outline.

    edges: E, (height, width) 0..1. coverage: how much of each pixel lies in that part; None: all.
    inside: whether the outlines are meant or what lies between them.
    """

    edges: Tensor
    coverage: Tensor | None
    inside: bool

    def of(self, style: Tensor, coverage: Tensor | None, height: int, width: int) -> Tensor:
        """How much each position of a style's tap counts, (height, width) of the tap, 0..1.

        The style's positions, in the order of their gradient, get the values that E has at the same tap of the content:
        the strongest edges there as much as the strongest here. So both have outlines over equal shares of their areas
        at every tap, and what reaches both targets has the whole style's Gram matrices.
        style: (3, any, any). coverage: which of its pixels count.
        """
        shrink = height / style.shape[-2], width / style.shape[-1]
        rows, columns = (max(1, round(side * by)) for side, by in zip(self.edges.shape, shrink, strict=True))
        strength = reduce_mask(gradient_length(luminance(style)), height, width)
        wanted = matched_ranks(
            strength.flatten(),
            _weights(coverage, height, width, like=strength),
            reduce_mask(self.edges, rows, columns).flatten(),
            _weights(self.coverage, rows, columns, like=strength),
        ).reshape(height, width)
        wanted = wanted if self.inside else 1 - wanted
        return wanted if coverage is None else wanted * reduce_mask(coverage, height, width)


def matched_ranks(values: Tensor, weights: Tensor, pattern: Tensor, pattern_weights: Tensor) -> Tensor:
    """The pattern's values in the order of `values`: both then have the same histogram.

    values, weights: (any,). pattern, pattern_weights: (any,). Weights count as so many of a value, their sums are > 0.
    """
    order, pattern_order = values.argsort(), pattern.argsort()
    found = torch.searchsorted(_ranks(pattern_weights[pattern_order]), _ranks(weights[order])).to(order)
    matched = torch.empty_like(values)
    matched[order] = pattern[pattern_order][found.clamp(max=pattern.numel() - 1)].to(values)
    return matched


def gradient_length(light: Tensor) -> Tensor:
    """(1, height, width) -> (height, width): the length of the gradient of the smoothed values."""
    radius = round(3 * BLUR)
    offsets = torch.arange(-radius, radius + 1, dtype=light.dtype, device=light.device)
    smooth = torch.exp(-offsets.square() / (2 * BLUR**2))
    smooth = smooth / smooth.sum()
    slope = smooth * offsets / BLUR**2
    padded = functional.pad(light[None], (radius,) * 4, mode="replicate")

    def filtered(vertical: Tensor, horizontal: Tensor) -> Tensor:
        rows = functional.conv2d(padded, vertical[None, None, :, None])
        return functional.conv2d(rows, horizontal[None, None, None, :])[0, 0]

    with float32_meant("float32", light.device):
        return torch.hypot(filtered(smooth, slope), filtered(slope, smooth))


def _ranks(weights: Tensor) -> Tensor:
    """Where in 0..1 the middle of each share lies, of shares in their order."""
    weights = weights.cpu().double()  # in two steps: not every device has float64
    ends = weights.cumsum(0)
    return (ends - weights / 2) / ends[-1]


def _weights(coverage: Tensor | None, height: int, width: int, like: Tensor) -> Tensor:
    if coverage is None:
        return torch.ones(height * width, dtype=like.dtype, device=like.device)
    return reduce_mask(coverage, height, width).flatten()

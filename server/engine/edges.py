"""Where the outlines are: for keeping the brush off them, and for measuring how well they survive."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from server.engine.colors import luminance
from server.engine.targets import StyleTarget

BLUR = 1.0  # deviation, in pixels, of the Gaussian before the derivative
FULL_EDGE = 3.0  # times the picture's mean gradient: from there on a pixel counts as all edge


def edge_mask(picture: Tensor) -> Tensor:
    """E: how much each pixel is edge, (height, width) 0..1. picture: (3, height, width), any unit.

    The gradient's length in the smoothed luminance (as in Canny 1986, without his thresholds), relative to its mean.
    """
    light = luminance(picture)
    length = _gradient_length(light)
    rounding = 1e-5 * light.abs().max()  # below it a picture is flat
    return (length / (FULL_EDGE * length.mean() + rounding)).clamp(max=1)


def split_by_edges(
    targets: tuple[StyleTarget, ...], edges: Tensor, protection: float
) -> tuple[StyleTarget, ...]:
    """Each style target in two: w^E |G(E . X) - G(S)|^2 + w^(1-E) |G((1 - E) . X) - G(S)|^2.

    edges: E, (height, width) of this scale's picture. w^E = protection and w^(1-E) = 1 - protection, 0..1. G is divided
    by all positions of the part, not by those the mask covers: the outlines are to hold as much of the style as the
    whole picture would, so its strongest strokes gather on them.
    """
    found = []
    for target in targets:
        whole = torch.ones_like(edges) if target.coverage is None else target.coverage
        for weight, mask in ((protection, edges), (1 - protection, 1 - edges)):
            covered = whole * mask.square()  # (E . F)(E . F)^T weighs each position by E^2
            share = float(covered.mean() / whole.mean())
            if weight * share > 0:
                # `style_term` divides by the covered positions only; target and weight make up for it.
                grams = {tap: gram / share for tap, gram in target.grams.items()}
                found.append(StyleTarget(covered, weight * target.share * share**2, grams))
    return tuple(found)


def edge_agreement(picture: Tensor, content: Tensor) -> float:
    """How far two pictures of one size have their edges in the same places: -1..1, 1 for the same edges.

    The correlation of their edge masks: lost outlines and strokes across flat parts both lower it.
    """
    pair = torch.stack([edge_mask(picture).flatten(), edge_mask(content).flatten()])
    return float(torch.corrcoef(pair)[0, 1])


def _gradient_length(light: Tensor) -> Tensor:
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

    return torch.hypot(filtered(smooth, slope), filtered(slope, smooth))

"""Where the outlines are: for painting them apart, and for measuring how well they survive."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from server.engine.colors import luminance
from server.engine.parts import Part
from server.engine.spec import StyleImage

BLUR = 1.0  # deviation, in pixels, of the Gaussian before the derivative
FULL_EDGE = 1.5  # times the mean gradient: from there on a pixel is all edge; of 1, 1.5 and 3 the one that kept most edges


def edge_mask(picture: Tensor) -> Tensor:
    """E: how much each pixel is edge, (height, width) 0..1. picture: (3, height, width), any unit.

    The gradient's length in the smoothed luminance (as in Canny 1986, without his thresholds), relative to its mean.
    """
    light = luminance(picture)
    length = _gradient_length(light)
    rounding = 1e-5 * light.abs().max()  # below it a picture is flat
    return (length / (FULL_EDGE * length.mean() + rounding)).clamp(max=1)


def split_by_edges(
    parts: tuple[Part, ...], edges: Tensor, edge_weight: float, matched: bool
) -> tuple[Part, ...]:
    """Each part in two: w^E |G(E . X) - G(S)|^2 + w^(1-E) |G((1 - E) . X) - G(S)|^2, with w^E = edge_weight, w^(1-E) = 1.

    matched: the outlines take G(E_S . S) and the rest G((1 - E_S) . S), with the styles' own edge masks E_S. Then a
    picture that reaches both has the style's Gram matrices as a whole, too. With the whole style for both, as the formula
    says, flat parts must grow edges of their own: the agreement of edges falls (tests/engine/test_edges.py measures it).

    parts: at one scale. edges: E, (height, width) of that scale's picture.
    """
    found = []
    for part in parts:
        for weight, inside in ((edge_weight, True), (1.0, False)):
            coverage = _limited(part.coverage, edges, inside)
            if weight > 0 and float(coverage.max()) > 0:
                styles = tuple(_edge_part(style, inside) for style in part.styles) if matched else part.styles
                found.append(Part(coverage, styles, part.weight * weight))
    return tuple(found)


def edge_agreement(picture: Tensor, content: Tensor) -> float:
    """How far two pictures of one size have their edges in the same places: -1..1, 1 for the same edges.

    The correlation of their edge masks: lost outlines and strokes across flat parts both lower it.
    """
    pair = torch.stack([edge_mask(picture).flatten(), edge_mask(content).flatten()])
    return float(torch.corrcoef(pair)[0, 1])


def _edge_part(style: StyleImage, inside: bool) -> StyleImage:
    """The style's outlines only, or what lies between them; all of it where nothing would be left."""
    coverage = _limited(style.coverage, edge_mask(style.image), inside)
    return replace(style, coverage=coverage) if float(coverage.max()) > 0 else style


def _limited(coverage: Tensor | None, edges: Tensor, inside: bool) -> Tensor:
    mask = edges if inside else 1 - edges
    return mask if coverage is None else coverage * mask


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

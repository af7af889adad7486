"""Painting outlines apart from what lies between them, and measuring how well they survive."""

from __future__ import annotations

import torch
from torch import Tensor

from server.engine.outlines import Outlines, edge_mask
from server.engine.parts import Part


def split_by_edges(
    parts: tuple[Part, ...], edges: Tensor, edge_weight: float, matched: bool
) -> tuple[Part, ...]:
    """Each part in two: w^E |G(E . X) - G(S)|^2 + w^(1-E) |G((1 - E) . X) - G(S)|^2, with w^E = edge_weight, w^(1-E) = 1.

    matched: the outlines take the style's own outlines and the rest the rest of it, to the degree that the content has
    either (engine/outlines.py). With the whole style for both, as the formula says, flat parts must grow edges of their
    own: the agreement of edges falls (tests/engine/test_edges.py measures both).

    parts: at one scale. edges: E, (height, width) of that scale's picture.
    """
    found = []
    for part in parts:
        for weight, inside in ((edge_weight, True), (1.0, False)):
            coverage = _limited(part.coverage, edges, inside)
            if weight > 0 and float(coverage.max()) > 0:
                outlines = Outlines(edges, part.coverage, inside) if matched else None
                found.append(Part(coverage, part.styles, part.weight * weight, outlines))
    return tuple(found)


def edge_agreement(picture: Tensor, content: Tensor) -> float:
    """How far two pictures of one size have their edges in the same places: -1..1, 1 for the same edges.

    The correlation of their edge masks: lost outlines and strokes across flat parts both lower it.
    """
    pair = torch.stack([edge_mask(picture).flatten(), edge_mask(content).flatten()])
    return float(torch.corrcoef(pair)[0, 1])


def _limited(coverage: Tensor | None, edges: Tensor, inside: bool) -> Tensor:
    mask = edges if inside else 1 - edges
    return mask if coverage is None else coverage * mask

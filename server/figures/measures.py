"""What can be measured on a painted picture, by name, for the captions and the index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from server.engine.admm_patches import cover
from server.engine.colors import luminance
from server.engine.edges import edge_agreement
from server.engine.matting import matting_laplacian, photo_term
from server.engine.settings import Settings


@dataclass(frozen=True)
class Painted:
    """picture, content: (3, height, width) of one size, 0..1. settings: that made the picture."""

    picture: Tensor
    content: Tensor
    settings: Settings


def edges(painted: Painted) -> float:
    """Agreement of edges with the content's: -1..1, 1 for the same (engine/edges.py)."""
    return edge_agreement(painted.picture, painted.content)


def bending(painted: Painted) -> float:
    """sum_c V_c^T M V_c per pixel in sRGB steps: how far the picture is from the photograph recoloured locally."""
    return float(photo_term(painted.picture * 255, matting_laplacian(painted.content)))


def seams(painted: Painted) -> float:
    """The mean step of luminance across the patches' borders over that everywhere else; 1 hides them."""
    return seam_ratio(painted.picture, painted.settings.patch_size, painted.settings.patch_overlap)


def seam_ratio(picture: Tensor, side: int, overlap: float) -> float:
    """The mean step of luminance across the borders of such patches, by that elsewhere. picture: (3, height, width)."""
    light = luminance(picture)[0]
    patches = cover(light.shape[0], light.shape[1], side, overlap)
    columns = {edge for each in patches for edge in (each.left, each.right)} - {0, light.shape[1]}
    rows = {edge for each in patches for edge in (each.top, each.bottom)} - {0, light.shape[0]}
    if not columns and not rows:
        return 1.0
    at: list[float] = []
    elsewhere: list[float] = []
    across = (light[:, 1:] - light[:, :-1]).abs().mean(dim=0)
    down = (light[1:] - light[:-1]).abs().mean(dim=1)
    for steps, borders in ((across, columns), (down, rows)):
        for index, step in enumerate(steps.tolist(), start=1):
            (at if index in borders else elsewhere).append(step)
    return (sum(at) / len(at)) / (sum(elsewhere) / len(elsewhere))


def roughness(painted: Painted) -> float:
    """Mean absolute step between neighbours, in sRGB values of 0..255: grain and edges together."""
    picture = painted.picture * 255
    across = (picture[:, :, 1:] - picture[:, :, :-1]).abs().mean()
    return float(across + (picture[:, 1:] - picture[:, :-1]).abs().mean()) / 2


MEASURES: dict[str, Callable[[Painted], float]] = {
    "edges": edges,
    "bending": bending,
    "seams": seams,
    "roughness": roughness,
}

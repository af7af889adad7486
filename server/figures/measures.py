"""What can be measured on a painted picture, by name, for the captions and the index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from server.engine.admm_patches import cover, whole
from server.engine.colors import luminance
from server.engine.edges import edge_agreement
from server.engine.frame import frame
from server.engine.matting import matting_laplacian, photo_term
from server.engine.networks import Networks
from server.engine.objectives import objectives
from server.engine.parts import parts
from server.engine.resample import resize
from server.engine.schedule import Scale
from server.engine.settings import Settings
from server.engine.spec import StyleSpec


@dataclass(frozen=True)
class Painted:
    """picture: (3, height, width) 0..1. spec: that made it; common: settings of its study."""

    picture: Tensor
    spec: StyleSpec
    common: Settings
    networks: Networks


def edges(painted: Painted) -> float:
    """Agreement of edges with the content's: -1..1, 1 for the same (engine/edges.py)."""
    return edge_agreement(painted.picture, painted.spec.content)


def bending(painted: Painted) -> float:
    """sum_c V_c^T M V_c per pixel in sRGB steps: how far the picture is from the photograph recoloured locally."""
    return float(photo_term(painted.picture * 255, matting_laplacian(painted.spec.content)))


def seams(painted: Painted) -> float:
    """`seam_ratio` at the picture's own patches; for a picture painted at once, at those that the study has otherwise."""
    cut = painted.spec.settings if painted.spec.settings.patch_size else painted.common
    return seam_ratio(painted.picture, cut.patch_size, cut.patch_overlap)


def seam_ratio(picture: Tensor, side: int, overlap: float) -> float:
    """The mean step of luminance across the borders of such patches over that elsewhere; 1 hides them.

    picture: (3, height, width). The mean of both directions, of those that have borders; 1 without any.
    """
    light = luminance(picture)[0]
    patches = cover(light.shape[0], light.shape[1], side, overlap)
    columns = {edge for each in patches for edge in (each.left, each.right)} - {0, light.shape[1]}
    rows = {edge for each in patches for edge in (each.top, each.bottom)} - {0, light.shape[0]}
    across = (light[:, 1:] - light[:, :-1]).abs().mean(dim=0)
    down = (light[1:] - light[:-1]).abs().mean(dim=1)
    found = [_ratio(steps, borders) for steps, borders in ((across, columns), (down, rows)) if borders]
    return sum(found) / len(found) if found else 1.0


def _ratio(steps: Tensor, borders: set[int]) -> float:
    """steps: between neighbouring lines; borders: the second line of each pair where patches meet."""
    at = torch.zeros_like(steps, dtype=torch.bool)
    at[[border - 1 for border in borders]] = True
    return float(steps[at].mean() / steps[~at].mean().clamp(min=1e-9))


def style(painted: Painted) -> float:
    """sum_l w_l E_l of the picture, as without any split, patches or scales: what two methods are compared at."""
    return _style_loss(painted, 1.0)


def coarse_style(painted: Painted) -> float:
    """The same of picture and style both at a quarter of the size: whether the large strokes are there."""
    return _style_loss(painted, 0.25)


def _style_loss(painted: Painted, factor: float) -> float:
    plain = replace(
        painted.spec.settings,
        edges="free",
        patch_size=0,
        content_weight=0.0,
        photo_weight=0.0,
        mode="transfer",
    )
    device = painted.networks.device
    spec = replace(painted.spec.on(device), settings=plain)
    height, width = (round(side * factor) for side in painted.picture.shape[1:])
    everything = frame(spec.content, None)
    areas = parts(spec, everything)
    judge = objectives(spec, everything, areas, Scale(height, width, 1), painted.networks)(
        whole(height, width)
    )
    with torch.no_grad():
        terms = judge.terms(resize(painted.picture.to(device), height, width) * 255)
    return float(terms["style"]) / (plain.style_weight * plain.style_strength)


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
    "style": style,
    "coarse style": coarse_style,
}

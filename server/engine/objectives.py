"""The objective of one scale's picture, or of any patch of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from torch import Tensor

from models.library import smallest_side
from server.engine.admm_patches import Patch
from server.engine.edges import split_by_edges
from server.engine.frame import Frame
from server.engine.matting import photo_extras
from server.engine.networks import Networks, taps_in_use
from server.engine.objective import Objective
from server.engine.outlines import edge_mask
from server.engine.parts import Part, at_scale, style_targets, targets_in
from server.engine.resample import resize_in_range
from server.engine.schedule import Scale
from server.engine.spec import StyleSpec
from server.engine.target_passes import TargetPasses
from server.engine.targets import StyleTarget


def objectives(
    spec: StyleSpec, whole: Frame, areas: tuple[Part, ...], scale: Scale, networks: Networks
) -> Callable[[Patch], Objective]:
    """What makes the objective of a patch of one scale's picture.

    The styles' Gram matrices are computed here, once; the content's features of a patch when it is asked for.
    """
    settings = spec.settings
    passes = networks.target_passes(settings)
    picture = resize_in_range(whole.crop(spec.content), scale.height, scale.width)
    targets = _style_targets(spec, areas, scale, passes, picture)

    def objective(patch: Patch) -> Objective:
        content = patch.crop(picture)
        wanted: Mapping[str, Tensor] = {}
        if settings.content_weight:
            wanted = passes.content(content * 255)
        extras = photo_extras(content, settings.photo_weight)
        pulls = targets_in(targets, patch)
        return Objective(passes.extractor, settings, wanted, pulls, extras, networks.ways.recording)

    return objective


def _style_targets(
    spec: StyleSpec, areas: tuple[Part, ...], scale: Scale, passes: TargetPasses, picture: Tensor
) -> tuple[StyleTarget, ...]:
    """What each part of the whole picture shall reach; none without a style term."""
    settings = spec.settings
    if not settings.style_weight:
        return ()
    least_side = smallest_side(settings.network, taps_in_use(settings))
    sized = at_scale(areas, scale, settings.style_scale, least_side)
    if settings.edges != "free":
        sized = split_by_edges(
            sized, edge_mask(picture), settings.edge_weight, matched=settings.edges == "matched"
        )
    return style_targets(sized, passes.style)

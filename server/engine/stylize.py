"""The whole method: coarse to fine, each scale's result the next one's start.

    for iterate in stylize(spec, networks):
        show(iterate.sketch())
    result = iterate.picture()

Progress, previews, cancelling and saving are what a caller does with an iterate; closing the generator stops it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import torch
from torch import Tensor

from server.engine.admm import paint_patches
from server.engine.admm_patches import Patch, cover
from server.engine.checks import check_sides, check_spec
from server.engine.colors import gray, match_colors, match_luminance
from server.engine.frame import Frame, frame
from server.engine.modes import resolved
from server.engine.networks import Networks
from server.engine.objective import Objective
from server.engine.objectives import objectives
from server.engine.paint import Step, paint
from server.engine.parts import parts
from server.engine.progress import Progress
from server.engine.resample import fitted
from server.engine.rof import denoised
from server.engine.schedule import Scale, schedule
from server.engine.settings import Settings
from server.engine.spec import Iterate, StyleSpec
from server.engine.start import next_start, starting_picture

SKETCH_SIDE = 512


def stylize(spec: StyleSpec, networks: Networks) -> Iterator[Iterate]:
    """Paints. Yields an iterate after every evaluation of the objective; the last one has `stopped` set.

    It paints on the networks' device; pictures come back to where the content is.
    Raises InvalidSetting (a bad parameter or combination), LayerTooSmall and models.missing.ModelMissing.
    """
    spec = replace(spec, settings=resolved(spec.settings, spec.start is not None))
    check_spec(spec)
    home = spec.content.device
    spec = spec.on(networks.device)
    whole = frame(spec.content, spec.apply_mask, spec.settings.colors)
    scales = schedule(spec.settings, whole.height, whole.width)
    check_sides(spec.settings, scales)
    spec = _recolored(spec, whole)
    last = cover(*scales[-1].size, spec.settings.patch_size, spec.settings.patch_overlap)
    # What cannot be painted at full size is refused before hours of work on smaller ones.
    networks.make_room(spec.settings, math.prod(last[0].size))
    areas = parts(spec, whole)
    progress = Progress(scales)
    picture: Tensor | None = None
    for index, scale in enumerate(scales):
        patches = cover(*scale.size, spec.settings.patch_size, spec.settings.patch_overlap)
        networks.make_room(spec.settings, math.prod(patches[0].size))
        objective = objectives(spec, whole, areas, scale, networks)
        begin = partial(_start, spec, whole, scale, picture)
        progress.begin_scale()
        for step in _steps(objective, begin, patches, scale.iterations, spec.settings):
            stopped = step.stopped if index + 1 == len(scales) else ""
            yield progress.iterate(
                index, step.iteration, step.evaluation, *_views(spec, whole, step, home), stopped
            )
        picture = step.picture().clamp(0, 255)


def _start(spec: StyleSpec, whole: Frame, scale: Scale, coarser: Tensor | None) -> Tensor:
    if coarser is None:
        return starting_picture(spec, whole, scale)
    return next_start(spec, whole, coarser, scale)


def _recolored(spec: StyleSpec, whole: Frame) -> StyleSpec:
    """The spec as its choice of colours wants it: everything in grays, or styles in the content's colours."""
    if spec.settings.colors in ("style", "only"):
        return spec
    content = whole.crop(spec.content)
    change = match_luminance if spec.settings.colors == "keep" else match_colors
    styles = tuple(replace(style, image=change(style.image, content)) for style in spec.styles)
    if spec.settings.colors == "match":
        return replace(spec, styles=styles)
    return replace(spec, styles=styles, content=gray(spec.content))


def _views(
    spec: StyleSpec, whole: Frame, step: Step, home: torch.device
) -> tuple[Callable[[], Tensor], Callable[[], Tensor]]:
    """Iterate.picture and Iterate.sketch of one step, which bring it home."""
    height, width = whole.content.shape[1:]
    small = fitted(height, width, min(SKETCH_SIDE, max(height, width)))

    def picture() -> Tensor:
        step.release()
        painted = denoised(step.picture().clamp(0, 255) / 255, spec.settings.rof_weight)
        return whole.compose(painted, height, width).to(home)

    def sketch() -> Tensor:
        return whole.compose(step.picture().clamp(0, 255) / 255, *small).to(home)

    return picture, sketch


def _steps(
    objective: Callable[[Patch], Objective],
    begin: Callable[[], Tensor],
    patches: tuple[Patch, ...],
    iterations: int,
    settings: Settings,
) -> Iterator[Step]:
    if len(patches) == 1:
        return paint(objective(patches[0]), begin(), iterations)
    return paint_patches(objective, begin(), patches, iterations, settings)

"""Which part of the picture is painted in which manner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor

from server.engine.admm_patches import Patch
from server.engine.frame import Frame
from server.engine.outlines import Outlines
from server.engine.parameters import InvalidSetting
from server.engine.resample import fitted, reduce_mask, resize
from server.engine.schedule import Scale
from server.engine.spec import StyleImage, StyleSpec
from server.engine.targets import StyleTarget, blended

GramsOf = Callable[[Tensor, Tensor | None, Outlines | None], dict[str, Tensor]]
"""From a style picture, (3, height, width) 0..255, and what counts of it, to {tap: mean Gram matrix}."""


@dataclass(frozen=True)
class Part:
    """coverage: (height, width) of the frame, 0..1; None: all of it. styles: blended by their weights.

    weight: the pull on a position in this part, beside the others. outlines: limit the styles to their own outlines, or
    to the rest of them; None: all of them.
    """

    coverage: Tensor | None
    styles: tuple[StyleImage, ...]
    weight: float = 1.0
    outlines: Outlines | None = None


def parts(spec: StyleSpec, frame: Frame) -> tuple[Part, ...]:
    """One part for the whole picture, or one per region; only what is visible and selected counts.

    Raises InvalidSetting where the regions leave nothing to paint.
    """
    limits = [frame.crop(mask) for mask in (spec.coverage, spec.apply_mask) if mask is not None]
    if not spec.regions:
        return (Part(_product(limits), spec.styles),)
    found = []
    for region in spec.regions:
        coverage = _product([frame.crop(region.content_mask), *limits])
        if coverage is not None and float(coverage.max()) > 0:
            style = spec.styles[region.style]
            visible = [mask for mask in (style.coverage, region.style_mask) if mask is not None]
            found.append(Part(coverage, (StyleImage(style.image, 1.0, _product(visible)),)))
    if not found:
        raise InvalidSetting(
            "regions",
            "No region covers any visible, selected pixel.",
            "Paint the region masks inside the selection.",
        )
    return tuple(found)


def at_scale(parts: tuple[Part, ...], scale: Scale, style_scale: float, least_side: int) -> tuple[Part, ...]:
    """The parts with everything at the size of one scale. least_side: the fewest pixels that the network can look at."""
    return tuple(
        Part(
            None if part.coverage is None else reduce_mask(part.coverage, *scale.size),
            tuple(_sized(style, scale, style_scale, least_side) for style in part.styles),
        )
        for part in parts
    )


def style_targets(parts: tuple[Part, ...], grams_of: GramsOf) -> tuple[StyleTarget, ...]:
    """What each part shall reach. parts: `at_scale`."""
    targets = []
    for part in parts:
        share = 1.0 if part.coverage is None else float(part.coverage.mean())
        grams = [grams_of(style.image * 255, style.coverage, part.outlines) for style in part.styles]
        targets.append(StyleTarget(part.coverage, part.weight * share, blended(grams, list(part.styles))))
    return tuple(targets)


def targets_in(targets: tuple[StyleTarget, ...], patch: Patch) -> tuple[StyleTarget, ...]:
    """The targets that a patch of the picture has a share in."""
    found = []
    for target in targets:
        if target.coverage is None:
            found.append(target)
        elif float((coverage := patch.crop(target.coverage)).max()) > 0:
            share = target.share * float(coverage.mean() / target.coverage.mean())
            found.append(replace(target, coverage=coverage, share=share))
    return tuple(found)


def _sized(style: StyleImage, scale: Scale, style_scale: float, least_side: int) -> StyleImage:
    height, width = style.image.shape[1:]
    long_side = max(scale.height, scale.width) * style_scale
    long_side = max(long_side, least_side * max(height, width) / min(height, width))
    size = fitted(height, width, long_side)
    coverage = None if style.coverage is None else reduce_mask(style.coverage, *size)
    return StyleImage(resize(style.image, *size).clamp(0, 1), style.weight, coverage)


def _product(masks: list[Tensor]) -> Tensor | None:
    product: Tensor | None = None
    for mask in masks:
        product = mask if product is None else product * mask
    return product

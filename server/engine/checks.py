"""What must hold before any work begins, each failure with the field's name and a remedy."""

from __future__ import annotations

import math

from torch import Tensor

from models.library import smallest_side, taps_of
from server.engine.failures import LayerTooSmall
from server.engine.modes import resolved
from server.engine.networks import taps_in_use
from server.engine.notation import parse_taps
from server.engine.parameters import InvalidSetting
from server.engine.schedule import Scale
from server.engine.settings import Settings
from server.engine.spec import StyleSpec


def check_spec(spec: StyleSpec) -> None:
    """Whether the parts of a spec fit together. Raises InvalidSetting."""
    settings = spec.settings
    check_settings(settings)
    if not spec.styles and needs_style(settings):
        raise InvalidSetting("styles", "There is no style picture.", "Choose at least one.")
    for style in spec.styles:
        if not (math.isfinite(style.weight) and style.weight > 0):
            raise InvalidSetting("styles.weight", f"{style.weight} is no weight.", "Choose a number above 0.")
    for name, mask in (("apply_mask", spec.apply_mask), ("content", spec.coverage)):
        _check_mask(name, mask, spec.content)
    for region in spec.regions:
        _check_mask("regions.content_mask", region.content_mask, spec.content)
        if not 0 <= region.style < len(spec.styles):
            remedy = f"Use an index from 0 to {len(spec.styles) - 1}."
            raise InvalidSetting("regions.style", f"There is no style {region.style}.", remedy)
        _check_mask("regions.style_mask", region.style_mask, spec.styles[region.style].image)
    if settings.init == "previous" and spec.start is None:
        raise InvalidSetting(
            "init", "There is no earlier result to start from.", "Send one, or start from the layer."
        )


def check_settings(settings: Settings) -> None:
    """What can be said before there is any picture: the weights, and the taps that have one. Raises InvalidSetting."""
    settings = resolved(settings)
    if not settings.content_weight and not settings.style_weight:
        remedy = "Give one of them a weight above 0."
        raise InvalidSetting("style_weight", "Neither content nor style pulls at the picture.", remedy)
    known = taps_of(settings.network)
    for field, weight in (("content_taps", settings.content_weight), ("style_taps", settings.style_weight)):
        for tap in parse_taps(getattr(settings, field)) if weight else ():
            if tap not in known:
                sentence = f"{settings.network} has no layer '{tap}'."
                raise InvalidSetting(field, sentence, f"Its layers are: {', '.join(known)}.")


def needs_style(settings: Settings) -> bool:
    """Whether there is nothing to paint without a style picture."""
    settings = resolved(settings)
    return bool(settings.style_weight) or settings.init == "style"


def _check_mask(field: str, mask: Tensor | None, picture: Tensor) -> None:
    if mask is None:
        return
    if mask.shape != picture.shape[1:]:
        size = (
            f"{mask.shape[1]} x {mask.shape[0]} pixels, its picture {picture.shape[2]} x {picture.shape[1]}"
        )
        raise InvalidSetting(field, f"The mask has {size}.", "Send a mask of the picture's size.")
    if float(mask.max()) <= 0:
        raise InvalidSetting(field, "Nothing is covered: every pixel is 0.", "Select or show something.")


def check_sides(settings: Settings, scales: tuple[Scale, ...]) -> None:
    """Whether the coarsest scale and the patches still reach the deepest tap. Raises LayerTooSmall, InvalidSetting."""
    least = smallest_side(settings.network, taps_in_use(settings))
    if 0 < settings.patch_size < least:
        raise InvalidSetting(
            "patch_size",
            f"Patches of {settings.patch_size} pixels are too small for the network.",
            f"Choose 0, or at least {least}.",
        )
    coarsest = scales[0]
    if min(coarsest.height, coarsest.width) < least:
        raise LayerTooSmall(
            f"{coarsest.width} x {coarsest.height} pixels are too few: each side needs at least {least}.",
            "Choose a larger layer or selection, raise Detail, or use shallower network layers.",
        )

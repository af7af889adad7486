"""What must be true of a commission before it may wait for its turn. Fields are named as in the wire's Spec."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.commission import Commission, Pixels
from server.engine.checks import check_settings, needs_style
from server.engine.settings import Settings
from server.limits import Limits
from server.profiles import check_profile
from server.refusals import InvalidOrder, LimitExceeded


def check_commission(commission: Commission) -> None:
    """Raises InvalidOrder for pixels that leave nothing to paint, or settings that lack their picture."""
    if commission.settings.init == "previous" and commission.start is None:
        raise InvalidOrder(
            "There is no earlier result to start from.", "Send one, or start from the layer.", "start"
        )
    _check_visible(commission.content, "content")
    for index, style in enumerate(commission.styles):
        _check_visible(style.pixels, f"styles[{index}].image")
    if commission.apply_mask is not None:
        _check_selects(commission.apply_mask, "apply_mask")
    for index, region in enumerate(commission.regions):
        _check_selects(region.content_mask, f"regions[{index}].content_mask")
        if region.style_mask is not None:
            _check_selects(region.style_mask, f"regions[{index}].style_mask")


def check_pictures(settings: Settings, styles: int, regions: int, limits: Limits) -> None:
    """Whether the settings can be painted with so many pictures.

    Raises InvalidOrder without a style that they need, InvalidSetting for settings that no picture could help,
    LimitExceeded with too many styles or regions.
    """
    check_settings(settings)
    if styles == 0 and needs_style(settings):
        raise InvalidOrder(
            "There is no style picture.", "Choose at least one; only the mode 'content' needs none.", "styles"
        )
    if styles > limits.max_styles:
        raise LimitExceeded(
            f"{styles} style pictures are too many.", f"Send at most {limits.max_styles}.", "max_styles"
        )
    if regions > limits.max_regions:
        raise LimitExceeded(
            f"{regions} regions are too many.", f"Send at most {limits.max_regions}.", "max_regions"
        )


def canvas_of(settings: Settings, limits: Limits) -> Pixels:
    """What stands for the content where none is sent: an opaque picture of the texture's size.

    Raises InvalidOrder unless the settings are those of a texture with a size, LimitExceeded for too large a one.
    """
    if settings.mode != "texture":
        raise InvalidOrder(
            "There is no content picture.", "Send one; only the mode 'texture' needs none.", "content"
        )
    for name, side in (("width", settings.width), ("height", settings.height)):
        if side == 0:
            raise InvalidOrder(
                f"A texture without a layer has no {name}.", "Give width and height in pixels.", name
            )
    if settings.colors != "style":
        raise InvalidOrder(
            "Without a layer there are no colours but the style's.", "Choose colors 'style'.", "colors"
        )
    check_size(settings.width, settings.height, "content", limits)
    return Pixels(np.full((settings.height, settings.width, 4), 255, np.uint8))


def check_size(width: int, height: int, field: str, limits: Limits) -> None:
    """Raises InvalidOrder for an empty picture, LimitExceeded for one that is too large."""
    for name, side in (("width", width), ("height", height)):
        if side < 1:
            raise InvalidOrder(
                f"The {name} is {side} pixels.", "Send a picture with pixels in it.", f"{field}.{name}"
            )
    if width * height > limits.max_pixels:
        raise LimitExceeded(
            f"{width} x {height} pixels are too many for {field}.",
            f"Send at most {limits.max_pixels:,} pixels a picture (max_pixels): scale the layer down.",
            "max_pixels",
        )


def check_mask_size(size: tuple[int, int], picture: tuple[int, int], field: str) -> None:
    """Raises InvalidOrder unless the mask's (width, height) is its picture's."""
    if size != picture:
        raise InvalidOrder(
            f"The mask has {size[0]} x {size[1]} pixels, its picture {picture[0]} x {picture[1]}.",
            "Send a mask of the picture's size.",
            field,
        )


def check_profile_bytes(profile: bytes, field: str, limits: Limits) -> None:
    """Raises LimitExceeded for a huge profile, InvalidOrder for one that cannot be used."""
    if len(profile) > limits.max_profile_bytes:
        raise LimitExceeded(
            f"The colour profile of {field} has {len(profile):,} bytes.",
            f"Send at most {limits.max_profile_bytes:,}, or convert the picture to sRGB.",
            "max_profile_bytes",
        )
    check_profile(profile, f"{field}.icc_profile")


def checked_weight(weight: float, field: str) -> float:
    """A style's weight; 0 counts as 1, as on the wire. Raises InvalidOrder unless it is finite and not negative."""
    if not math.isfinite(weight) or weight < 0:
        raise InvalidOrder(f"{weight} is not a weight.", "Choose a number above 0.", field)
    return weight or 1.0


def check_style_index(index: int, styles: int, field: str) -> None:
    """Raises InvalidOrder unless there is a style with this index."""
    if styles == 0:
        raise InvalidOrder("The region's style was not sent.", "Send it, or leave the region out.", field)
    if not 0 <= index < styles:
        raise InvalidOrder(
            f"There is no style {index}: {styles} were sent.", f"Use an index from 0 to {styles - 1}.", field
        )


def _check_visible(pixels: Pixels, field: str) -> None:
    if not (pixels.values[..., 3] > 0).any():
        raise InvalidOrder("The picture is fully transparent.", "Choose a layer with something on it.", field)


def _check_selects(mask: NDArray[Any], field: str) -> None:
    if not mask.any():
        raise InvalidOrder("The mask is empty: every pixel is 0.", "Select something.", field)

"""Colour profiles: which ones can be used, and the way from them to sRGB and back (LittleCMS, relative colorimetric)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from server.refusals import InvalidOrder

_COLOUR_SPACE = slice(16, 20)
_SIGNATURE = slice(36, 40)
_SPACES = {b"RGB ": "rgb", b"GRAY": "gray"}
# A profile counts as sRGB when no colour moves by more than a quarter of an 8-bit step.
_SRGB_TOLERANCE = 0.25 / 255


@lru_cache(maxsize=16)
def is_srgb(profile: bytes) -> bool:
    """Whether the profile's values are sRGB's already; true for an empty one."""
    if not profile:
        return True
    if _space(profile) != "rgb":
        return False
    levels = np.linspace(0, 1, 9, dtype=np.float32)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(27, 27, 3)
    return bool(np.abs(to_srgb(grid, profile) - grid).max() <= _SRGB_TOLERANCE)


def check_profile(profile: bytes, field: str) -> None:
    """Raises InvalidOrder, naming `field`, unless the profile is for RGB or gray and can be read."""
    if not profile:
        return
    remedy = "Convert the picture to sRGB, or send it without a profile."
    if len(profile) < 128 or profile[_SIGNATURE] != b"acsp":
        raise InvalidOrder("The colour profile is damaged: it is no ICC profile.", remedy, field)
    if profile[_COLOUR_SPACE] not in _SPACES:
        space = profile[_COLOUR_SPACE].decode("ascii", "replace").strip()
        raise InvalidOrder(f"The colour profile is for {space}, not for RGB or gray.", remedy, field)
    one = np.zeros((1, 1, 3), dtype=np.float32)
    try:
        from_srgb(to_srgb(one, profile), profile)
    except imagecodecs.CmsError:
        raise InvalidOrder(
            "The colour profile is damaged: it cannot be used for conversion.", remedy, field
        ) from None


def to_srgb(values: NDArray[Any], profile: bytes) -> NDArray[np.float32]:
    """(height, width, 3) in the profile, uint8, uint16 or float32, to sRGB float32 0..1.

    A gray profile reads the first channel.
    """
    space = _space(profile)
    source = np.ascontiguousarray(values[..., 0] if space == "gray" else values)
    # LittleCMS is ten times as quick from 8 bits to 16 as to float, and exact to a third of an 8-bit step; from
    # 16 bits its quick path is not (20 steps were measured with Adobe RGB), so those travel as floats.
    if source.dtype == np.uint16:
        source = source.astype(np.float32) / np.float32(65535)
    output = "uint16" if source.dtype == np.uint8 else "float32"
    result = _transform(source, profile, _SRGB, space, "rgb", output)
    if output == "uint16":
        return result.astype(np.float32) / np.float32(65535)
    return _clipped(result)


def from_srgb(values: NDArray[np.float32], profile: bytes) -> NDArray[np.float32]:
    """(height, width, 3) sRGB float32 0..1 to the profile's values, float32 0..1; gray comes in all three channels."""
    space = _space(profile)
    result = _transform(np.ascontiguousarray(values), _SRGB, profile, "rgb", space, "float32")
    if space == "gray":
        result = np.repeat(result.reshape(*values.shape[:2], 1), 3, axis=2)
    return _clipped(result)


def _clipped(values: NDArray[Any]) -> NDArray[np.float32]:
    clipped: NDArray[np.float32] = np.clip(np.nan_to_num(values), 0, 1)
    return clipped


def _space(profile: bytes) -> str:
    return _SPACES.get(profile[_COLOUR_SPACE], "rgb")


def _transform(
    values: NDArray[Any], source: bytes, target: bytes, space: str, target_space: str, dtype: str
) -> NDArray[Any]:
    result: NDArray[Any] = imagecodecs.cms_transform(
        values,
        source,
        target,
        colorspace=space,
        outcolorspace=target_space,
        outdtype=dtype,
        intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
    )
    return result


_SRGB: bytes = imagecodecs.cms_profile("srgb")

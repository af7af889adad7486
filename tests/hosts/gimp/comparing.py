"""Comparing what two GIMPs gave: values to a hundredth, pixels by their mean difference in steps of 0 to 255."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np


def difference(one: Any, other: Any, allowed: float = 0.5) -> str:
    """What differs, in words; empty when nothing does. allowed: mean difference of pixels."""
    if _is_picture(one) and _is_picture(other):
        if any(one[key] != other[key] for key in ("width", "height", "bpp")):
            return f"size {_size(one)} against {_size(other)}"
        mean = float(np.abs(pixels(one).astype(int) - pixels(other).astype(int)).mean())
        return f"pixels differ by {mean:.2f} on average" if mean > allowed else ""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return "; ".join(filter(None, (difference(a, b, allowed) for a, b in zip(one, other, strict=True))))
    if isinstance(one, float) and isinstance(other, (int, float)):
        return "" if abs(one - other) <= 0.01 * max(1.0, abs(one)) else f"{one} against {other}"
    return "" if one == other else f"{one} against {other}"


def pixels(picture: dict[str, Any]) -> np.ndarray:
    """(height, width, channels) uint8."""
    data = np.frombuffer(zlib.decompress(base64.b64decode(picture["data"])), np.uint8)
    return data.reshape(picture["height"], picture["width"], picture["bpp"])


def _is_picture(value: Any) -> bool:
    return isinstance(value, dict) and "data" in value


def _size(picture: dict[str, Any]) -> str:
    return f"{picture['width']} x {picture['height']} x {picture['bpp']}"

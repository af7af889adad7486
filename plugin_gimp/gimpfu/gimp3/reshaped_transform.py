"""Transforming: GIMP 3 takes direction, interpolation and clipping from the context and transforms any item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .rows import Call, Row, with_settings

# Ends of GIMP 2.10's gimp-drawable-transform-NAME -> how many arguments describe the transformation itself.
_SHAPES = {"flip": 4, "scale": 4, "rotate": 4, "shear": 2, "perspective": 8, "matrix": 9, "2d": 7}
# And of its older names, which take the interpolation first.
_OLDER = {"rotate": 1, "scale": 4, "shear": 2, "perspective": 8, "transform-2d": 7}
_LINEAR, _NONE, _CUBIC = 1, 0, 2
_ADJUST, _CLIP = 0, 1


def _transform(call: Call, interpolation: int, direction: int, clip: Any, name: str, *arguments: Any) -> Any:
    settings = {
        "interpolation": interpolation,
        "transform-direction": direction,
        "transform-resize": _CLIP if clip else _ADJUST,
    }
    return with_settings(call, settings, f"gimp-item-transform-{name}", *arguments)


def _full(name: str, count: int) -> Row:
    def row(call: Call, drawable: Any, *given: Any) -> Any:
        shape, (direction, interpolation, _, _, clip) = given[:count], given[count:]
        return _transform(call, interpolation, direction, clip, name, drawable, *shape)

    return row


def _default(name: str, count: int) -> Row:
    def row(call: Call, drawable: Any, *given: Any) -> Any:
        shape, (interpolate, clip) = given[:count], given[count:]
        return _transform(call, _CUBIC if interpolate else _NONE, 0, clip, name, drawable, *shape)

    return row


def _older(name: str) -> Row:
    def row(call: Call, drawable: Any, interpolate: Any, *shape: Any) -> Any:
        if name == "rotate":
            shape = (*shape, True, 0, 0)
        target = name.removeprefix("transform-")
        return _transform(call, _LINEAR if interpolate else _NONE, 0, False, target, drawable, *shape)

    return row


ROWS: dict[str, Callable[..., Any]] = {
    **{f"gimp-drawable-transform-{name}": _full(name, count) for name, count in _SHAPES.items()},
    **{f"gimp-drawable-transform-{name}-default": _default(name, count) for name, count in _SHAPES.items()},
    **{f"gimp-{name}": _older(name) for name in _OLDER},
    "gimp-flip": lambda call, drawable, orientation: _transform(
        call, _NONE, 0, False, "flip-simple", drawable, orientation, True, 0.0
    ),
    "gimp-drawable-transform-flip-simple": lambda call, drawable, orientation, center, axis, clip: _transform(
        call, _NONE, 0, clip, "flip-simple", drawable, orientation, center, axis
    ),
    "gimp-drawable-transform-rotate-simple": lambda call, drawable, kind, center, x, y, clip: _transform(
        call, _NONE, 0, clip, "rotate-simple", drawable, kind, center, x, y
    ),
    "plug-in-rotate": lambda call, image, drawable, quarters, everything: (
        call("gimp-image-rotate", image, int(quarters) - 1)
        if everything
        else _transform(call, _NONE, 0, False, "rotate-simple", drawable, int(quarters) - 1, True, 0, 0)
    ),
}

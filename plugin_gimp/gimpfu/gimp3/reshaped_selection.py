"""Selecting by rectangle, colour and the like: GIMP 3 takes antialias, feather and threshold from the context."""

from __future__ import annotations

from typing import Any

from .rows import Call, Row, image_of, with_settings


def _select(
    call: Call,
    image: Any,
    antialias: Any,
    feather: Any,
    radius: tuple[float, float],
    name: str,
    *arguments: Any,
) -> Any:
    settings = {"antialias": antialias, "feather": feather, "feather-radius": radius}
    return with_settings(call, settings, name, image, *arguments)


def _by_color(
    call: Call, drawable: Any, name: str, threshold: int, operation: int, antialias: Any, feather: Any,
    radius: tuple[float, float], merged: Any, transparent: Any, criterion: int, *where: Any,
) -> Any:  # fmt: skip
    settings = {
        "antialias": antialias, "feather": feather, "feather-radius": radius, "sample-threshold-int": threshold,
        "sample-merged": merged, "sample-transparent": transparent, "sample-criterion": criterion,
    }  # fmt: skip
    return with_settings(call, settings, name, image_of(call, drawable), operation, drawable, *where)


_COLOR, _FUZZY = "gimp-image-select-color", "gimp-image-select-contiguous-color"

ROWS: dict[str, Row] = {
    "gimp-rect-select": lambda call, image, x, y, width, height, operation, feather, radius: _select(
        call, image, True, feather, (radius, radius), "gimp-image-select-rectangle", operation, x, y, width, height
    ),
    "gimp-ellipse-select": lambda call, image, x, y, width, height, operation, antialias, feather, radius: _select(
        call, image, antialias, feather, (radius, radius), "gimp-image-select-ellipse", operation, x, y, width, height
    ),
    "gimp-round-rect-select": lambda call, image, x, y, width, height, rx, ry, operation, antialias, feather, fx, fy: (
        _select(
            call, image, antialias, feather, (fx, fy), "gimp-image-select-round-rectangle",
            operation, x, y, width, height, rx, ry,
        )
    ),
    "gimp-free-select": lambda call, image, count, points, operation, antialias, feather, radius: _select(
        call, image, antialias, feather, (radius, radius), "gimp-image-select-polygon", operation, points
    ),
    "gimp-by-color-select": lambda call, drawable, color, threshold, operation, antialias, feather, radius, merged: (
        _by_color(
            call, drawable, _COLOR, threshold, operation, antialias, feather, (radius, radius), merged, False, 0, color
        )
    ),
    "gimp-by-color-select-full": lambda call, drawable, color, threshold, operation, antialias, feather, rx, ry, merged,
    transparent, criterion: _by_color(
        call, drawable, _COLOR, threshold, operation, antialias, feather, (rx, ry), merged, transparent, criterion, color
    ),
    "gimp-fuzzy-select": lambda call, drawable, x, y, threshold, operation, antialias, feather, radius, merged: (
        _by_color(
            call, drawable, _FUZZY, threshold, operation, antialias, feather, (radius, radius), merged, False, 0, x, y
        )
    ),
    "gimp-fuzzy-select-full": lambda call, drawable, x, y, threshold, operation, antialias, feather, rx, ry, merged,
    transparent, criterion: _by_color(
        call, drawable, _FUZZY, threshold, operation, antialias, feather, (rx, ry), merged, transparent, criterion, x, y
    ),
    "gimp-vectors-to-selection": lambda call, vectors, operation, antialias, feather, rx, ry: _select(
        call, image_of(call, vectors), antialias, feather, (rx, ry), "gimp-image-select-item", operation, vectors
    ),
    "gimp-selection-layer-alpha": lambda call, layer: call("gimp-image-select-item", image_of(call, layer), 2, layer),
    "gimp-selection-load": lambda call, channel: call("gimp-image-select-item", image_of(call, channel), 2, channel),
    "gimp-selection-combine": lambda call, channel, operation: call(
        "gimp-image-select-item", image_of(call, channel), operation, channel
    ),
    "gimp-selection-float": lambda call, drawable, x, y: _float(call, drawable, x, y),
}  # fmt: skip


def _float(call: Call, drawable: Any, x: int, y: int) -> Any:
    """GIMP 3's PDB has no float: cut and paste back, at the place it came from."""
    from .rows import first, item

    bounds = call("gimp-selection-bounds", image_of(call, drawable))
    call("gimp-edit-cut", drawable)
    floating = item(first(call("gimp-edit-paste", drawable, False)))
    call("gimp-layer-set-offsets", floating, bounds[1] + x, bounds[2] + y)
    return floating

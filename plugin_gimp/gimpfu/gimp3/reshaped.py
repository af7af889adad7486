"""Procedures of GIMP 2.10 whose arguments or results GIMP 3 changed, each as what it means there.

A row's arguments are GIMP 2.10's, in its order; `call` runs GIMP 3's own procedures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    reshaped_colors,
    reshaped_files,
    reshaped_program,
    reshaped_resources,
    reshaped_selection,
    reshaped_transform,
)
from .library import Gimp
from .rows import Call, Row, bytes_per_pixel, first, item, native, pixel_bytes, pixel_color

_LAYERS: dict[str, Row] = {
    "gimp-layer-new": lambda call, image, width, height, type, name, opacity, mode: call(
        "gimp-layer-new", image, name, width, height, type, opacity, mode
    ),
    "gimp-layer-copy": lambda call, layer, add_alpha: _copy_layer(call, layer, add_alpha),
    "gimp-layer-group-new": lambda call, image: call("gimp-group-layer-new", image, None),
    "gimp-channel-new": lambda call, image, width, height, name, opacity, color: call(
        "gimp-channel-new", image, name, width, height, opacity, color
    ),
    "gimp-layer-translate": lambda call, layer, x, y: _done(
        call("gimp-item-transform-translate", layer, x, y)
    ),
    "gimp-drawable-bpp": lambda call, drawable: bytes_per_pixel(drawable),
    "gimp-drawable-bytes": lambda call, drawable: bytes_per_pixel(drawable),
    "gimp-drawable-get-pixel": lambda call, drawable, x, y: pixel_bytes(drawable, x, y),
    "gimp-drawable-set-pixel": lambda call, drawable, x, y, count, pixel: pixel_color(drawable, x, y, pixel),
    "gimp-drawable-offset": lambda call, drawable, wrap, fill_type, x, y: call(
        "gimp-drawable-offset", drawable, wrap, fill_type, call("gimp-context-get-background"), x, y
    ),
    "gimp-channel-ops-offset": lambda call, drawable, wrap, fill_type, x, y: call(
        "gimp-drawable-offset", drawable, wrap, fill_type, call("gimp-context-get-background"), x, y
    ),
    "gimp-item-get-linked": lambda call, item: False,  # GIMP 3 has layer sets instead of links
    "gimp-layer-scale-full": lambda call, layer, width, height, local, interpolation: _interpolated(
        call, interpolation, "gimp-layer-scale", layer, width, height, local
    ),
    "gimp-image-scale-full": lambda call, image, width, height, interpolation: _interpolated(
        call, interpolation, "gimp-image-scale", image, width, height
    ),
    "gimp-edit-paste": lambda call, drawable, into: item(first(call("gimp-edit-paste", drawable, into))),
    "gimp-drawable-get-linked": lambda call, item: False,
    "gimp-layer-get-linked": lambda call, item: False,
    "gimp-channel-get-linked": lambda call, item: False,
    "gimp-vectors-get-linked": lambda call, item: False,
}

_IMAGES: dict[str, Row] = {
    "gimp-image-get-active-layer": lambda call, image: item(
        first(call("gimp-image-get-selected-layers", image))
    ),
    "gimp-image-set-active-layer": lambda call, image, layer: call(
        "gimp-image-set-selected-layers", image, layer
    ),
    "gimp-image-get-active-channel": lambda call, image: item(
        first(call("gimp-image-get-selected-channels", image))
    ),
    "gimp-image-set-active-channel": lambda call, image, channel: call(
        "gimp-image-set-selected-channels", image, channel
    ),
    "gimp-image-unset-active-channel": lambda call, image: _unset_channel(call, image),
    "gimp-image-get-active-vectors": lambda call, image: item(
        first(call("gimp-image-get-selected-paths", image))
    ),
    "gimp-image-set-active-vectors": lambda call, image, vectors: call(
        "gimp-image-set-selected-paths", image, vectors
    ),
    "gimp-image-get-active-drawable": lambda call, image: item(
        first(call("gimp-image-get-selected-drawables", image))
    ),
    "gimp-image-active-drawable": lambda call, image: item(
        first(call("gimp-image-get-selected-drawables", image))
    ),
    "gimp-image-add-layer": lambda call, image, layer, position: call(
        "gimp-image-insert-layer", image, layer, None, position
    ),
    "gimp-image-add-channel": lambda call, image, channel, position: call(
        "gimp-image-insert-channel", image, channel, None, position
    ),
    "gimp-image-add-vectors": lambda call, image, vectors, position: call(
        "gimp-image-insert-path", image, vectors, None, position
    ),
    "gimp-image-add-layer-mask": lambda call, image, layer, mask: call("gimp-layer-add-mask", layer, mask),
    "gimp-image-remove-layer-mask": lambda call, image, layer, how: call(
        "gimp-layer-remove-mask", layer, how
    ),
    "gimp-image-merge-layer-group": lambda call, image, group: call("gimp-group-layer-merge", group),
    "gimp-image-free-shadow": lambda call, image: None,
}

_PATHS: dict[str, Row] = {
    "gimp-vectors-new-from-text-layer": lambda call, image, layer: call(
        "gimp-path-new-from-text-layer", image, layer
    ),
    "gimp-vectors-export-to-file": lambda call, image, filename, vectors: call(
        "gimp-image-export-path-to-file", image, filename, vectors
    ),
    "gimp-vectors-import-from-string": lambda call, image, text, length, merge, scale: call(
        "gimp-image-import-paths-from-string", image, text, length, merge, scale
    ),
}

_TEXT: dict[str, Row] = {
    "gimp-text-fontname": lambda call, image, drawable, x, y, text, border, antialias, size, unit, font: call(
        "gimp-text-font", image, drawable, x, y, text, border, antialias, size, font
    ),
    "gimp-text": lambda call, image, drawable, x, y, text, border, antialias, size, unit, foundry, family, *style: (
        call("gimp-text-font", image, drawable, x, y, text, border, antialias, size, _font(family))
    ),
    "gimp-text-get-extents-fontname": lambda call, text, size, unit, font: call(
        "gimp-text-get-extents-font", text, size, font
    ),
    "gimp-text-get-extents": lambda call, text, size, unit, foundry, family, *style: call(
        "gimp-text-get-extents-font", text, size, _font(family)
    ),
    "gimp-text-layer-get-hinting": lambda call, layer: _hinting(
        call("gimp-text-layer-get-hint-style", layer)
    ),
    "gimp-text-layer-set-hinting": lambda call, layer, hinting, auto: call(
        "gimp-text-layer-set-hint-style", layer, 0 if not hinting else 2
    ),
}


def _done(found: Any) -> None:
    """GIMP 3 gives the item back; GIMP 2.10 gave nothing."""


def _copy_layer(call: Call, layer: Any, add_alpha: Any) -> Any:
    copied = call("gimp-layer-copy", layer)
    if add_alpha and not call("gimp-drawable-has-alpha", copied):
        call("gimp-layer-add-alpha", copied)
    return copied


def _unset_channel(call: Call, image: Any) -> Any:
    """GIMP 2.10 returned the channel that was active."""
    was = item(first(call("gimp-image-get-selected-channels", image)))
    call("gimp-image-set-selected-channels", image, [])
    return was


def _interpolated(call: Call, interpolation: int, name: str, *arguments: Any) -> Any:
    call("gimp-context-push")
    try:
        call("gimp-context-set-interpolation", interpolation)
        return call(name, *arguments)
    finally:
        call("gimp-context-pop")


def _font(family: str) -> str:
    return family if family not in ("*", "") else "Sans-serif"


def _hinting(style: int) -> tuple[int, int]:
    return int(style != 0), 0


_PLUG_INS: dict[str, Row] = {
    "plug-in-nlfilt": lambda call, image, drawable, alpha, radius, kind: call(
        "plug-in-nl-filter", image, drawable, alpha, radius, kind
    ),
    "plug-in-autocrop": lambda call, image, drawable: call("gimp-image-autocrop", image, drawable),
    "plug-in-autocrop-layer": lambda call, image, drawable: _autocrop_layer(call, image, drawable),
    "plug-in-grid": lambda call, image, drawable, *lines: call(
        "plug-in-grid", image, drawable, *(value for at, value in enumerate(lines) if at % 5 != 4)
    ),
    "plug-in-decompose-registered": lambda call, image, drawable, kind, layers: call(
        "plug-in-decompose", image, drawable, kind, layers, True
    ),
    "plug-in-icc-profile-apply": lambda call, image, profile, intent, bpc: call(
        "gimp-image-convert-color-profile-from-file", image, profile, intent, bpc
    ),
    "plug-in-icc-profile-apply-rgb": lambda call, image, intent, bpc: native(image).convert_color_profile(
        Gimp.ColorProfile.new_rgb_srgb(), intent, bool(bpc)
    ),
    "plug-in-icc-profile-set": lambda call, image, profile: call(
        "gimp-image-set-color-profile-from-file", image, profile
    ),
    "plug-in-icc-profile-set-rgb": lambda call, image: native(image).set_color_profile(
        Gimp.ColorProfile.new_rgb_srgb()
    ),
}


def _autocrop_layer(call: Call, image: Any, drawable: Any) -> None:
    """GIMP 3 crops the selected layers, GIMP 2.10 the one that was given."""
    was = call("gimp-image-get-selected-layers", image)
    call("gimp-image-set-selected-layers", image, drawable)
    call("gimp-image-autocrop-selected-layers", image, drawable)
    call("gimp-image-set-selected-layers", image, list(was[1]))


ROWS: dict[str, Callable[..., Any]] = {
    **_PLUG_INS,
    **_LAYERS,
    **_IMAGES,
    **_PATHS,
    **_TEXT,
    **reshaped_colors.ROWS,
    **reshaped_files.ROWS,
    **reshaped_program.ROWS,
    **reshaped_resources.ROWS,
    **reshaped_selection.ROWS,
    **reshaped_transform.ROWS,
}

"""Colour operations, fills and gradients: GIMP 2.10's old names count in bytes, GIMP 3 from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..pixels import as_bytes
from ..problem import error
from .library import Babl, Gimp
from .rows import Call, Row, encoded, with_settings
from .values import gegl_color

# GimpBlendMode of 2.10 -> name of the gradient; 3 is the active one.
_BLENDS = {0: "FG to BG (RGB)", 1: "FG to BG (HSV counter-clockwise)", 2: "FG to Transparent"}
_HISTOGRAM_VALUE = 0

# Same name, same arguments, but GIMP 3 computes in linear light.
_ENCODED = (
    "brightness-contrast", "colorize-hsl", "curves-explicit", "curves-spline", "equalize", "levels", "levels-stretch",
)  # fmt: skip


def _encoded(name: str, counted: bool) -> Row:
    def row(call: Call, drawable: Any, *given: Any) -> None:
        # Curves came with their count in front.
        encoded(call, f"gimp-drawable-{name}", drawable, *((given[0], given[2]) if counted else given))

    return row


ROWS: dict[str, Row] = {
    **{f"gimp-drawable-{name}": _encoded(name, name.startswith("curves")) for name in _ENCODED},
    "gimp-colorize": _encoded("colorize-hsl", False),
    "gimp-equalize": _encoded("equalize", False),
    "gimp-levels-auto": _encoded("levels-stretch", False),
    "gimp-levels-stretch": _encoded("levels-stretch", False),
    "gimp-brightness-contrast": lambda call, drawable, brightness, contrast: encoded(
        call, "gimp-drawable-brightness-contrast", drawable, brightness / 127.0, contrast / 127.0
    ),
    "gimp-curves-spline": lambda call, drawable, channel, count, points: encoded(
        call, "gimp-drawable-curves-spline", drawable, channel, [value / 255.0 for value in as_bytes(points)]
    ),
    "gimp-curves-explicit": lambda call, drawable, channel, count, curve: encoded(
        call, "gimp-drawable-curves-explicit", drawable, channel, [value / 255.0 for value in as_bytes(curve)]
    ),
    "gimp-levels": lambda call, drawable, channel, low, high, gamma, low_out, high_out: encoded(
        call, "gimp-drawable-levels", drawable, channel, low / 255.0, high / 255.0, True, gamma,
        low_out / 255.0, high_out / 255.0, True,
    ),
    "gimp-threshold": lambda call, drawable, low, high: call(
        "gimp-drawable-threshold", drawable, _HISTOGRAM_VALUE, low / 255.0, high / 255.0
    ),
    "gimp-histogram": lambda call, drawable, channel, start, end: call(
        "gimp-drawable-histogram", drawable, channel, start / 255.0, end / 255.0
    ),
    "gimp-hue-saturation": lambda call, drawable, hue_range, hue, lightness, saturation: call(
        "gimp-drawable-hue-saturation", drawable, hue_range, hue, lightness, saturation, 0.0
    ),
    "gimp-invert": lambda call, drawable: call("gimp-drawable-invert", drawable, False),
    "gimp-desaturate": lambda call, drawable: call("gimp-drawable-desaturate", drawable, 0),
    "gimp-edit-bucket-fill": lambda call, drawable, fill, mode, opacity, threshold, merged, x, y: _bucket(
        call, drawable, fill, mode, opacity, threshold, merged, False, 0, x, y
    ),
    "gimp-bucket-fill": lambda call, drawable, fill, mode, opacity, threshold, merged, x, y: _bucket(
        call, drawable, fill, mode, opacity, threshold, merged, False, 0, x, y
    ),
    "gimp-edit-bucket-fill-full": lambda call, *given: _bucket(call, *given),
    "gimp-edit-blend": lambda call, *given: _blend(call, *given),
    "gimp-blend": lambda call, *given: _blend(call, *given),
    "gimp-gradient-segment-get-left-color": lambda call, name, segment: _with_opacity(
        call("gimp-gradient-segment-get-left-color", name, segment)
    ),
    "gimp-gradient-segment-get-right-color": lambda call, name, segment: _with_opacity(
        call("gimp-gradient-segment-get-right-color", name, segment)
    ),
    "gimp-gradient-segment-set-left-color": lambda call, name, segment, color, opacity: call(
        "gimp-gradient-segment-set-left-color", name, segment, _faded(color, opacity)
    ),
    "gimp-gradient-segment-set-right-color": lambda call, name, segment, color, opacity: call(
        "gimp-gradient-segment-set-right-color", name, segment, _faded(color, opacity)
    ),
    "gimp-gradients-sample-uniform": lambda call, count, reverse: call(
        "gimp-gradient-get-uniform-samples", "", count, reverse
    ),
    "gimp-gradients-sample-custom": lambda call, count, positions, reverse: call(
        "gimp-gradient-get-custom-samples", "", positions, reverse
    ),
    "gimp-gradients-get-gradient-data": lambda call, name, count, reverse: (
        name, *_sized(call("gimp-gradient-get-uniform-samples", name, count, reverse))
    ),
    "gimp-image-get-colormap": lambda call, image: _colormap(image),
    "gimp-image-get-cmap": lambda call, image: _colormap(image),
    "gimp-image-set-colormap": lambda call, image, count, data: _set_colormap(call, image, as_bytes(data)),
    "gimp-image-set-cmap": lambda call, image, count, data: _set_colormap(call, image, as_bytes(data)),
}  # fmt: skip


def _bucket(
    call: Call, drawable: Any, fill: int, mode: int, opacity: float, threshold: float, merged: Any, transparent: Any,
    criterion: int, x: float, y: float,
) -> Any:  # fmt: skip
    """Without a selection it fills what is like the pixel at x, y; with one, the selection (as GIMP 2.10 did)."""
    settings = {
        "paint-mode": mode, "opacity": opacity, "sample-threshold": threshold / 255.0, "sample-merged": merged,
        "sample-transparent": transparent, "sample-criterion": criterion,
    }  # fmt: skip
    # GimpBucketFillMode: foreground 0, background 1, pattern 2; as GimpFillType of 2.10 that is 0, 1, 4.
    kind = {0: 0, 1: 1, 2: 4}[int(fill)]
    if call("gimp-selection-is-empty", call("gimp-item-get-image", drawable)):
        return with_settings(call, settings, "gimp-drawable-edit-bucket-fill", drawable, kind, x, y)
    return with_settings(call, settings, "gimp-drawable-edit-fill", drawable, kind)


def _blend(
    call: Call, drawable: Any, blend: int, mode: int, kind: int, opacity: float, offset: float, repeat: int,
    reverse: Any, supersample: Any, depth: int, threshold: float, dither: Any, *line: float,
) -> Any:  # fmt: skip
    settings = {
        "paint-mode": mode, "opacity": opacity, "gradient-reverse": reverse, "gradient-repeat-mode": repeat,
    }  # fmt: skip
    if blend in _BLENDS:
        settings["gradient"] = _BLENDS[blend]
    return with_settings(
        call, settings, "gimp-drawable-edit-gradient-fill", drawable, kind, offset, supersample, max(depth, 1),
        threshold, dither, *line,
    )  # fmt: skip


def _with_opacity(color: Any) -> tuple[Any, float]:
    return color, color.a * 100.0


def _faded(color: Any, opacity: float) -> Any:
    from ..color import RGB
    from ..color import color as as_color

    chosen = as_color(color)
    return RGB(chosen.r, chosen.g, chosen.b, opacity / 100.0)


def _sized(counted: Sequence[Any]) -> tuple[int, Any]:
    return counted[0], counted[1]


def _colormap(image: Any) -> tuple[int, bytes]:
    palette = Gimp.Image.get_by_id(image.ID).get_palette()
    colors = [] if palette is None else palette.get_colors()
    data = b"".join(bytes(each.get_bytes(Babl.format("R'G'B' u8")).get_data()) for each in colors)
    return len(data), data


def _set_colormap(call: Call, image: Any, data: bytes) -> None:
    """RGB triplets. An image takes its colours from a palette, which is made for that and deleted."""
    palette = Gimp.Palette.new("colormap")
    try:
        for start in range(0, len(data) - 2, 3):
            palette.add_entry("", gegl_color(tuple(data[start : start + 3])))
        if Gimp.Image.get_by_id(image.ID).set_palette(palette) is None:
            raise error("Only an indexed image has a colormap.")
    finally:
        palette.delete()

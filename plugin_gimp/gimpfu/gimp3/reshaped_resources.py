"""Brushes, gradients, palettes and patterns: GIMP 2.10 knew them by name, GIMP 3 as objects of one kind, resources."""

from __future__ import annotations

from typing import Any

from .library import Babl
from .rows import Call, Row
from .values import resource

_KINDS = ("brush", "gradient", "palette", "pattern")


def _about(kind: str, action: str) -> Row:
    def row(call: Call, name: str) -> Any:
        return call(f"gimp-resource-{action}", resource(kind.capitalize(), name))

    return row


def _rename(kind: str) -> Row:
    def row(call: Call, name: str, new_name: str) -> str:
        """Gives the name it got, which may have a number added."""
        found = resource(kind.capitalize(), name)
        call("gimp-resource-rename", found, new_name)
        return str(found.get_name())

    return row


ROWS: dict[str, Row] = {
    **{
        f"gimp-{kind}-{action}": _about(kind, action)
        for kind in _KINDS
        for action in ("delete", "duplicate", "is-editable")
    },
    **{f"gimp-{kind}-rename": _rename(kind) for kind in _KINDS},
    "gimp-brushes-get-brush": lambda call: _brush(call, call("gimp-context-get-brush")),
    "gimp-brushes-get-spacing": lambda call: call("gimp-brush-get-spacing", call("gimp-context-get-brush")),
    "gimp-brushes-set-spacing": lambda call, spacing: call(
        "gimp-brush-set-spacing", call("gimp-context-get-brush"), spacing
    ),
    "gimp-patterns-get-pattern": lambda call: _named_size(call, "pattern", call("gimp-context-get-pattern")),
    "gimp-palettes-get-palette": lambda call: (
        call("gimp-context-get-palette"), call("gimp-palette-get-color-count", call("gimp-context-get-palette"))
    ),
    "gimp-palettes-get-palette-entry": lambda call, name, entry: (
        name or call("gimp-context-get-palette"),
        call("gimp-palette-get-color-count", name),
        call("gimp-palette-get-entry-color", name, entry),
    ),
    "gimp-brush-get-pixels": lambda call, name: _brush_pixels(resource("Brush", name)),
    "gimp-pattern-get-pixels": lambda call, name: _pattern_pixels(resource("Pattern", name)),
}  # fmt: skip


def _named_size(call: Call, kind: str, name: str) -> tuple[str, int, int]:
    width, height, *_ = call(f"gimp-{kind}-get-info", name)
    return name, width, height


def _brush(call: Call, name: str) -> tuple[str, int, int, int]:
    return (*_named_size(call, "brush", name), call("gimp-brush-get-spacing", name))


def _brush_pixels(brush: Any) -> tuple[Any, ...]:
    _, width, height, _, _ = brush.get_info()
    mask = brush.get_mask(width, height, Babl.format("Y u8"))
    data = bytes(mask.get(mask.get_extent(), 1.0, "Y u8", 0))
    return width, height, 1, len(data), data, 0, 0, b""


def _pattern_pixels(pattern: Any) -> tuple[Any, ...]:
    _, width, height, channels = pattern.get_info()
    format = "R'G'B'A u8" if channels == 4 else "R'G'B' u8"
    buffer = pattern.get_buffer(width, height, Babl.format(format))
    data = bytes(buffer.get(buffer.get_extent(), 1.0, format, 0))
    return width, height, 4 if channels == 4 else 3, len(data), data

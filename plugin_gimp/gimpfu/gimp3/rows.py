"""What the tables of reshaped procedures share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import objects
from ..pixels import as_bytes
from .buffer import BufferPixels
from .library import Gimp
from .values import wrap

# Runs a procedure of GIMP 3; gives None, one value or a tuple.
Call = Callable[..., Any]
Row = Callable[..., Any]


def first(counted: Sequence[Any]) -> Any:
    """The first of an array given as (count, values), or None."""
    return counted[1][0] if counted[1] else None


def item(number: int | None) -> Any:
    """The item of that number as the bridge's object."""
    return None if number is None else wrap(Gimp.Item.get_by_id(number))


def image_of(call: Call, thing: Any) -> Any:
    return call("gimp-item-get-image", thing)


def native(thing: Any) -> Any:
    """GIMP 3's own object."""
    if isinstance(thing, objects.Image):
        return Gimp.Image.get_by_id(thing.ID)
    return Gimp.Item.get_by_id(getattr(thing, "ID", thing))


def bytes_per_pixel(drawable: Any) -> int:
    return BufferPixels(drawable.ID, False, None).bpp


def pixel_bytes(drawable: Any, x: int, y: int) -> tuple[int, bytes]:
    data = BufferPixels(drawable.ID, False, None).read(x, y, 1, 1)
    return len(data), data


def pixel_color(drawable: Any, x: int, y: int, pixel: Any) -> None:
    BufferPixels(drawable.ID, False, None).write(x, y, 1, 1, as_bytes(pixel))


def with_settings(call: Call, settings: dict[str, Any], name: str, *arguments: Any) -> Any:
    """Runs a procedure under some settings of the context, which is put back afterwards.

    A setting's value is what gimp-context-set-SETTING takes, a tuple if it takes several.
    """
    call("gimp-context-push")
    try:
        for setting, value in settings.items():
            call(f"gimp-context-set-{setting}", *(value if isinstance(value, tuple) else (value,)))
        return call(name, *arguments)
    finally:
        call("gimp-context-pop")

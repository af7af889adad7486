"""What the tables of reshaped procedures share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import objects
from ..pixels import as_bytes
from .buffer import BufferPixels
from .library import Gegl, Gimp
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


# Colour operations that GIMP 3 computes on linear light, up to this version: from then on as GIMP 2.10 did.
_LINEAR_BEFORE = {
    "gimp-drawable-curves-explicit": (3, 1),
    "gimp-drawable-curves-spline": (3, 1),
    "gimp-drawable-equalize": (3, 1),
}


def encoded(call: Call, name: str, drawable: Any, *arguments: Any) -> None:
    """Runs a colour operation on gamma-encoded values, as GIMP 2.10 did; GIMP 3 works on linear light.

    The encoded values go into an image that is declared linear, are changed there, and come back under the selection.
    """
    target = native(drawable)
    precision = int(target.get_image().get_precision())
    by_itself = _LINEAR_BEFORE.get(name, (4, 0)) <= (Gimp.MAJOR_VERSION, Gimp.MINOR_VERSION)
    if by_itself or precision % 100 == 0:  # 100, 200, ... are linear: GIMP 2.10 worked on those as they are
        call(name, drawable, *arguments)
        return
    width, height = target.get_width(), target.get_height()
    everything = Gegl.Rectangle.new(0, 0, width, height)
    gray = target.is_gray()
    theirs, ours = ("Y'A float", "YA float") if gray else ("R'G'B'A float", "RGBA float")
    base = Gimp.ImageBaseType.GRAY if gray else Gimp.ImageBaseType.RGB
    kind = Gimp.ImageType.GRAYA_IMAGE if gray else Gimp.ImageType.RGBA_IMAGE
    image = Gimp.Image.new_with_precision(width, height, base, Gimp.Precision(precision // 100 * 100))
    try:
        layer = Gimp.Layer.new(image, "encoded", width, height, kind, 100.0, Gimp.LayerMode.NORMAL)
        image.insert_layer(layer, None, 0)
        buffer = layer.get_buffer()
        buffer.set(everything, ours, target.get_buffer().get(everything, 1.0, theirs, Gegl.AbyssPolicy.NONE))
        buffer.flush()
        call(name, wrap(layer), *arguments)
        changed = layer.get_buffer().get(everything, 1.0, ours, Gegl.AbyssPolicy.NONE)
    finally:
        image.delete()
    shadow = target.get_shadow_buffer()
    shadow.set(everything, theirs, changed)
    shadow.flush()
    target.merge_shadow(True)
    target.update(0, 0, width, height)

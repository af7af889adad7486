"""Python values to and from the parameters of GIMP 2.10's PDB."""

from __future__ import annotations

import ctypes as C
from collections.abc import Sequence
from typing import Any

from .. import color, objects, parasite
from .. import parameter_types as types
from ..pixels import as_bytes
from ..problem import error
from .library import Parasite, text_of

# Array type -> C type of an element.
ARRAYS: dict[int, Any] = {
    types.INT32ARRAY: C.c_int32,
    types.INT16ARRAY: C.c_int16,
    types.INT8ARRAY: C.c_uint8,
    types.FLOATARRAY: C.c_double,
    types.STRINGARRAY: C.c_char_p,
    types.COLORARRAY: C.c_double * 4,
}

# Types that travel as a number, and the class that stands for the number.
HANDLES: dict[int, str] = {
    types.DISPLAY: "Display",
    types.IMAGE: "Image",
}
ITEMS = (types.ITEM, types.LAYER, types.CHANNEL, types.DRAWABLE, types.SELECTION, types.VECTORS)


def fill(param: Any, kind: int, value: Any, keep: list[Any], what: str) -> None:
    """Writes a value into a GimpParam. `keep` holds on to memory that C reads. Raises error naming the argument."""
    param.type = kind
    try:
        _fill(param.data, kind, value, keep)
    except (TypeError, ValueError) as mistake:
        raise error(f"{what} cannot be {value!r}: {mistake}") from None


def _fill(data: Any, kind: int, value: Any, keep: list[Any]) -> None:
    if kind in (types.INT32, types.INT16, types.INT8, types.STATUS):
        setattr(data, {types.INT16: "d_int16", types.INT8: "d_int8"}.get(kind, "d_int32"), int(value))
    elif kind == types.FLOAT:
        data.d_float = float(value)
    elif kind == types.STRING:
        data.d_string = _held(None if value is None else str(value).encode(), keep)
    elif kind == types.COLOR:
        chosen = color.color(value)
        data.d_color = (C.c_double * 4)(chosen.r, chosen.g, chosen.b, chosen.a)
    elif kind in HANDLES or kind in ITEMS:
        data.d_int32 = -1 if value is None else int(getattr(value, "ID", value))
    elif kind == types.PARASITE:
        raw = C.create_string_buffer(value.data, len(value.data) or 1)
        keep.append(raw)
        name = _held(value.name.encode(), keep)
        data.d_parasite = Parasite(name, value.flags, len(value.data), C.cast(raw, C.c_void_p))
    elif kind in ARRAYS:
        data.d_pointer = C.cast(_array(kind, value, keep), C.c_void_p)
    else:
        raise TypeError(f"type {kind} of the PDB cannot be passed")


def _array(kind: int, value: Any, keep: list[Any]) -> Any:
    if kind == types.STRINGARRAY:
        elements: Sequence[Any] = [str(each).encode() for each in value]
    elif kind == types.INT8ARRAY:
        elements = as_bytes(value)
    elif kind == types.COLORARRAY:
        colors = [color.color(each) for each in value]
        elements = [(C.c_double * 4)(each.r, each.g, each.b, each.a) for each in colors]
    elif kind == types.FLOATARRAY:
        elements = [float(each) for each in value]
    else:
        elements = [int(getattr(each, "ID", each)) for each in value]
    made = (ARRAYS[kind] * max(len(elements), 1))(*elements)
    keep.append(made)
    return made


def _held(value: bytes | None, keep: list[Any]) -> bytes | None:
    keep.append(value)
    return value


def value_of(param: Any, count: int) -> Any:
    """A GimpParam as a Python value; `count` is the integer before it, the length of an array."""
    kind, data = param.type, param.data
    if kind in (types.INT32, types.STATUS):
        return data.d_int32
    if kind == types.INT16:
        return data.d_int16
    if kind == types.INT8:
        return data.d_int8
    if kind == types.FLOAT:
        return data.d_float
    if kind == types.STRING:
        return None if data.d_string is None else text_of(data.d_string)
    if kind == types.COLOR:
        return color.RGB(*data.d_color)
    if kind in HANDLES:
        return None if data.d_int32 < 0 else objects.handle(HANDLES[kind], data.d_int32)
    if kind in ITEMS:
        return None if data.d_int32 < 0 else objects.item(data.d_int32)
    if kind == types.PARASITE:
        found = data.d_parasite
        return parasite.Parasite(text_of(found.name), found.flags, C.string_at(found.data, found.size))
    return _elements(kind, data, count)


def _elements(kind: int, data: Any, count: int) -> Any:
    if not data.d_pointer or count <= 0:
        return b"" if kind == types.INT8ARRAY else ()
    if kind == types.INT8ARRAY:
        return C.string_at(data.d_pointer, count)
    found = C.cast(data.d_pointer, C.POINTER(ARRAYS[kind]))[:count]
    if kind == types.STRINGARRAY:
        return tuple(text_of(each) for each in found)
    if kind == types.COLORARRAY:
        return tuple(color.RGB(*each) for each in found)
    return tuple(found)

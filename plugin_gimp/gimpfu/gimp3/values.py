"""Python values to and from the arguments of GIMP 3's procedures."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any

from .. import color, constants, objects, parasite
from ..pixels import as_bytes
from ..problem import Unsupported, error
from .library import Babl, Gegl, Gimp, Gio, GLib, GObject

ARRAYS = ("GimpDoubleArray", "GimpInt32Array", "GimpCoreObjectArray", "GimpColorArray", "GStrv", "GBytes")
RESOURCES = {"GimpBrush": "Brush", "GimpPattern": "Pattern", "GimpGradient": "Gradient", "GimpPalette": "Palette",
             "GimpFont": "Font"}  # fmt: skip

# Choices of an argument, by procedure and name. Kept for good: GIMP 3.0.4's binding frees the choice with its wrapper.
_choices: dict[tuple[str, str], Any] = {}


def set_argument(config: Any, owner: str, spec: Any, value: Any, keep: list[Any]) -> None:
    """Puts a value into a procedure's config. `keep` holds on to arrays until the call. Raises error naming both."""
    kind = spec.value_type.name
    try:
        if kind == "GimpCoreObjectArray":
            many = value if isinstance(value, (list, tuple)) else [value]
            config.set_core_object_array(spec.name, [core_object(each) for each in many if each is not None])
        elif kind == "GimpColorArray":
            config.set_color_array(spec.name, [gegl_color(each) for each in value])
        else:
            config.set_property(spec.name, to_gimp3(owner, spec, value, keep))
    except (TypeError, ValueError) as mistake:
        raise error(f"'{spec.name}' of {owner} cannot be {value!r}: {mistake}") from None


def to_gimp3(owner: str, spec: Any, value: Any, keep: list[Any]) -> Any:
    """A value as the argument's type wants it."""
    kind = spec.value_type.name
    if kind in SIMPLE:
        return SIMPLE[kind](value)
    if kind == "gchararray":
        return choice(owner, spec, value) if spec.__gtype__.name == "GimpParamChoice" else text(value)
    if kind in RESOURCES:
        return resource(RESOURCES[kind], value)
    if kind in ("GimpDoubleArray", "GimpInt32Array"):
        return _boxed_array(spec.value_type, kind, value, keep)
    if spec.value_type.is_a(GObject.TYPE_ENUM) or spec.value_type.is_a(GObject.TYPE_FLAGS):
        return enumerated(kind, value)
    if kind == "GimpExportOptions":
        return None
    return None if value is None else core_object(value)


def enumerated(kind: str, value: Any) -> int:
    lacking = constants.GIMP3_LACKS.get(kind, {}).get(int(value))
    if lacking:
        raise Unsupported(lacking.partition(",")[0], lacking.partition(", ")[2])
    return constants.to_gimp3(kind, int(value))


def choice(owner: str, spec: Any, value: Any) -> Any:
    """Many numbers of GIMP 2.10 became words in GIMP 3; a number is looked up, a word stays."""
    if isinstance(value, str) or value is None:
        return value
    key = (owner, spec.name)
    if key not in _choices:
        _choices[key] = Gimp.param_spec_choice_get_choice(spec)
    offered = _choices[key]
    nicks = offered.list_nicks()
    for nick in nicks:
        if offered.get_id(nick) == int(value):
            return nick
    raise ValueError(f"it is one of {', '.join(nicks)}")


def core_object(value: Any) -> Any:
    """An image, item or display of GIMP 3 for the bridge's object or its number."""
    if isinstance(value, objects.Image):
        found = Gimp.Image.get_by_id(value.ID)
    elif isinstance(value, objects.Display):
        found = Gimp.Display.get_by_id(value.ID)
    elif isinstance(value, (objects.Item, int)):
        found = Gimp.Item.get_by_id(getattr(value, "ID", value))
    else:
        found = value
    if found is None:
        raise ValueError("it is not there any more")
    return found


def resource(kind: str, value: Any) -> Any:
    """A brush, font, ... by its name; the active one for None or an empty name."""
    if not isinstance(value, str):
        return value
    if not value:
        return getattr(Gimp, f"context_get_{kind.lower()}")()
    found = getattr(Gimp, kind).get_by_name(value)
    if found is None:
        raise ValueError(f"there is no {kind.lower()} of that name")
    return found


def gegl_color(value: Any) -> Any:
    """Perceptual channels, as in gimpcolor; Gegl.Color.get_rgba would be linear."""
    if isinstance(value, Gegl.Color):
        return value
    chosen = color.color(value)
    made = Gegl.Color.new("black")
    packed = struct.pack("=4d", chosen.r, chosen.g, chosen.b, chosen.a)
    made.set_bytes(Babl.format("R'G'B'A double"), GLib.Bytes.new(packed))
    return made


def rgb(value: Any) -> color.RGB:
    return color.RGB(*struct.unpack("=4d", value.get_bytes(Babl.format("R'G'B'A double")).get_data()))


def file(value: Any) -> Any:
    if value is None or value == "":
        return None
    name = value.decode() if isinstance(value, bytes) else str(value)
    return Gio.File.new_for_uri(name) if "://" in name else Gio.File.new_for_path(name)


def text(value: Any) -> str | None:
    return None if value is None else value.decode() if isinstance(value, bytes) else str(value)


def native_parasite(value: parasite.Parasite) -> Any:
    """The binding of GIMP 3.0 and 3.2 takes a parasite's bytes for signed ones."""
    return Gimp.Parasite.new(
        value.name, value.flags, [byte - 256 if byte > 127 else byte for byte in value.data]
    )


def parasite_data(value: Any) -> bytes:
    return bytes(byte & 0xFF for byte in value.get_data() or ())


def _unit(value: Any) -> Any:
    return Gimp.Unit.get_by_id(int(value))


SIMPLE: dict[str, Callable[[Any], Any]] = {
    "gint": int,
    "guint": int,
    "guchar": int,
    "gdouble": float,
    "gboolean": bool,
    "GeglColor": gegl_color,
    "GFile": file,
    "GimpParasite": native_parasite,
    "GimpUnit": _unit,
    "GBytes": lambda value: GLib.Bytes.new(as_bytes(value)),
    "GStrv": lambda value: [str(each) for each in value],
}


def _boxed_array(kind: Any, name: str, value: Sequence[Any], keep: list[Any]) -> Any:
    """set_property takes a boxed array only as a GBoxed, which a GObject.Value can hand out."""
    holder = GObject.Value()
    holder.init(kind)
    if name == "GimpDoubleArray":
        Gimp.value_set_double_array(holder, [float(each) for each in value])
    else:
        Gimp.value_set_int32_array(holder, [int(getattr(each, "ID", each)) for each in value])
    keep.append(holder)
    return holder.get_boxed()


def results(values: Any, specs: Sequence[Any]) -> tuple[Any, ...]:
    """A procedure's return values in GIMP 2.10's shape: arrays as count and values, objects by their numbers there."""
    found: list[Any] = []
    for index, spec in enumerate(specs, start=1):
        if index >= values.length():
            break
        found.extend(_result(values, index, spec))
    return tuple(found)


def _result(values: Any, index: int, spec: Any) -> list[Any]:
    kind = spec.value_type.name
    if kind == "GimpCoreObjectArray":
        many = values.get_core_object_array(index)
        return [
            len(many),
            tuple(each.get_id() if hasattr(each, "get_id") else each.get_name() for each in many),
        ]
    if kind == "GimpColorArray":
        flat = [channel for each in values.get_color_array(index) for channel in _channels(rgb(each))]
        return [len(flat), tuple(flat)]
    if kind in ("GimpDoubleArray", "GimpInt32Array"):
        holder = GObject.Value()
        holder.init(spec.value_type)
        holder.set_boxed(values.index(index))
        get = Gimp.value_get_double_array if kind == "GimpDoubleArray" else Gimp.value_get_int32_array
        numbers = tuple(get(holder) or ())
        return [len(numbers), numbers]
    value = values.index(index)
    if kind == "GStrv":
        return [len(value or ()), tuple(value or ())]
    if kind == "GBytes":
        data = value.get_data() if value is not None else b""
        return [len(data), bytes(data or b"")]
    return [from_gimp3(kind, value)]


def from_gimp3(kind: str, value: Any) -> Any:
    """One value that is no array."""
    if value is None or isinstance(value, (bool, float, str)):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, (GObject.GEnum, GObject.GFlags)):
        return constants.from_gimp3(kind, int(value))
    if isinstance(value, int):
        return value
    if isinstance(value, Gegl.Color):
        return rgb(value)
    if isinstance(value, Gimp.Resource):
        return value.get_name()
    if isinstance(value, Gimp.Unit):
        return value.get_id()
    if isinstance(value, Gimp.Parasite):
        return parasite.Parasite(value.get_name(), value.get_flags(), parasite_data(value))
    if isinstance(value, Gio.File):
        return value.get_path() or value.get_uri()
    return wrap(value)


# GIMP 3's class -> ours; the first that fits.
_WRAPPERS = (
    ("Image", "Image"), ("GroupLayer", "GroupLayer"), ("Layer", "Layer"), ("Channel", "Channel"),
    ("Path", "Vectors"), ("Display", "Display"),
)  # fmt: skip


def wrap(value: Any) -> Any:
    for theirs, ours in _WRAPPERS:
        if isinstance(value, getattr(Gimp, theirs)):
            return objects.handle(ours, value.get_id())
    return value


def _channels(value: color.RGB) -> tuple[float, float, float, float]:
    return (value.r, value.g, value.b, value.a)

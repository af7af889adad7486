"""Running a GEGL operation on a drawable in the plug-in's own process, as GIMP 2.10 ran its filters: the result goes
to the drawable's shadow and is merged under the selection, the drawable keeps its size."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..problem import error
from .library import Gegl, Gimp, GObject
from .rows import Call, native
from .values import to_gimp3

Properties = dict[str, Any]


@dataclass(frozen=True)
class Filter:
    """A classic filter as an operation.

    `arguments` names what follows image and drawable in GIMP 2.10; `properties` turns their values into the
    operation's. `maps` names the arguments that are drawables and go to the inputs aux and aux2. With `gamma` the
    operation works on gamma-encoded values, as GIMP 2.10 made it by casting the format (app/pdb/plug-in-compat).
    With `alpha` the layer is given an alpha channel first. `same` is False where GIMP 2.10 had a program of its own or
    drew with other random numbers: the effect is GIMP 3's version of it, not the same pixels.
    """

    operation: str | Callable[..., str]
    arguments: str
    properties: Callable[..., Properties]
    maps: tuple[str, ...] = ()
    gamma: bool = False
    alpha: bool = False
    same: bool = True


def apply(call: Call, row: Filter, name: str, given: Sequence[Any]) -> None:
    """Runs a filter on a drawable. given: image, drawable, then GIMP 2.10's arguments."""
    names = row.arguments.split()
    if len(given) != len(names) + 2:
        wanted = ", ".join(["image", "drawable", *names])
        raise error(f"{name} takes {len(names) + 2} arguments ({wanted}), {len(given)} were given.")
    drawable = native(given[1])
    if row.alpha and not drawable.has_alpha():
        call("gimp-layer-add-alpha", given[1])
    arguments = dict(zip(names, given[2:], strict=True))
    plain = [value for key, value in arguments.items() if key not in row.maps]
    operation = row.operation if isinstance(row.operation, str) else row.operation(*plain)
    size = (drawable.get_width(), drawable.get_height())
    properties = row.properties(*plain, size=size)
    maps = [arguments[key] and native(arguments[key]) for key in row.maps]
    if operation.startswith("gimp:"):
        _merge(drawable, operation, properties)
    else:
        _process(drawable, operation, properties, maps, row.gamma)


def _merge(drawable: Any, operation: str, properties: Properties) -> None:
    """GIMP's own operations exist in the core only."""
    filtering, keep = Gimp.DrawableFilter.new(drawable, operation, None), []
    config = filtering.get_config()
    for key, value in properties.items():
        config.set_property(key, to_gimp3(operation, config.find_property(key), value, keep))
    filtering.update()
    drawable.merge_filter(filtering)


def _process(drawable: Any, operation: str, properties: Properties, maps: Sequence[Any], gamma: bool) -> None:
    _start_gegl()
    if not Gegl.has_operation(operation):
        raise error(f"This GIMP's GEGL has no {operation}.")
    width, height = drawable.get_width(), drawable.get_height()
    everything, shadow = Gegl.Rectangle.new(0, 0, width, height), drawable.get_shadow_buffer()
    graph = Gegl.Node()
    target = Gegl.Buffer.new("RGBA float", 0, 0, width, height) if gamma else shadow
    node = _node(graph, operation, _converted(operation, properties))
    if node.has_pad("input"):  # what renders from nothing has none
        _node(graph, "gegl:buffer-source", {"buffer": _source(drawable, gamma)}).connect_to(
            "output", node, "input"
        )
    for pad, mapped in zip(("aux", "aux2"), maps, strict=False):
        if mapped:
            _node(graph, "gegl:buffer-source", {"buffer": mapped.get_buffer()}).connect_to(
                "output", node, pad
            )
    crop = _node(graph, "gegl:crop", {"x": 0, "y": 0, "width": width, "height": height})
    write = _node(graph, "gegl:write-buffer", {"buffer": target})
    node.link(crop)
    crop.link(write)
    write.process()
    if gamma:
        data = target.get(everything, 1.0, "RGBA float", Gegl.AbyssPolicy.NONE)
        shadow.set(everything, "R'G'B'A float", data)
    shadow.flush()
    drawable.merge_shadow(True)
    drawable.update(0, 0, width, height)


def _source(drawable: Any, gamma: bool) -> Any:
    """The drawable's buffer; for gamma its encoded values, declared to be linear."""
    buffer = drawable.get_buffer()
    if not gamma:
        return buffer
    where = buffer.get_extent()
    copy = Gegl.Buffer.new("RGBA float", where.x, where.y, where.width, where.height)
    copy.set(where, "RGBA float", buffer.get(where, 1.0, "R'G'B'A float", Gegl.AbyssPolicy.NONE))
    return copy


def _node(graph: Any, operation: str, properties: Properties) -> Any:
    node = graph.create_child(operation)
    for key, value in properties.items():
        node.set_property(key, value)
    return node


def _converted(operation: str, properties: Properties) -> Properties:
    specs = {spec.name: spec for spec in Gegl.Operation.list_properties(operation)}
    converted = {}
    for key, value in properties.items():
        # The binding takes the short name of an enumeration's value.
        enumeration = specs[key].value_type.is_a(GObject.TYPE_ENUM)
        converted[key] = value if enumeration else to_gimp3(operation, specs[key], value, [])
    return converted


@functools.cache
def _start_gegl() -> None:
    """libgimp leaves it to the plug-in; before Gimp.main it would load every operation twice."""
    Gegl.init(None)

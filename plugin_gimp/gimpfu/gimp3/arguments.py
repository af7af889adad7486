"""A plug-in's parameters as arguments of a GIMP 3 procedure, and their values on the way back."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Sequence
from typing import Any

from .. import color, running
from ..registration import Parameter
from . import values
from .library import Gimp, Gio, GObject

RW = GObject.ParamFlags.READWRITE
_LOWEST, _HIGHEST = -2147483648, 2147483647
_WIDE = 1e9
_INTEGERS = {"PF_INT8": (0, 255), "PF_INT16": (-32768, 32767), "PF_INT32": (_LOWEST, _HIGHEST)}

# GIMP 3 keeps these for itself in every procedure of the kind.
_RESERVED = ("run-mode", "image", "drawables", "file", "options", "procedure")


def named(parameters: Sequence[Parameter]) -> list[tuple[str, Parameter]]:
    """Each parameter with the name it has in GIMP 3: lower case, dashes, a letter first, no name twice."""
    taken: set[str] = set(_RESERVED)
    found = []
    for parameter in parameters:
        base = parameter.name.lower().replace("_", "-").strip("-") or "value"
        base = base if base[0].isalpha() else f"value-{base}"
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        found.append((name, parameter))
    return found


def add(made: Any, name: str, parameter: Parameter) -> None:
    """Declares one argument with its label, range and default."""
    text = (name, parameter.description or name, parameter.description.replace("_", ""))
    _ADD[parameter.type.gimp3](made, text, parameter)


def add_result(made: Any, name: str, parameter: Parameter) -> None:
    text = (name, parameter.description or name, parameter.description.replace("_", ""))
    _RESULTS.get(parameter.type.gimp3, _string_result)(made, text, parameter)


def to_plugin(parameter: Parameter, value: Any) -> Any:
    """A value from the config as the plug-in's function expects it."""
    kind = parameter.type.gimp3
    if kind == "choice":
        return running.radio_value(parameter, value)
    if kind == "boolean":
        return bool(value)
    if kind == "file":
        return _path(value)
    found = values.from_gimp3("", value)
    if kind == "string":
        return found or ""
    return found


def _path(value: Any) -> str:
    return "" if value is None else value.get_path() or value.get_uri()


def _clamped(value: Any, lower: float, upper: float) -> Any:
    return min(max(value if isinstance(value, (int, float)) else 0, lower), upper)


def _int(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    lower, upper = _INTEGERS[parameter.type.name]
    made.add_int_argument(*text, lower, upper, int(_clamped(parameter.default, lower, upper)), RW)


def _double(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    lower, upper = (parameter.extra or (-_WIDE, _WIDE))[:2]
    made.add_double_argument(*text, lower, upper, float(_clamped(parameter.default, lower, upper)), RW)


def _number(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    """PF_SPINNER: whole numbers unless its default or range has a fraction."""
    if running.is_fractional(parameter):
        _double(made, text, parameter)
        return
    lower, upper = (int(limit) for limit in (parameter.extra or (_LOWEST, _HIGHEST))[:2])
    made.add_int_argument(*text, lower, upper, int(_clamped(parameter.default, lower, upper)), RW)


def _index(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    """PF_OPTION: the number of the chosen label, as callers pass it in GIMP 2."""
    last = max(len(parameter.extra or ()) - 1, 0)
    made.add_int_argument(*text, 0, last, int(_clamped(parameter.default, 0, last)), RW)


def _choice(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    """PF_RADIO: the choices' names are the values as text."""
    offered = Gimp.Choice.new()
    rows = list(parameter.extra or ())
    for number, (label, value) in enumerate(rows):
        offered.add(str(value), value if isinstance(value, int) else number, label, "")
    known = [str(value) for _, value in rows]
    default = str(parameter.default) if str(parameter.default) in known else known[0]
    made.add_choice_argument(*text, offered, default, RW)


def _color(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    chosen = color.color(parameter.default if parameter.default is not None else "black")
    made.add_color_argument(*text, True, values.gegl_color(chosen), RW)


def _string(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    made.add_string_argument(*text, "" if parameter.default is None else str(parameter.default), RW)


def _boolean(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    made.add_boolean_argument(*text, bool(parameter.default), RW)


def _file(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    actions = Gimp.FileChooserAction
    # OPEN takes only files that are there; plug-ins that write a file ask for a PF_FILENAME. (ANY has no widget.)
    action = {"PF_DIRNAME": actions.SELECT_FOLDER, "PF_FILENAME": actions.SAVE}.get(parameter.type.name, actions.OPEN)
    default = os.path.expanduser(str(parameter.default)) if parameter.default else None
    made.add_file_argument(*text, action, True, Gio.File.new_for_path(default) if default else None, RW)


def _item(kind: str) -> Callable[..., None]:
    def add_item(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
        getattr(made, f"add_{kind}_argument")(*text, True, RW)

    return add_item


def _resource(kind: str) -> Callable[..., None]:
    def add_resource(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
        found = getattr(Gimp, kind.capitalize()).get_by_name(parameter.default) if parameter.default else None
        # Without a default of that name: whatever is active.
        getattr(made, f"add_{kind}_argument")(*text, True, found, found is None, RW)

    return add_resource


# `gimp3` of a ParameterType -> how GIMP 3 declares it.
_ADD: dict[str, Callable[..., None]] = {
    "int": _int,
    "double": _double,
    "number": _number,
    "index": _index,
    "choice": _choice,
    "color": _color,
    "string": _string,
    "boolean": _boolean,
    "file": _file,
    **{kind: _item(kind) for kind in ("image", "item", "layer", "channel", "drawable", "path", "display")},
    **{kind: _resource(kind) for kind in ("brush", "pattern", "gradient", "palette", "font")},
}


def _string_result(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    made.add_string_return_value(*text, "", RW)


def _int_result(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
    made.add_int_return_value(*text, _LOWEST, _HIGHEST, 0, RW)


def _item_result(kind: str) -> Callable[..., None]:
    def add_item(made: Any, text: tuple[str, ...], parameter: Parameter) -> None:
        getattr(made, f"add_{kind}_return_value")(*text, True, RW)

    return add_item


# The same for return values; the rest travels as text.
_RESULTS: dict[str, Callable[..., None]] = {
    "int": _int_result,
    "index": _int_result,
    "number": _int_result,
    "double": lambda made, text, parameter: made.add_double_return_value(*text, -_WIDE, _WIDE, 0.0, RW),
    "boolean": lambda made, text, parameter: made.add_boolean_return_value(*text, False, RW),
    "color": lambda made, text, parameter: made.add_color_return_value(
        *text, True, values.gegl_color("black"), RW
    ),
    **{
        kind: _item_result(kind)
        for kind in ("image", "item", "layer", "channel", "drawable", "path", "display")
    },
}

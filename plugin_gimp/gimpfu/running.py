"""How one call of a plug-in becomes a call of its function (gimpfu's `_run`), for GIMP 2.10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import color
from . import parameter_types as types
from .objects import GimpObject
from .problem import CancelError
from .registration import Parameter, Procedure
from .shelf import shelf

RUN_INTERACTIVE, RUN_NONINTERACTIVE, RUN_WITH_LAST_VALS = 0, 1, 2

Ask = Callable[[Procedure, Sequence[Any]], "list[Any] | None"]


def run(procedure: Procedure, run_mode: int, given: Sequence[Any], ask: Ask) -> Any:
    """Calls the plug-in's function. `given` are the arguments from GIMP; `ask` shows a dialog.

    Raises CancelError when the user closes the dialog.
    """
    if procedure.on_run is not None:
        procedure.on_run()
    leading, rest = list(given[: procedure.given]), list(given[procedure.given :])
    if run_mode == RUN_NONINTERACTIVE and len(given) >= len(procedure.parameters):
        chosen = [
            to_plugin(parameter, value) for parameter, value in zip(procedure.asked, rest, strict=False)
        ]
        return procedure.function(*leading, *chosen)
    chosen = last_values(procedure)
    if run_mode == RUN_INTERACTIVE and procedure.asked:
        answer = ask(procedure, chosen)
        if answer is None:
            raise CancelError("cancelled")
        chosen = answer
        keep(procedure, chosen)
    return procedure.function(*leading, *chosen)


def last_values(procedure: Procedure) -> list[Any]:
    """The values of the last run in this session of GIMP, else the defaults."""
    defaults = [default(parameter) for parameter in procedure.asked]
    if not shelf.has_key(_key(procedure)):
        return defaults
    stored = shelf[_key(procedure)]
    return [
        was if value is None or _is_gone(value) else value
        for value, was in zip(stored, defaults, strict=False)
    ]


def keep(procedure: Procedure, chosen: Sequence[Any]) -> None:
    """The values for `last_values` of a later run, until GIMP ends."""
    shelf[_key(procedure)] = list(chosen)


def default(parameter: Parameter) -> Any:
    if parameter.type.number == types.COLOR:
        return color.color(parameter.default if parameter.default is not None else "black")
    return parameter.default


def to_plugin(parameter: Parameter, value: Any) -> Any:
    """A value from the PDB as the plug-in's function expects it."""
    kind = parameter.type.widget
    if kind == "toggle":
        return bool(value)
    if kind == "radio":
        return radio_value(parameter, value)
    if kind == "spinner":
        return spinner_value(parameter, value)
    return value


def radio_value(parameter: Parameter, value: Any) -> Any:
    """PF_RADIO travels as text; the plug-in gets the value it wrote down, a number or a text."""
    for _, own in parameter.extra or ():
        if str(own) == str(value):
            return own
    allowed = ", ".join(str(own) for _, own in parameter.extra or ())
    raise ValueError(f"'{parameter.name}' cannot be {value!r}; it is one of {allowed}.")


def spinner_value(parameter: Parameter, value: float) -> float:
    """A spinner of whole steps and default gives whole numbers, as gimpfu's did."""
    return value if is_fractional(parameter) else int(value)


def is_fractional(parameter: Parameter) -> bool:
    return any(
        isinstance(number, float) and not number.is_integer()
        for number in (parameter.default, *(parameter.extra or ()))
    )


def _key(procedure: Procedure) -> str:
    return "python-fu-save--" + procedure.name



def _is_gone(value: Any) -> bool:
    """Whether this was an object of GIMP that has been closed or deleted since."""
    return isinstance(value, GimpObject) and not value.exists()

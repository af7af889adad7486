"""The vocabulary in which `Settings` declares itself: one `Parameter` per field.

Docker, dialog, command line and validation are all made from these declarations, so that a new parameter
is one new field in settings.py and nothing else.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any, TypeVar

Value = float | int | bool | str
T = TypeVar("T", bound=Value)


class InvalidSetting(ValueError):
    """A parameter's value cannot be used. `field` names it, `sentence` says what is wrong, `remedy` what to do."""

    def __init__(self, field: str, sentence: str, remedy: str) -> None:
        super().__init__(f"{field}: {sentence} {remedy}")
        self.field = field
        self.sentence = sentence
        self.remedy = remedy


@dataclasses.dataclass(frozen=True)
class Choice:
    """One value of a CHOICE parameter, with its words for people."""

    value: str
    label: str
    help: str = ""


@dataclasses.dataclass(frozen=True)
class Parameter:
    """What a person may set: its name, words, kind and range.

    kind is "number", "integer", "flag", "choice" or "text"; group is "main" (shown at once) or "advanced".
    minimum and maximum bound numbers and integers; logarithmic asks sliders for equal ratios.
    """

    name: str
    label: str
    help: str
    kind: str
    group: str
    minimum: float = 0.0
    maximum: float = 0.0
    logarithmic: bool = False
    choices: tuple[Choice, ...] = ()
    check: Callable[[str], object] | None = None


def number(
    default: float,
    label: str,
    help: str,
    minimum: float,
    maximum: float,
    *,
    group: str = "advanced",
    logarithmic: bool = False,
) -> float:
    """A field holding a float between minimum and maximum."""
    return _declare(
        default, "number", label, help, group, minimum=minimum, maximum=maximum, logarithmic=logarithmic
    )


def integer(
    default: int,
    label: str,
    help: str,
    minimum: int,
    maximum: int,
    *,
    group: str = "advanced",
    logarithmic: bool = False,
) -> int:
    """A field holding an integer between minimum and maximum."""
    return _declare(
        default, "integer", label, help, group, minimum=minimum, maximum=maximum, logarithmic=logarithmic
    )


def flag(default: bool, label: str, help: str, *, group: str = "advanced") -> bool:
    """A field that is on or off."""
    return _declare(default, "flag", label, help, group)


def choice(
    default: str, label: str, help: str, choices: tuple[Choice, ...], *, group: str = "advanced"
) -> str:
    """A field that holds one of a few words."""
    return _declare(default, "choice", label, help, group, choices=choices)


def text(
    default: str, label: str, help: str, check: Callable[[str], object], *, group: str = "advanced"
) -> str:
    """A field that holds text; check raises ValueError, with a sentence, on text that cannot be used."""
    return _declare(default, "text", label, help, group, check=check)


def _declare(default: T, kind: str, label: str, help: str, group: str, **more: Any) -> T:
    metadata = {"kind": kind, "label": label, "help": help, "group": group, **more}
    return dataclasses.field(default=default, metadata=metadata)


def parameters_of(settings_class: type[Any]) -> tuple[Parameter, ...]:
    """The declared parameters of a settings dataclass, in the order to show them."""
    return tuple(Parameter(name=field.name, **field.metadata) for field in dataclasses.fields(settings_class))


def checked(parameter: Parameter, value: object) -> Value:
    """`value` as the parameter's own type; raises InvalidSetting when it has none or lies outside the range."""
    if parameter.kind in ("number", "integer"):
        return _checked_number(parameter, value)
    if parameter.kind == "flag":
        if not isinstance(value, bool):
            raise InvalidSetting(
                parameter.name, f"{value!r} is neither true nor false.", "Send true or false."
            )
        return value
    if not isinstance(value, str):
        raise InvalidSetting(parameter.name, f"{value!r} is not text.", "Send a piece of text.")
    if parameter.kind == "choice":
        known = [each.value for each in parameter.choices]
        if value not in known:
            raise InvalidSetting(
                parameter.name, f"'{value}' is not known.", f"Choose one of: {', '.join(known)}."
            )
    elif parameter.check is not None:
        try:
            parameter.check(value)
        except ValueError as problem:
            raise InvalidSetting(
                parameter.name, str(problem), "See the parameter's help for examples."
            ) from problem
    return value


def _checked_number(parameter: Parameter, value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidSetting(parameter.name, f"{value!r} is not a number.", "Send a number.")
    bounds = f"Choose a value from {parameter.minimum:g} to {parameter.maximum:g}."
    if not math.isfinite(value):
        raise InvalidSetting(parameter.name, f"{value} is not a finite number.", bounds)
    if parameter.kind == "integer" and value != int(value):
        raise InvalidSetting(parameter.name, f"{value:g} is not a whole number.", bounds)
    if not parameter.minimum <= value <= parameter.maximum:
        raise InvalidSetting(parameter.name, f"{value:g} is out of range.", bounds)
    return int(value) if parameter.kind == "integer" else float(value)

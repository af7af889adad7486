"""`register(...)` of gimpfu: what a plug-in says about itself, checked and kept as plain data."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import parameter_types
from .parameter_types import BY_NUMBER, ParameterType
from .problem import error

# gimpfu prefixes any other name with python-fu-.
PREFIXES = ("python-", "extension-", "plug-in-", "file-")


@dataclass(frozen=True)
class Parameter:
    """One row of a plug-in's `params` or `results`."""

    type: ParameterType
    name: str
    description: str
    default: Any = None
    extra: Any = None


@dataclass(frozen=True)
class Procedure:
    """A registered plug-in."""

    name: str
    blurb: str
    help: str
    author: str
    copyright: str
    date: str
    label: str | None
    image_types: str | None
    parameters: tuple[Parameter, ...]
    results: tuple[Parameter, ...]
    function: Callable[..., Any]
    menu: str | None
    domain: Any
    on_query: Callable[[], Any] | None
    on_run: Callable[[], Any] | None

    @property
    def kind(self) -> str:
        """'load', 'save', 'image' (runs on an open image) or 'plain'."""
        menu = self.menu or ""
        if menu.startswith("<Load>"):
            return "load"
        if menu.startswith("<Save>"):
            return "save"
        first = self.parameters[0].type.number if self.parameters else None
        return "image" if first == parameter_types.IMAGE else "plain"

    @property
    def given(self) -> int:
        """How many leading parameters GIMP supplies itself, never asked in a dialog."""
        leading = {
            "load": _TWO_FILES,
            "save": (*_IMAGE_DRAWABLE, *_TWO_FILES),
            "image": _IMAGE_DRAWABLE,
            "plain": (),
        }
        count = 0
        for parameter, allowed in zip(self.parameters, leading[self.kind], strict=False):
            if parameter.type.number not in allowed:
                break
            count += 1
        return count

    @property
    def asked(self) -> tuple[Parameter, ...]:
        return self.parameters[self.given :]


_IMAGE_DRAWABLE = (
    (parameter_types.IMAGE,),
    (parameter_types.DRAWABLE, parameter_types.LAYER, parameter_types.CHANNEL, parameter_types.ITEM),
)
_FILE_TYPES = (parameter_types.STRING, 1004, 1011)  # PF_STRING, PF_FILE, PF_FILENAME
_TWO_FILES = (_FILE_TYPES, _FILE_TYPES)

_registered: dict[str, Procedure] = {}


def register(
    proc_name: str,
    blurb: str,
    help: str,
    author: str,
    copyright: str,
    date: str,
    label: str | None,
    imagetypes: str | None,
    params: Sequence[Sequence[Any]],
    results: Sequence[Sequence[Any]],
    function: Callable[..., Any],
    menu: str | None = None,
    domain: Any = None,
    on_query: Callable[[], Any] | None = None,
    on_run: Callable[[], Any] | None = None,
) -> None:
    """Announces a plug-in, with gimpfu's arguments. Raises error with the row at fault."""
    _check_letters(proc_name, "procedure name")
    name = proc_name.replace("_", "-")
    if not name.startswith(PREFIXES):
        name = "python-fu-" + name
    parameters = list(params)
    if menu is None and label and "/" in label:
        menu, _, label = label.rpartition("/")
        parameters = [*_implied(menu), *parameters]
        warnings.warn(f"{name}: give the menu's path as 'menu', not in the label.", DeprecationWarning, 2)
    _registered[name] = Procedure(
        name, blurb, help, author, copyright, date, label, imagetypes or None,
        tuple(_parameter(row, 4) for row in parameters), tuple(_parameter(row, 3) for row in results),
        function, menu, domain, on_query, on_run,
    )  # fmt: skip


def registered() -> dict[str, Procedure]:
    return _registered


def _implied(menu: str) -> list[tuple[Any, ...]]:
    """The parameters that gimpfu put in front for plug-ins that gave their menu in the label."""
    files = [
        (parameter_types.STRING, "filename", "The name of the file", ""),
        (parameter_types.STRING, "raw-filename", "The name of the file", ""),
    ]
    image = [
        (parameter_types.IMAGE, "image", "Input image", None),
        (parameter_types.DRAWABLE, "drawable", "Input drawable", None),
    ]
    if menu.startswith("<Load>"):
        return files
    if menu.startswith("<Save>"):
        return [*image, *files]
    return image if menu.startswith("<Image>") else []


def _parameter(row: Sequence[Any], least: int) -> Parameter:
    if len(row) < least:
        raise error(f"A parameter needs at least {least} elements, this one has {len(row)}: {row!r}")
    if row[0] not in BY_NUMBER:
        raise error(f"{row[0]!r} in {row!r} is not one of gimpfu's PF_ types.")
    _check_letters(row[1], "parameter name")
    default = row[3] if len(row) > 3 else None
    return Parameter(BY_NUMBER[row[0]], row[1], row[2], default, row[4] if len(row) > 4 else None)


def _check_letters(name: str, what: str) -> None:
    if not name or not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in name):
        raise error(f"The {what} '{name}' may hold letters, digits, '-' and '_' only.")

"""What the painter has chosen in the docker, as plain data that a document or kritarc can keep."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

Value = float | int | bool | str


class StyleKind(StrEnum):
    LAYER = "layer"
    FILE = "file"


@dataclass(frozen=True)
class StyleSource:
    """Where a style comes from. reference: a layer's unique id, or a file's path. name: what lists show."""

    kind: StyleKind
    reference: str
    name: str


@dataclass(frozen=True)
class RegionChoice:
    """The pixels that a layer, group or mask of the document covers are painted with a style of their own."""

    where: str
    where_name: str
    style: StyleSource


@dataclass(frozen=True)
class Choices:
    """parameters: departures from the preset. style: None until one was picked."""

    preset: str = ""
    parameters: dict[str, Value] = field(default_factory=dict)
    style: StyleSource | None = None
    regions: tuple[RegionChoice, ...] = ()
    only_inside_selection: bool = True

    def with_parameter(self, name: str, value: Value) -> Choices:
        return replace(self, parameters={**self.parameters, name: value})

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def choices_from(data: Any) -> Choices:
    """Choices from the dictionary that `to_json` wrote; what is damaged or unknown falls back to the default."""
    if not isinstance(data, dict):
        return Choices()
    try:
        return Choices(
            preset=str(data.get("preset", "")),
            parameters={
                str(name): value
                for name, value in data.get("parameters", {}).items()
                if isinstance(value, (int, float, bool, str))
            },
            style=_style_from(data.get("style")),
            regions=tuple(
                RegionChoice(str(each["where"]), str(each["where_name"]), style)
                for each in data.get("regions", ())
                if (style := _style_from(each["style"])) is not None
            ),
            only_inside_selection=bool(data.get("only_inside_selection", True)),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return Choices()


def choices_from_json(text: str) -> Choices:
    try:
        return choices_from(json.loads(text))
    except ValueError:
        return Choices()


def _style_from(data: Any) -> StyleSource | None:
    if not data:
        return None
    return StyleSource(StyleKind(data["kind"]), str(data["reference"]), str(data["name"]))

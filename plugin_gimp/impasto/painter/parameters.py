"""The dialog's rows. GIMP wants them when it starts, before any server runs, so presets and main parameters come from
a copy of the server's description, which the installer leaves beside this file."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESCRIPTION = Path(__file__).with_name("description.json")

# Names that gimpfu's rows have besides the server's parameters.
PRESET, SELECTION, REGIONS, SETTINGS, ADDRESS = (
    "preset",
    "use-selection",
    "regions",
    "settings",
    "server-address",
)


@dataclass(frozen=True)
class Row:
    """One row of the dialog, as gimpfu's register() takes it."""

    type: str
    name: str
    label: str
    default: Any
    extra: Any = None


def rows() -> list[Row]:
    """Every row after the style, in order."""
    told = description()
    presets = tuple((each["label"], each["name"]) for each in told["presets"])
    return [
        Row("PF_RADIO", PRESET, "_Preset", presets[0][1], presets),
        *(_row(each) for each in told["parameters"]),
        Row("PF_TOGGLE", SELECTION, "Only inside the selec_tion", True),
        Row("PF_STRING", REGIONS, "Re_gions (Sky = Clouds; Hair)", ""),
        Row("PF_STRING", SETTINGS, "_More settings (name = value; ...)", ""),
        Row("PF_STRING", ADDRESS, "Ser_ver (empty: this computer)", ""),
    ]


@functools.cache
def description() -> dict[str, Any]:
    """Presets and main parameters as the server described them."""
    told: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return told


def departures(chosen: dict[str, Any]) -> dict[str, Any]:
    """The parameters that differ from the dialog's defaults: the others are the preset's affair."""
    return {
        each["name"]: _typed(each, chosen[_dashed(each["name"])])
        for each in description()["parameters"]
        if _typed(each, chosen[_dashed(each["name"])]) != _typed(each, each["default"])
    }


def _row(told: dict[str, Any]) -> Row:
    name, label, default = _dashed(told["name"]), told["label"], told["default"]
    if told["kind"] == "CHOICE":
        return Row(
            "PF_RADIO",
            name,
            label,
            default,
            tuple((each["label"], each["value"]) for each in told["choices"]),
        )
    if told["kind"] == "FLAG":
        return Row("PF_TOGGLE", name, label, default)
    if told["kind"] == "TEXT":
        return Row("PF_STRING", name, label, default)
    limits = (told["minimum"], told["maximum"])
    if told["kind"] == "INTEGER":
        return Row("PF_SPINNER", name, label, int(default), (int(limits[0]), int(limits[1]), 1))
    return Row("PF_SLIDER", name, label, float(default), (*limits, 0.01))


def _typed(told: dict[str, Any], value: Any) -> Any:
    """Numbers rounded as a slider shows them, so that an untouched one equals its default."""
    if told["kind"] == "NUMBER":
        return round(float(value), 4)
    if told["kind"] == "INTEGER":
        return int(value)
    return bool(value) if told["kind"] == "FLAG" else str(value)


def _dashed(name: str) -> str:
    return name.replace("_", "-")

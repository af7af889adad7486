"""Which GIMP runs this plug-in, and what the front needs from it."""

from __future__ import annotations

import functools
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .registration import Procedure


@dataclass(frozen=True)
class Argument:
    """An argument or return value of a procedure in the PDB, with its type's number in GIMP 2.10."""

    type: int
    name: str
    description: str


@dataclass(frozen=True)
class Description:
    """What the PDB says about a procedure."""

    name: str
    blurb: str
    help: str
    author: str
    copyright: str
    date: str
    type: int
    arguments: tuple[Argument, ...]
    results: tuple[Argument, ...]


class Pixels(Protocol):
    """A drawable's pixels, or its shadow's: rows top-down and tight, in a babl format."""

    bpp: int

    def read(self, x: int, y: int, width: int, height: int) -> bytes: ...

    def write(self, x: int, y: int, width: int, height: int, data: bytes) -> None: ...


class Backend(Protocol):
    """What each GIMP must offer. Names and shapes of procedures are those of GIMP 2.10."""

    def call(self, name: str, arguments: Sequence[Any], run_mode: int | None) -> tuple[Any, ...]: ...

    def describe(self, name: str) -> Description | None: ...

    def query(self, patterns: Sequence[str]) -> list[str]: ...

    def pixels(self, drawable: int, shadow: bool, format: str | None) -> Pixels: ...

    def main(self, procedures: Mapping[str, Procedure]) -> None: ...

    def folder(self, which: str) -> str: ...

    def version(self) -> tuple[int, int, int]: ...


@functools.cache
def current() -> Backend:
    """The back end for the GIMP that started this process."""
    if gimp_major(sys.argv) >= 3:
        from .gimp3.backend import Gimp3

        return Gimp3()
    from .gimp2.backend import Gimp2

    return Gimp2()


def gimp_major(argv: Sequence[str]) -> int:
    """GIMP 2.10 starts a plug-in as `-gimp READ WRITE -MODE ...`, GIMP 3 as `-gimp PROTOCOL READ WRITE -MODE ...`."""
    try:
        start = argv.index("-gimp")
    except ValueError:
        raise SystemExit(
            f"{argv[0]} is a GIMP plug-in: put it into GIMP's plug-ins folder, GIMP starts it."
        ) from None
    return 2 if argv[start + 3].startswith("-") else 3

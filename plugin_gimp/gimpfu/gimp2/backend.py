"""Procedures and pixels of GIMP 2.10."""

from __future__ import annotations

import ctypes as C
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from .. import parameter_types as types
from ..backend import Argument, Description, Pixels
from ..problem import error
from ..registration import Procedure
from . import values
from .library import Param, ParamDef, Rectangle, function, text_of

SUCCESS, CANCEL = 3, 4
RUN_INTERACTIVE, RUN_NONINTERACTIVE, RUN_WITH_LAST_VALS = 0, 1, 2


class Gimp2:
    """The running GIMP 2.10."""

    def __init__(self) -> None:
        self._descriptions: dict[str, Description | None] = {}

    def call(self, name: str, arguments: Sequence[Any], run_mode: int | None) -> tuple[Any, ...]:
        described = self.describe(name)
        if described is None:
            raise error(f"There is no procedure '{name}' in this GIMP.")
        return run(described, complete(described, arguments, run_mode))

    def describe(self, name: str) -> Description | None:
        if name not in self._descriptions:
            self._descriptions[name] = describe(name)
        return self._descriptions[name]

    def query(self, patterns: Sequence[str]) -> list[str]:
        count, names = C.c_int(), C.POINTER(C.c_char_p)()
        encoded = [pattern.encode() for pattern in patterns]
        function("gimp_procedural_db_query")(*encoded, C.byref(count), C.byref(names))
        return [text_of(name) for name in names[: count.value]]

    def pixels(self, drawable: int, shadow: bool, format: str | None) -> Pixels:
        return BufferPixels(drawable, shadow, format)

    def main(self, procedures: Mapping[str, Procedure]) -> None:
        from . import plugin

        plugin.main(self, procedures)

    def folder(self, which: str) -> str:
        name = {"user": "gimp_directory"}.get(which, f"gimp_{which.replace('-', '_')}_directory")
        return text_of(function(name)())

    def version(self) -> tuple[int, int, int]:
        major, minor, micro = self.call("gimp-version", (), None)[0].split(".")
        return int(major), int(minor), int(micro)


def complete(described: Description, arguments: Sequence[Any], run_mode: int | None) -> list[Any]:
    """The arguments with the run mode in front where the procedure wants one."""
    wanted = described.arguments
    given = list(arguments)
    if wanted and wanted[0].name in ("run-mode", "ru--mode") and len(given) < len(wanted):
        given.insert(0, RUN_NONINTERACTIVE if run_mode is None else run_mode)
    if described.name == "gimp-progress-init" and given[1:] == [None]:
        given[1] = function("gimp_default_display")()
    if run_mode in (RUN_INTERACTIVE, RUN_WITH_LAST_VALS):  # the plug-in asks for the rest, or knows it
        return given
    if len(given) != len(wanted):
        names = ", ".join(argument.name for argument in wanted) or "none"
        raise error(f"{described.name} takes {len(wanted)} arguments ({names}), {len(given)} were given.")
    return given


def run(described: Description, arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Runs a procedure; raises error with GIMP's sentence when it does not succeed."""
    keep: list[Any] = []
    params = (Param * max(len(arguments), 1))()
    for param, argument, value in zip(params, described.arguments, arguments, strict=False):
        values.fill(param, argument.type, value, keep, f"'{argument.name}' of {described.name}")
    count = C.c_int()
    returned = function("gimp_run_procedure2")(
        described.name.encode(), C.byref(count), len(arguments), params
    )
    try:
        status = returned[0].data.d_int32
        if status == CANCEL:
            raise error(f"{described.name} was cancelled.")
        if status != SUCCESS:
            reason = text_of(function("gimp_get_pdb_error")())
            raise error(reason or f"{described.name} did not succeed.")
        results: list[Any] = []
        for index in range(1, count.value):
            previous = results[-1] if results and isinstance(results[-1], int) else 0
            results.append(values.value_of(returned[index], previous))
        return tuple(results)
    finally:
        function("gimp_destroy_params")(returned, count.value)


def describe(name: str) -> Description | None:
    """What the PDB says of a procedure; None where it has none of that name."""
    encoded = name.encode()
    texts = [C.c_char_p() for _ in range(5)]
    numbers = [C.c_int() for _ in range(3)]
    arguments, results = C.POINTER(ParamDef)(), C.POINTER(ParamDef)()
    if not exists(encoded):
        return None
    function("gimp_procedural_db_proc_info")(
        encoded, *map(C.byref, texts), *map(C.byref, numbers), C.byref(arguments), C.byref(results)
    )
    kind, n_arguments, n_results = (number.value for number in numbers)
    return Description(
        name,
        *(text_of(each.value) for each in texts),
        kind,
        _arguments(arguments, n_arguments),
        _arguments(results, n_results),
    )


def exists(name: bytes) -> bool:
    param = (Param * 1)()
    param[0].type, param[0].data.d_string = types.STRING, name
    count = C.c_int()
    found = function("gimp_run_procedure2")(b"gimp-procedural-db-proc-exists", C.byref(count), 1, param)
    answer = count.value > 1 and bool(found[1].data.d_int32)
    function("gimp_destroy_params")(found, count.value)
    return answer


def _arguments(rows: Any, count: int) -> tuple[Argument, ...]:
    return tuple(Argument(row.type, text_of(row.name), text_of(row.description)) for row in rows[:count])


@functools.cache
def _start_gegl() -> None:
    """libgimp 2.10 leaves it to the plug-in; before gimp_main it would load every operation twice."""
    function("gegl_init")(None, None)


# GimpImageType -> the babl format of 8 bits a channel; an indexed one's own format is of 8 bits.
_FORMATS = {0: "R'G'B' u8", 1: "R'G'B'A u8", 2: "Y' u8", 3: "Y'A u8"}


def own_format(drawable: int) -> str:
    """8 bits a channel whatever the image's depth; empty for indexed. (Asking libgimp for a drawable's buffer switches
    the plug-in to the image's own depth, so its formats say nothing after that.)"""
    linear = ("gimp-item-is-layer-mask", "gimp-item-is-selection")
    if any(_number(question, drawable) for question in linear):
        return "Y u8"
    return _FORMATS.get(_number("gimp-drawable-type", drawable), "")


def _number(question: str, drawable: int) -> int:
    """The number that a procedure of one item answers."""
    kind = types.DRAWABLE if question.startswith("gimp-drawable") else types.ITEM
    param = (Param * 1)()
    param[0].type, param[0].data.d_int32 = kind, drawable
    count = C.c_int()
    found = function("gimp_run_procedure2")(question.encode(), C.byref(count), 1, param)
    answer: int = found[1].data.d_int32 if count.value > 1 else -1
    function("gimp_destroy_params")(found, count.value)
    return answer


class BufferPixels:
    """A drawable's GEGL buffer. Without a format: the drawable's own, 8 bits a channel as plug-ins expect."""

    def __init__(self, drawable: int, shadow: bool, format: str | None) -> None:
        _start_gegl()
        which = "gimp_drawable_get_shadow_buffer" if shadow else "gimp_drawable_get_buffer"
        self._buffer = function(which)(drawable)
        if not self._buffer:
            raise error(f"There is no drawable with the number {drawable}.")
        format = format or own_format(drawable)
        if format:
            self._format = function("babl_format")(format.encode())
        else:
            self._format = function("gimp_drawable_get_format")(drawable)
        self.bpp: int = function("babl_format_get_bytes_per_pixel")(self._format)

    def read(self, x: int, y: int, width: int, height: int) -> bytes:
        data = C.create_string_buffer(width * height * self.bpp)
        where = Rectangle(x, y, width, height)
        function("gegl_buffer_get")(self._buffer, C.byref(where), 1.0, self._format, data, 0, 0)
        return data.raw

    def write(self, x: int, y: int, width: int, height: int, data: bytes) -> None:
        where = Rectangle(x, y, width, height)
        function("gegl_buffer_set")(self._buffer, C.byref(where), 0, self._format, data, 0)
        function("gegl_buffer_flush")(self._buffer)

    def __del__(self) -> None:
        if getattr(self, "_buffer", None):
            function("g_object_unref")(self._buffer)

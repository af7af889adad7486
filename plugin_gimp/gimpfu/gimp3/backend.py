"""Procedures and pixels of GIMP 3, called by GIMP 2.10's names and shapes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from .. import parameter_types as types
from ..backend import Argument, Description, Pixels
from ..problem import Unsupported, error
from ..registration import Procedure
from . import values
from .absent import ABSENT
from .buffer import BufferPixels
from .filter_table import FILTERS
from .filters import apply
from .library import Gimp
from .renamed import RENAMED
from .reshaped import ROWS

# GIMP 3's type of an argument -> the number GIMP 2.10 had for it.
_TYPE_NUMBERS = {
    "gint": types.INT32, "guint": types.INT32, "gboolean": types.INT32, "guchar": types.INT8,
    "gdouble": types.FLOAT, "gchararray": types.STRING, "GFile": types.STRING, "GeglColor": types.COLOR,
    "GimpImage": types.IMAGE, "GimpLayer": types.LAYER, "GimpChannel": types.CHANNEL, "GimpItem": types.ITEM,
    "GimpDrawable": types.DRAWABLE, "GimpPath": types.VECTORS, "GimpDisplay": types.DISPLAY,
    "GimpSelection": types.SELECTION, "GimpParasite": types.PARASITE, "GimpDoubleArray": types.FLOATARRAY,
    "GimpInt32Array": types.INT32ARRAY, "GimpCoreObjectArray": types.INT32ARRAY, "GStrv": types.STRINGARRAY,
    "GBytes": types.INT8ARRAY, "GimpColorArray": types.COLORARRAY,
}  # fmt: skip


class Gimp3:
    """The running GIMP 3."""

    def __init__(self) -> None:
        self._pdb: Any = None

    @property
    def pdb(self) -> Any:
        # Not in __init__: the PDB exists only once Gimp.main runs.
        if self._pdb is None:
            self._pdb = Gimp.get_pdb()
        return self._pdb

    def call(self, name: str, arguments: Sequence[Any], run_mode: int | None) -> tuple[Any, ...]:
        if name in ABSENT:
            raise Unsupported(name, ABSENT[name])
        if name in FILTERS:
            apply(self.simple, FILTERS[name], name, arguments)
            return ()
        if name in ROWS:
            check_count(name, ROWS[name], arguments)
            found = ROWS[name](self.simple, *arguments)
            return () if found is None else found if isinstance(found, tuple) else (found,)
        return self.direct(RENAMED.get(name, name), arguments, run_mode)

    def simple(self, name: str, *arguments: Any) -> Any:
        """GIMP 3's own procedure, as the rows of the tables use it: None, one value or a tuple."""
        found = self.direct(name, arguments, None)
        return None if not found else found[0] if len(found) == 1 else found

    def direct(self, name: str, arguments: Sequence[Any], run_mode: int | None) -> tuple[Any, ...]:
        """Runs a procedure by GIMP 3's name with its arguments in GIMP 3's order."""
        procedure = self.pdb.lookup_procedure(name)
        if procedure is None:
            raise error(f"There is no procedure '{name}' in this GIMP.")
        config, keep = procedure.create_config(), []
        for spec, value in align(name, procedure.get_arguments(), arguments, run_mode):
            values.set_argument(config, name, spec, value, keep)
        returned = procedure.run(config)
        if returned.index(0) == Gimp.PDBStatusType.CANCEL:
            raise error(f"{name} was cancelled.")
        if returned.index(0) != Gimp.PDBStatusType.SUCCESS:
            reason = returned.index(1) if returned.length() > 1 else self.pdb.get_last_error()
            raise error(str(reason) if reason else f"{name} did not succeed.")
        return values.results(returned, procedure.get_return_values())

    def describe(self, name: str) -> Description | None:
        target = RENAMED.get(name, name)
        procedure = self.pdb.lookup_procedure(target) if self.pdb.procedure_exists(target) else None
        if procedure is None or name in ROWS or name in FILTERS:
            known = name in ROWS or name in FILTERS or name in ABSENT
            return Description(name, "", "", "", "", "", 0, (), ()) if known else None
        texts = (
            procedure.get_blurb(),
            procedure.get_help(),
            procedure.get_authors(),
            procedure.get_copyright(),
        )
        return Description(
            name, *(text or "" for text in texts), procedure.get_date() or "", int(procedure.get_proc_type()),
            _arguments(procedure.get_arguments()), _arguments(procedure.get_return_values()),
        )  # fmt: skip

    def query(self, patterns: Sequence[str]) -> list[str]:
        name, blurb, help_text, authors, copyright, date, kind = patterns
        return list(self.pdb.query_procedures(name, blurb, help_text, ".*", authors, copyright, date, kind))

    def pixels(self, drawable: int, shadow: bool, format: str | None) -> Pixels:
        return BufferPixels(drawable, shadow, format)

    def main(self, procedures: Mapping[str, Procedure]) -> None:
        from . import plugin

        plugin.main(procedures)

    def folder(self, which: str) -> str:
        if which == "plug-in":  # gimp_plug_in_directory() looks like a method of the class to the bindings
            return str(Gimp.PlugIn.directory())
        name = {"user": "directory"}.get(which, f"{which.replace('-', '_')}_directory")
        return str(getattr(Gimp, name)())

    def version(self) -> tuple[int, int, int]:
        major, minor, micro = Gimp.version().split(".")[:3]
        return int(major), int(minor), int(micro)


def check_count(name: str, row: Any, arguments: Sequence[Any]) -> None:
    """Raises error, naming what GIMP 2.10's procedure takes, when the arguments are too many or too few."""
    signature = inspect.signature(row)
    try:
        signature.bind(None, *arguments)
    except TypeError:
        names = [each for each in signature.parameters if each != "call"]
        wanted = f"{len(names)} arguments ({', '.join(names)})"
        raise error(f"{name} takes {wanted}, {len(arguments)} were given.") from None


def align(
    name: str, specs: Sequence[Any], arguments: Sequence[Any], run_mode: int | None
) -> list[tuple[Any, Any]]:
    """Pairs GIMP 3's arguments with values given in GIMP 2.10's shape: the run mode is added, the counts before
    arrays and the second name of a file are taken off."""
    given, pairs = list(arguments), []
    for spec in specs:
        kind = spec.value_type.name
        if kind == "GimpRunMode" and spec.name == "run-mode":
            pairs.append((spec, 1 if run_mode is None else run_mode))
            continue
        if kind == "GimpExportOptions":
            continue
        if not given:
            break
        if (
            kind in values.ARRAYS
            and len(given) > 1
            and isinstance(given[0], (int, float))
            and _is_array(given[1])
        ):
            given.pop(0)
        pairs.append((spec, given.pop(0)))
        if kind == "GFile" and name.endswith("-load") and given and isinstance(given[0], str):
            given.pop(0)
    if given:
        names = ", ".join(spec.name for spec in specs if spec.name != "run-mode") or "none"
        raise error(f"{name} takes fewer arguments ({names}); {given!r} was left over.")
    return pairs


def _is_array(value: Any) -> bool:
    return not isinstance(value, str) and hasattr(value, "__len__")


def _arguments(specs: Sequence[Any]) -> tuple[Argument, ...]:
    return tuple(
        Argument(_TYPE_NUMBERS.get(spec.value_type.name, types.INT32), spec.name, spec.get_blurb() or "")
        for spec in specs
    )

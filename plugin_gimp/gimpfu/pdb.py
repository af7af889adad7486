"""`pdb`: every procedure of GIMP as a function, by GIMP 2.10's names and shapes (GIMP 3's own names work too)."""

from __future__ import annotations

from typing import Any

from . import backend
from .problem import error


class Function:
    """One procedure. Called with its arguments in order, without the run mode unless `run_mode=` is given."""

    def __init__(self, name: str) -> None:
        self.proc_name = name

    def __call__(self, *arguments: Any, run_mode: int | None = None) -> Any:
        """Returns None, the one value, or a tuple of values. Arrays come as pygimp gave them: count, then values."""
        values = backend.current().call(self.proc_name, arguments, run_mode)
        return None if not values else values[0] if len(values) == 1 else values

    def __repr__(self) -> str:
        return f"<pdb function {self.proc_name}>"

    def __getattr__(self, name: str) -> Any:
        if name not in _DETAILS:
            raise AttributeError(
                f"A procedure has no attribute '{name}'; it has {', '.join(sorted(_DETAILS))}."
            )
        described = backend.current().describe(self.proc_name)
        if described is None:
            raise error(f"{self.proc_name} is not in this GIMP's procedural database.")
        return _DETAILS[name](described)


# Attribute of a pygimp PDB function -> where it stands in the description.
_DETAILS = {
    "proc_blurb": lambda described: described.blurb,
    "proc_help": lambda described: described.help,
    "proc_author": lambda described: described.author,
    "proc_copyright": lambda described: described.copyright,
    "proc_date": lambda described: described.date,
    "proc_type": lambda described: described.type,
    "nparams": lambda described: len(described.arguments),
    "nreturn_vals": lambda described: len(described.results),
    "params": lambda described: tuple((row.type, row.name, row.description) for row in described.arguments),
    "return_vals": lambda described: tuple(
        (row.type, row.name, row.description) for row in described.results
    ),
}


class ProceduralDatabase:
    """`pdb.gimp_image_new(...)` and `pdb['gimp-image-new'](...)`."""

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as missing:
            raise AttributeError(missing.args[0]) from None

    def __getitem__(self, name: str) -> Function:
        name = name.replace("_", "-")
        if backend.current().describe(name) is None:
            raise KeyError(
                f"There is no procedure '{name}' in this GIMP (Help > Procedure Browser lists them)."
            )
        return Function(name)

    def __contains__(self, name: str) -> bool:
        return backend.current().describe(name.replace("_", "-")) is not None

    has_key = __contains__

    def query(self, *patterns: str) -> list[str]:
        """Names of the procedures whose name, blurb, help, author, copyright, date and type match (regular
        expressions, all optional)."""
        return backend.current().query([*patterns, *[".*"] * (7 - len(patterns))])

    @property
    def error(self) -> type[error]:
        return error


pdb = ProceduralDatabase()

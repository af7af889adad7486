"""gimpfu for Python 3: `from gimpfu import *` on GIMP 2.10, 3.0 and 3.2.

`import *` brings what gimpfu 2.10 brought: register, main, pdb, gimp, the PF_ types, the constants of gimpenums,
math, gettext, gimpcolor, CancelError, N_.
"""

from __future__ import annotations

import gettext
import math
from typing import Any

from . import color as gimpcolor
from . import gimp_module as gimp
from .constants import constants as _constants
from .parameter_types import CONSTANTS as _PARAMETER_TYPES
from .pdb import pdb
from .problem import CancelError, Unsupported, error
from .registration import register, registered

globals().update(_constants())
globals().update(_PARAMETER_TYPES)


def main() -> None:
    """Hands the registered plug-ins to GIMP and serves it until it has done with us."""
    from . import backend

    backend.current().main(registered())


def N_(message: str) -> str:
    """Marks a text for translation."""
    return message


def fail(message: str) -> None:
    """Shows a message and ends the plug-in."""
    gimp.message(message)
    raise SystemExit(1)


__all__ = [
    "CancelError", "N_", "Unsupported", "error", "fail", "gettext", "gimp", "gimpcolor", "main", "math", "pdb",
    "register",
    *_constants(), *_PARAMETER_TYPES,
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name.startswith("PF_") or name.isupper():
        raise AttributeError(f"gimpfu has no {name}; the PF_ types are {', '.join(_PARAMETER_TYPES)}.")
    raise AttributeError(name)

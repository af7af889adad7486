"""`impasto install EDITOR`: puts the plug-in into an editor of this user, and tells it how to start the server."""

from __future__ import annotations

import argparse
import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

# Each module has `install(uninstall: bool) -> int`, which says what it did and returns the exit code.
EDITORS = {"gimp": "server.install.gimp", "krita": "server.install.krita"}


def register(subparsers: Subparsers) -> None:
    """Adds `install` to a command line."""
    parser = subparsers.add_parser("install", help="put the plug-in into an editor")
    parser.add_argument("editor", choices=tuple(EDITORS))
    parser.add_argument("--uninstall", action="store_true", help="take it out again")
    parser.set_defaults(run=install)


def install(arguments: argparse.Namespace) -> int:
    """Installs or uninstalls. Returns the exit code."""
    code: int = importlib.import_module(EDITORS[arguments.editor]).install(arguments.uninstall)
    return code

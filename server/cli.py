"""The command `impasto`. Each of its commands lives in a module of its own, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """module: has `register(subparsers)`, which adds the command and sets `run`, arguments -> exit code."""

    module: str
    help: str


COMMANDS = {
    "serve": Command("server.commands.serve", "start the server that the plug-ins talk to"),
    "stylize": Command("server.commands.stylize", "paint a picture file in the manner of others"),
    "install": Command("server.commands.install", "put the plug-in into an editor"),
    "figures": Command("server.commands.figures", "paint a contact sheet for every method"),
    "bench": Command("server.commands.bench", "measure time and memory against other implementations"),
    "models": Command("models.commands", "the networks: list, fetch, verify"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code; 2 for arguments that cannot be used."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parsed = _parser(words).parse_args(words)
    try:
        code: int = parsed.run(parsed)
        return code
    except KeyboardInterrupt:
        return 130


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Only the command that the words name is imported: `impasto --help` answers at once."""
    parser = argparse.ArgumentParser(
        prog="impasto", description="Neural style transfer as a layer, for GIMP, Krita and the shell."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((word for word in words if not word.startswith("-")), "")
    for name, command in COMMANDS.items():
        if name == wanted:
            importlib.import_module(command.module).register(subparsers)
        else:
            subparsers.add_parser(name, help=command.help)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

"""File handlers: what a load or save plug-in announces in its `on_query`. GIMP 2.10 is told at once, GIMP 3 wants
it as properties of the procedure, so here it is written down for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Handler:
    """File types of one procedure; extensions, prefixes and magics are comma-separated as in gimpfu."""

    extensions: str = ""
    prefixes: str = ""
    magics: str = ""
    save: bool = False
    mime_types: str = ""


_announced: dict[str, Handler] = {}


def register_load_handler(procedure: str, extensions: str, prefixes: str = "") -> None:
    _announced[procedure.replace("_", "-")] = Handler(extensions, prefixes)


def register_magic_load_handler(
    procedure: str, extensions: str, prefixes: str = "", magics: str = ""
) -> None:
    _announced[procedure.replace("_", "-")] = Handler(extensions, prefixes, magics)


def register_save_handler(procedure: str, extensions: str, prefixes: str = "") -> None:
    _announced[procedure.replace("_", "-")] = Handler(extensions, prefixes, save=True)


def register_mime(procedure: str, mime_types: str) -> None:
    """MIME types of a handler announced before, as gimp-register-file-handler-mime gives them."""
    name = procedure.replace("_", "-")
    _announced[name] = replace(_announced.get(name, Handler()), mime_types=mime_types)


def announced(on_query: Callable[[], object] | None) -> dict[str, Handler]:
    """What `on_query` announces."""
    _announced.clear()
    if on_query is not None:
        on_query()
    return dict(_announced)

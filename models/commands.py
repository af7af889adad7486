"""`impasto models list | fetch | verify`: what is in the catalogue, on this machine, and whole."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from models.cache import cache_folder
from models.catalogue import Entry, FileSource, RandomSource, UrlSource, WheelSource, catalogue, entry
from models.missing import ModelMissing
from models.sources import Notify
from models.weights import fetch_weights, find, state_of

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

USUAL = ("vgg19", "vgg16")
"""What `fetch` and `verify` take when no name is given: the networks that the presets use."""


def register(subparsers: Subparsers) -> None:
    """Add `models` and its commands to a command line; each sets `run`, a function of the arguments."""
    parser = subparsers.add_parser("models", help="the networks: list, fetch, verify")
    commands = parser.add_subparsers(dest="models_command", required=True, metavar="COMMAND")

    lister = commands.add_parser("list", help="every model in the catalogue, and which are on this machine")
    lister.set_defaults(run=_told(list_models))

    fetch = commands.add_parser("fetch", help="download models and convert them into the cache")
    fetch.add_argument("names", nargs="*", metavar="NAME", help=f"default: {' '.join(USUAL)}")
    fetch.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help="make NAME from this file of yours"
    )
    fetch.add_argument("--again", action="store_true", help="also if it is here already")
    fetch.set_defaults(run=_told(fetch_models))

    verify = commands.add_parser("verify", help="check the hash of every model on this machine")
    verify.add_argument("names", nargs="*", metavar="NAME", help="default: every one that is here")
    verify.set_defaults(run=_told(verify_models))


def list_models(arguments: argparse.Namespace) -> int:
    """Print the catalogue with the state of each entry. Returns the exit code."""
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "here", "from", "what"):
        table.add_column(heading, no_wrap=heading != "what")
    for item in catalogue().values():
        table.add_row(item.name, "yes" if find(item) else "", _origin(item), item.title)
    console = Console()
    console.print(table)
    console.print(f"\nKept in {cache_folder()}", soft_wrap=True)
    return 0


def fetch_models(arguments: argparse.Namespace) -> int:
    """Fetch the models named, with a progress bar. Returns the exit code."""
    names = arguments.names or USUAL
    if arguments.file and len(names) != 1:
        print(
            "--from FILE makes one model: name it, e.g. `impasto models fetch NAME --from FILE`.",
            file=sys.stderr,
        )
        return 2

    def fetch(name: str) -> str:
        with _progress_bar() as notify:
            stored = fetch_weights(entry(name), notify, again=arguments.again, file=arguments.file)
        size = stored.path.stat().st_size / 1e6
        return f"{name}: ready, {size:.0f} MB in {stored.path} (licence: {entry(name).licence})"

    return _each(names, fetch)


def verify_models(arguments: argparse.Namespace) -> int:
    """Check each model against the hash it was stored with. Returns the exit code."""
    names = arguments.names or [item.name for item in catalogue().values() if find(item)]
    if not names:
        print("No models are on this machine yet. Run `impasto models fetch`.", file=sys.stderr)
        return 1

    def verify(name: str) -> str:
        state = state_of(entry(name))
        if state == "present":
            return f"{name}: whole"
        again = " --again" if state == "damaged" else ""
        user_file = " --from FILE" if isinstance(entry(name).source, FileSource) else ""
        raise ModelMissing(f"{name}: {state}.", f"Run `impasto models fetch {name}{again}{user_file}`.")

    return _each(names, verify)


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """The same command, which says in a sentence what no name is to blame for (a cache that is out of reach)."""

    def told(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except ModelMissing as error:
            print(error, file=sys.stderr)
            return 1

    return told


def _each(names: list[str] | tuple[str, ...], command: Callable[[str], str]) -> int:
    """Run a command for each name, go on after a failure, and report it in the exit code."""
    failed = False
    for name in names:
        try:
            print(command(name), flush=True)
        except ModelMissing as error:
            failed = True
            print(error, file=sys.stderr, flush=True)
    return 1 if failed else 0


def _origin(item: Entry) -> str:
    source = item.source
    if isinstance(source, WheelSource):
        return f"PyPI, {source.wheel_bytes / 1e6:.0f} MB"
    if isinstance(source, UrlSource):
        return source.url.split("/")[2]
    return "a seed" if isinstance(source, RandomSource) else "your file"


@contextmanager
def _progress_bar() -> Iterator[Notify]:
    """A bar on the terminal that a download moves; nothing is drawn where standard error is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def notify(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total or None, visible=True)

        yield notify

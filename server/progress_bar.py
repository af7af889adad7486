"""The live bar in a terminal: scale, iteration, loss terms, time left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn


class Numbers(Protocol):
    """What the bar shows; iterates, jobs' events and the wire's Progress messages all have it."""

    @property
    def scale(self) -> int: ...
    @property
    def scales(self) -> int: ...
    @property
    def iteration(self) -> int: ...
    @property
    def iterations(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def terms(self) -> Mapping[str, float]: ...
    @property
    def fraction(self) -> float: ...
    @property
    def seconds_left(self) -> float: ...


class ProgressBar:
    """Shows the latest numbers, or a plain text before there are any."""

    def __init__(self, bar: Progress, lines: bool) -> None:
        self._bar = bar
        self._lines = lines
        self._scale = 0
        self._task = bar.add_task("getting ready", total=1.0, left="", terms="")

    def say(self, text: str) -> None:
        """Replaces the description, e.g. while the job waits."""
        self._bar.update(self._task, description=text)

    def show(self, numbers: Numbers) -> None:
        """Moves the bar; without a terminal, prints a line where a scale begins."""
        scale = f"scale {numbers.scale}/{numbers.scales} ({numbers.width} x {numbers.height})"
        left = _time_left(numbers.seconds_left)
        terms = "  ".join(f"{name} {value:.3g}" for name, value in sorted(numbers.terms.items()))
        if self._lines and numbers.scale != self._scale:
            self._scale = numbers.scale
            print(f"{numbers.fraction:4.0%}  {scale}  {terms}  {left}".rstrip(), flush=True)
        self._bar.update(
            self._task,
            completed=numbers.fraction,
            description=f"{scale} {numbers.iteration:>3}/{numbers.iterations}",
            left=left,
            terms=terms,
        )


@contextmanager
def progress_bar(lines_elsewhere: bool = False) -> Iterator[ProgressBar]:
    """A bar on standard error. Where that is no terminal nothing is drawn; lines_elsewhere: a line for each scale."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[left]}"),
        TextColumn("[dim]{task.fields[terms]}"),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield ProgressBar(bar, lines=lines_elsewhere and not console.is_terminal)


def _time_left(seconds: float) -> str:
    if seconds < 0:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} left"

"""Runs the engine on one commission: what a job and the command line do with its iterates."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from numpy.typing import NDArray

from server.commission import Commission, Pixels
from server.engine.parameters import Value
from server.engine.spec import Iterate, StyleSpec
from server.pixels import finished, previewer, style_spec

Engine = Callable[[StyleSpec], Iterator[Iterate]]

STOPPED_EARLY = "stopped early"

# Previews leave at most every 0.35 s, and take at most a twentieth of the time.
_PREVIEW_SECONDS = 0.35
_PREVIEW_SHARE = 0.05


@dataclass(frozen=True)
class Report:
    """How a painting came about. stopped says why it ended; parameters are all of them, as they were used."""

    seconds: float
    iterations: int
    loss: float
    terms: Mapping[str, float]
    preset: str
    parameters: Mapping[str, Value]
    stopped: str


@dataclass(frozen=True)
class Painting:
    """A picture of the content's size, depth and profile. complete: false when it was stopped early."""

    pixels: Pixels
    report: Report
    complete: bool


def paint(
    commission: Commission,
    engine: Engine,
    on_iterate: Callable[[Iterate], object],
    on_preview: Callable[[NDArray[Any]], object],
    stop: Callable[[], bool],
) -> Painting | None:
    """Paints until the engine ends or `stop()`, asked after each iteration, is true. None: stopped before the first.

    on_preview receives (height, width, 3) uint8 sRGB pictures, the first one at once.
    """
    began = time.monotonic()
    latest: Iterate | None = None
    iterations = 0
    show = _Throttle()
    preview = previewer(commission)
    # An engine is a generator; closing it frees what it holds when the job ends early.
    with closing(cast(Generator[Iterate, None, None], engine(style_spec(commission)))) as iterates:
        stopped = stop()
        while not stopped and (iterate := next(iterates, None)) is not None:
            latest = iterate
            iterations += 1
            on_iterate(iterate)
            if show.due():
                on_preview(preview(iterate.sketch()))
                show.shown()
            stopped = stop() and not iterate.stopped
        if latest is None:
            return None
        pixels = finished(commission, latest.picture())
    report = Report(
        seconds=time.monotonic() - began,
        iterations=iterations,
        loss=latest.loss,
        terms=dict(latest.terms),
        preset=commission.preset,
        parameters=commission.settings.values(),
        stopped=STOPPED_EARLY if stopped else latest.stopped or "finished",
    )
    return Painting(pixels, report, complete=not stopped)


class _Throttle:
    """Says when the next preview is due."""

    def __init__(self) -> None:
        self._asked = 0.0
        self._next = 0.0

    def due(self) -> bool:
        self._asked = time.monotonic()
        return self._asked >= self._next

    def shown(self) -> None:
        now = time.monotonic()
        self._next = now + max(_PREVIEW_SECONDS, (now - self._asked) / _PREVIEW_SHARE)

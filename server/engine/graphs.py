"""An evaluation recorded once as a CUDA graph and repeated: hundreds of kernels start at one word of the host's.

A recording holds the places in memory of everything it reads and writes, so it is good for one objective at one size. It
is trusted only after its first repetition has given what the same evaluation gave without it. On this path nothing may
wait for the GPU, and no tensor may be made from numbers of the host's; what does cannot be recorded, and is evaluated
step by step as before.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import torch
from torch import Tensor

from server.engine.evaluation import Pending
from server.engine.memory import return_freed_memory

# Recording takes the time of about two evaluations, and some of the host's: a guess, not measured.
LEAST_EVALUATIONS = 10
# The place of the first repetition, as a share of the place at hand: another one, so that nothing read there is kept.
ELSEWHERE = 0.97
# A repetition runs the same kernels in the same order; some choose their own order of summation.
ROUNDING = {torch.bfloat16: 0.03, torch.float32: 1e-3, torch.float64: 1e-9}

_log = logging.getLogger(__name__)

Measure = Callable[[Tensor], Pending]


class Repeats(Protocol):
    """Gives again what was recorded, at any place."""

    def __call__(self, place: Tensor) -> Pending: ...

    def release(self) -> None:
        """Gives its memory back; it cannot be called any more."""


Record = Callable[[Measure, Tensor], tuple[Repeats, Pending]]


class Recorded:
    """Evaluates, the first time step by step and then from a recording where there can be one."""

    def __init__(
        self,
        stepwise: Measure,
        whole: Measure,
        worthwhile: Callable[[], bool],
        rounding: float,
        record: Record | None = None,
    ) -> None:
        """whole: the same evaluation, but raising where memory runs out. worthwhile: asked after the first evaluation.

        rounding: share of the loss and of the gradient's norm by which a repetition may differ. record: how; by default
        as a CUDA graph.
        """
        self._stepwise, self._whole = stepwise, whole
        self._worthwhile, self._rounding = worthwhile, rounding
        self._record = record or recorded
        self._tried = False
        self._repeats: Repeats | None = None

    def __call__(self, place: Tensor) -> Pending:
        """The evaluation at a place, always of the same shape."""
        if self._repeats is not None:
            return self._repeats(place)
        found = self._stepwise(place)
        if not self._tried:
            self._tried = True
            if self._worthwhile():
                self._repeats = self._trusted(place * ELSEWHERE)
        return found

    def release(self) -> None:
        """Gives back what a recording holds."""
        if self._repeats is not None:
            self._repeats.release()
            self._repeats = None

    def _trusted(self, place: Tensor) -> Repeats | None:
        """A recording that gave at a place what it should; none where that cannot be had."""
        try:
            repeats, expected = self._record(self._whole, place)
            apart = _difference(expected, repeats(place))
        except RuntimeError as problem:  # out of memory is one of these
            _log.info("Evaluations are not repeated from a recording: %s", str(problem).partition("\n")[0])
        else:
            if apart <= self._rounding:
                return repeats
            repeats.release()
            _log.info("Evaluations are not repeated from a recording: it differs by %.2g.", apart)
        return_freed_memory()
        return None


@dataclass
class Graph:
    """A CUDA graph that reads `place` and writes `found`; both stay where they are in memory."""

    graph: torch.cuda.CUDAGraph
    place: Tensor | None
    found: Pending | None

    def __call__(self, place: Tensor) -> Pending:
        """What it gives is the caller's own: the optimiser still holds a gradient when the next one is written."""
        assert self.place is not None and self.found is not None
        self.place.copy_(place)
        self.graph.replay()
        return replace(
            self.found, numbers=self.found.numbers.clone(), gradient=self.found.gradient.clone()
        )

    def release(self) -> None:
        """Gives the graph's own pool of memory back, once what it is doing is done."""
        if self.place is not None:
            torch.cuda.synchronize(self.place.device)
        self.place = self.found = None
        self.graph.reset()


def recorded(measure: Measure, place: Tensor) -> tuple[Graph, Pending]:
    """A recording, and what the evaluation gave at `place` before it.

    It is rehearsed first on a stream of its own, as torch's documentation asks: libraries take their memory and choose
    their kernels then. Raises RuntimeError where something cannot be recorded, or memory runs out.
    """
    place = place.clone()
    current, aside = torch.cuda.current_stream(place.device), _stream_aside(place.device)
    return_freed_memory()  # what the evaluation before this one left
    aside.wait_stream(current)
    graph = torch.cuda.CUDAGraph()
    try:
        # This context leaves the stream even where the one inside cannot, because recording has failed.
        with torch.cuda.stream(aside):
            with _never_waiting():
                expected = measure(place)
            with torch.cuda.graph(graph, stream=aside):  # empties torch's cache of memory and takes a pool of its own
                found = measure(place)
    finally:
        current.wait_stream(aside)
    return Graph(graph, place, found), expected


@contextmanager
def _never_waiting() -> Iterator[None]:
    """Here torch raises where it would wait for the GPU: while recording that would spoil more than the recording."""
    before = torch.cuda.get_sync_debug_mode()
    torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        torch.cuda.set_sync_debug_mode(before)


@cache
def _stream_aside(device: torch.device) -> torch.cuda.Stream:
    """Always the same: cuBLAS keeps a workspace for every stream that it has seen."""
    return torch.cuda.Stream(device)  # type: ignore[no-untyped-call]


def _difference(expected: Pending, found: Pending) -> float:
    """The larger of the shares by which loss and gradient differ; NaN counts as infinite."""
    loss = (found.numbers[0] - expected.numbers[0]).abs() / expected.numbers[0].abs()
    gradient = (found.gradient - expected.gradient).norm() / expected.gradient.norm()
    apart = torch.stack([loss.to(gradient), gradient]).nan_to_num(nan=float("inf"))
    return float(apart.max())

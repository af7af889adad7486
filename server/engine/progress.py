"""How far a run is and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable

from torch import Tensor

from server.engine.evaluation import Evaluation
from server.engine.schedule import Scale
from server.engine.spec import Iterate

WARM_UP = 3  # evaluations before the first estimate: the first ones also try kernels


class Progress:
    """Counts evaluations over all scales and turns them into iterates."""

    def __init__(self, scales: tuple[Scale, ...]) -> None:
        self._scales = scales
        self._total = sum(scale.work for scale in scales)
        self._begin = time.perf_counter()
        self._painting_seconds = 0.0
        self._painted = 0  # pixels times evaluations; less than planned where a scale settled early
        self._last = self._begin
        self._count = 0

    def begin_scale(self) -> None:
        """The targets of a scale are ready: what follows is painting."""
        self._last = time.perf_counter()

    def iterate(
        self,
        index: int,
        iteration: int,
        evaluation: Evaluation,
        picture: Callable[[], Tensor],
        sketch: Callable[[], Tensor],
        stopped: str = "",
    ) -> Iterate:
        """The record of one evaluation; index: of the scale, from 0; iteration: within it, from 1."""
        now = time.perf_counter()
        self._painting_seconds += now - self._last
        self._last = now
        self._count += 1
        scale = self._scales[index]
        before = sum(each.work for each in self._scales[:index])
        done = before + iteration * scale.height * scale.width
        self._painted += scale.height * scale.width
        left = (
            self._painting_seconds * (self._total - done) / self._painted if self._count >= WARM_UP else -1.0
        )
        return Iterate(
            scale=index + 1,
            scales=len(self._scales),
            iteration=iteration,
            iterations=scale.iterations,
            width=scale.width,
            height=scale.height,
            loss=evaluation.loss,
            terms=evaluation.terms,
            fraction=1.0 if stopped else done / self._total,
            seconds_elapsed=now - self._begin,
            seconds_left=0.0 if stopped else left,
            picture=picture,
            sketch=sketch,
            stopped=stopped,
        )

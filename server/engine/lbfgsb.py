"""L-BFGS-B of SciPy (Byrd et al. 1995; Zhu et al. 1997): L-BFGS inside the box of sRGB values 0..255.

SciPy calls the objective and keeps control until it is done; here the caller has it. SciPy therefore runs in a
thread that hands over each place to evaluate and sleeps until the answer comes: only one of the two ever works.
"""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

import numpy as np
import scipy.optimize
import torch
from numpy.typing import NDArray
from torch import Tensor

from server.engine.evaluation import Evaluate
from server.engine.first_order import BOX
from server.engine.lbfgs import Point

Vector = NDArray[np.float64]
Answer = tuple[float, Vector]

NEVER = 10**9  # iterations: the caller ends it


def minimise(evaluate: Evaluate, start: Tensor, step: float, history: int = 20) -> Iterator[Point]:
    """Yields the best point so far after every evaluation; the caller stops it when it has enough.

    start: any shape, values 0..255. step: root-mean-square length of the first step. Ends by itself only where the
    line search finds no lower loss. Every evaluation runs in the caller's thread.
    """
    # SciPy's first step has length 1: in this unit it is the one asked for.
    unit = step * start.numel() ** 0.5
    dialogue = _Dialogue(
        start.cpu().double().flatten().numpy() / unit, (BOX[0] / unit, BOX[1] / unit), history
    )
    best: Point | None = None
    try:
        for vector in dialogue:
            place = torch.from_numpy(vector * unit).to(start).reshape(start.shape).clamp(*BOX)
            point = Point(place, evaluate(place).read())
            dialogue.answer(point.at.loss, point.at.gradient.cpu().double().flatten().numpy() * unit)
            if best is None or point.at.loss < best.at.loss:
                best = point
            yield best
    finally:
        dialogue.close()


class _Dialogue:
    """SciPy in its thread. Iterating gives each place it asks about; each must be answered before the next."""

    def __init__(self, start: Vector, box: tuple[float, float], history: int) -> None:
        self._places: SimpleQueue[Vector | Exception | None] = SimpleQueue()
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        self._thread = Thread(target=self._work, args=(start, box, history), daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Vector]:
        while (place := self._places.get()) is not None:
            if isinstance(place, Exception):
                raise place
            yield place

    def answer(self, loss: float, gradient: Vector) -> None:
        """The objective at the place asked about last."""
        self._answers.put((loss, gradient))

    def close(self) -> None:
        """Ends the thread."""
        self._answers.put(None)
        self._thread.join()

    def _work(self, start: Vector, box: tuple[float, float], history: int) -> None:
        options = {"maxcor": history, "maxiter": NEVER, "maxfun": NEVER, "ftol": 0.0, "gtol": 0.0}
        bounds = scipy.optimize.Bounds(*box)
        try:
            scipy.optimize.minimize(
                self._ask, start, method="L-BFGS-B", jac=True, bounds=bounds, options=options
            )
            self._places.put(None)
        except _Enough:
            pass
        except Exception as problem:
            self._places.put(problem)

    def _ask(self, place: Vector) -> Answer:
        self._places.put(place.copy())
        answer = self._answers.get()
        if answer is None:
            raise _Enough
        return answer


class _Enough(Exception):
    """The caller wants no more evaluations."""

"""Optimising the picture at one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from torch import Tensor

from server.engine.evaluation import Evaluation
from server.engine.lbfgs import minimise
from server.engine.objective import Objective
from server.engine.precondition import FourierBasis

FIRST_STEP = 1.0  # root mean square of the first step, in sRGB values of 0..255


@dataclass(frozen=True)
class Step:
    """The best picture after some evaluations: picture() is (3, height, width), sRGB 0..255, not clipped."""

    iteration: int
    evaluation: Evaluation
    picture: Callable[[], Tensor]
    last: bool


def paint(objective: Objective, start: Tensor, iterations: int) -> Iterator[Step]:
    """Lowers the objective from a start for a number of evaluations; yields after each.

    start: (3, height, width) float, sRGB values 0..255.
    """
    basis = FourierBasis(start.shape[-2], start.shape[-1], like=start)

    def evaluate(coordinates: Tensor) -> Evaluation:
        found = objective.evaluate(basis.apply(coordinates))
        return replace(found, gradient=basis.apply(found.gradient))

    points = minimise(evaluate, basis.invert(start), FIRST_STEP)
    for iteration, point in enumerate(islice(points, iterations), start=1):
        picture = partial(basis.apply, point.place)
        yield Step(iteration, point.at, picture, last=iteration == iterations)

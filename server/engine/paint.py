"""Optimising the picture at one scale."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

import torch
from torch import Tensor

from server.engine.box import Box
from server.engine.evaluation import Evaluation, Pending
from server.engine.extractor import Extractor
from server.engine.graphs import LEAST_EVALUATIONS, ROUNDING, Recorded
from server.engine.lbfgs import Point
from server.engine.memory import return_freed_memory
from server.engine.objective import Objective
from server.engine.optimisers import OPTIMISERS
from server.engine.planner import plan_for
from server.engine.precondition import FourierBasis, PixelBasis
from server.engine.tiled import Evaluator

WINDOW = 20  # iterations over which the change of the loss is looked at


@dataclass(frozen=True)
class Step:
    """The best picture after some evaluations: picture() is (3, height, width), sRGB 0..255, not clipped.

    stopped: on the last step, why it is the last; otherwise empty. release: gives back the memory that evaluations share,
    for who needs some meanwhile; the next evaluation takes it again.
    """

    iteration: int
    evaluation: Evaluation
    picture: Callable[[], Tensor]
    stopped: str
    release: Callable[[], None]


def paint(objective: Objective, start: Tensor, iterations: int) -> Iterator[Step]:
    """Lowers the objective from a start for a number of evaluations, or until it has settled; yields after each.

    start: (3, height, width) float, sRGB values 0..255.
    """
    settings = objective.settings
    optimiser = OPTIMISERS[settings.optimiser]
    height, width = start.shape[-2:]
    plan = plan_for(settings, objective.extractor, height * width, start.device)
    basis = FourierBasis(height, width, like=start) if optimiser.fourier else PixelBasis()
    look = Evaluator(objective, plan.side, plan.room)
    evaluate = _evaluation(objective, look, basis, optimiser.leaves_the_box, iterations, start)
    step = 255 * (settings.learning_rate or optimiser.step)
    more: dict[str, Any] = {}
    if settings.optimiser == "lbfgs":
        more = {"history": plan.history, "history_dtype": plan.history_dtype}
    return_freed_memory()  # what the targets left
    points = optimiser.minimise(evaluate, basis.invert(start), step, **more)
    del start
    try:
        yield from _steps(points, basis.apply, look.release, iterations, settings.tolerance)
    finally:
        evaluate.release()
        look.release()
        del points  # and what the optimiser remembers
        return_freed_memory()


def _evaluation(
    objective: Objective,
    look: Evaluator,
    basis: FourierBasis | PixelBasis,
    boxed: bool,
    iterations: int,
    like: Tensor,
) -> Recorded:
    """The objective at the basis's coordinates. boxed: kept in range. like: the pictures."""
    kept_in_range = Box() if boxed else _unchanged
    device = like.device

    def evaluated(look: Callable[[Tensor], Pending], coordinates: Tensor) -> Pending:
        picture = basis.apply(coordinates)
        found = kept_in_range(picture, look(picture))
        del picture  # of a large picture every copy counts
        gradient = basis.apply(found.gradient)
        # As it was found it may lie where the next evaluation writes.
        return replace(found, gradient=gradient.clone() if gradient is found.gradient else gradient)

    def worthwhile() -> bool:
        on_cuda = device.type == "cuda" and objective.recording
        return on_cuda and look.side == 0 and iterations >= LEAST_EVALUATIONS

    extractor = objective.extractor
    precision = extractor.precision if isinstance(extractor, Extractor) else torch.float32
    return Recorded(
        partial(evaluated, look), partial(evaluated, objective.measure), worthwhile, ROUNDING[precision]
    )


def _steps(
    points: Iterator[Point],
    picture: Callable[[Tensor], Tensor],
    release: Callable[[], None],
    iterations: int,
    tolerance: float,
) -> Iterator[Step]:
    losses: deque[float] = deque(maxlen=WINDOW + 1)
    latest: Step | None = None
    for iteration, point in enumerate(islice(points, iterations), start=1):
        losses.append(point.at.loss)
        stopped = _settled(losses, tolerance) or ("finished" if iteration == iterations else "")
        latest = Step(iteration, point.at, partial(picture, point.place), stopped, release)
        yield latest
        if stopped:
            return
    assert latest is not None  # every optimiser yields its start
    yield replace(latest, stopped="settled: no step lowers the loss any more")


def _unchanged(_: Tensor, found: Pending) -> Pending:
    return found


def _settled(losses: deque[float], tolerance: float) -> str:
    """Why the painting may stop: the loss fell by less than the tolerance, a share of itself, over the window."""
    if len(losses) <= WINDOW or not losses[0] - losses[-1] < tolerance * abs(losses[0]):
        return ""
    return f"settled: the loss fell by less than {100 * tolerance:g} % in {WINDOW} iterations"

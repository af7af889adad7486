"""The optimisers by the names that settings.optimiser gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from torch import Tensor

from server.engine import first_order, lbfgs, lbfgsb
from server.engine.evaluation import Evaluate
from server.engine.lbfgs import Point


@dataclass(frozen=True)
class Optimiser:
    """minimise: (objective, start, step) -> the best point so far after every evaluation, without end.

    step: the first step or the learning rate, on pictures with values 0..1. fourier: works on the coordinates of
    precondition.py instead of pixels; not possible where the box 0..255 is obeyed. leaves_the_box: it must be called
    back (box.py).
    """

    minimise: Callable[[Evaluate, Tensor, float], Iterator[Point]]
    step: float
    fourier: bool = False
    leaves_the_box: bool = False


OPTIMISERS = {
    "lbfgs": Optimiser(lbfgs.minimise, 1 / 255, fourier=True, leaves_the_box=True),
    "lbfgsb": Optimiser(lbfgsb.minimise, 1 / 255),
    "adam": Optimiser(partial(first_order.minimise, make=first_order.adam), 0.02),
    "adagrad": Optimiser(partial(first_order.minimise, make=first_order.adagrad), 0.05),
    "rmsprop": Optimiser(partial(first_order.minimise, make=first_order.rmsprop), 0.005),
    "sgd": Optimiser(partial(first_order.minimise, make=first_order.momentum), 0.003),
}

"""Limited-memory BFGS that hands out every evaluation (Nocedal and Wright 2006, algorithms 7.4 and 7.5).

Differs from torch.optim.LBFGS in that each evaluation is yielded and that a step which does not lower the loss
enough is shortened instead of accepted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.evaluation import Evaluation

SUFFICIENT_DECREASE = 1e-4  # Nocedal and Wright 2006, section 3.1
MOST_SHORTENINGS = 20
PIECE = 1 << 22  # elements multiplied at once


@dataclass(frozen=True)
class Point:
    """A place and the objective there."""

    place: Tensor
    at: Evaluation


@dataclass(frozen=True)
class Pair:
    """A step, the change of the gradient over it, and their inner product, a number that stays on its device."""

    moved: Tensor
    turned: Tensor
    curvature: Tensor


Evaluate = Callable[[Tensor], Evaluation]
Pairs = deque[Pair]


def minimise(
    evaluate: Evaluate,
    start: Tensor,
    first_step: float,
    history: int = 20,
    history_dtype: torch.dtype | None = None,
    known: Iterable[Pair] = (),
    remember: Callable[[Pairs], object] = lambda _: None,
) -> Iterator[Point]:
    """Yields the best point so far after every evaluation; the caller stops it when it has enough.

    evaluate: the objective at a place. start: any shape. first_step: root-mean-square length of the first step, in
    the unit of start. history: pairs remembered; history_dtype: how, by default as start. known: pairs from before, of a
    like objective; any pairs give a direction downhill. remember: is given the pairs, which change as it goes on. Ends by
    itself only where no step along the gradient lowers the loss any more.
    """
    dtype = history_dtype or start.dtype
    point = Point(start, evaluate(start))
    del start  # of a large picture every copy counts
    yield point
    pairs: Pairs = deque(known, maxlen=history)
    remember(pairs)
    while True:
        direction = _direction(point.at.gradient, pairs)
        slope = float(_inner(direction, point.at.gradient))
        if slope == 0:
            return
        step = 1.0 if pairs else first_step * direction.numel() ** 0.5 / float(direction.norm())
        trial = direction.mul_(step).add_(point.place)
        del direction
        for _ in range(MOST_SHORTENINGS):
            candidate = Point(trial, evaluate(trial))
            if candidate.at.loss <= point.at.loss + SUFFICIENT_DECREASE * step * slope:
                _remember(pairs, point, candidate, dtype)
                point = candidate
                del trial, candidate
                yield point
                break
            yield point
            factor = _shortening(point.at.loss, candidate.at.loss, step * slope)
            trial = torch.lerp(point.place, trial, factor)
            step *= factor
        else:
            if not pairs:
                return
            pairs.clear()


def _direction(gradient: Tensor, pairs: Pairs) -> Tensor:
    """The two-loop recursion: minus the inverse Hessian's estimate times the gradient.

    Its numbers stay on the device: a GPU is not waited for once a pair.
    """
    if not pairs:
        return -gradient
    direction = gradient.clone()
    factors = []
    for pair in reversed(pairs):
        factor = _inner(pair.moved, direction) / pair.curvature
        direction.addcmul_(pair.turned, factor, value=-1)
        factors.append(factor)
    direction.mul_(pairs[-1].curvature / _inner(pairs[-1].turned, pairs[-1].turned))
    for pair, factor in zip(pairs, reversed(factors), strict=True):
        direction.addcmul_(pair.moved, factor - _inner(pair.turned, direction) / pair.curvature)
    return direction.neg_()


def _remember(pairs: Pairs, before: Point, after: Point, dtype: torch.dtype) -> None:
    """Keeps the pair only where the curvature is positive, so that every direction goes downhill."""
    moved = (after.place - before.place).to(dtype)
    turned = (after.at.gradient - before.at.gradient).to(dtype)
    curvature = _inner(moved, turned)
    if bool(curvature > 1e-10 * _inner(turned, turned)):
        pairs.append(Pair(moved, turned, curvature))


def _inner(left: Tensor, right: Tensor) -> Tensor:
    """The inner product, in at least float32, as a number on the device; piece by piece, for memory and exactness."""
    wide = torch.promote_types(torch.promote_types(left.dtype, right.dtype), torch.float32)
    pieces = zip(torch.split(left.flatten(), PIECE), torch.split(right.flatten(), PIECE), strict=True)
    return torch.stack([torch.dot(one.to(wide), other.to(wide)) for one, other in pieces]).sum()


def _shortening(loss: float, candidate: float, predicted: float) -> float:
    """The minimum of the parabola through both losses and the slope, kept between 0.1 and 0.5."""
    if not candidate < float("inf"):
        return 0.1
    return min(max(-predicted / (2 * (candidate - loss - predicted)), 0.1), 0.5)

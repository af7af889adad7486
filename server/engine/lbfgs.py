"""Limited-memory BFGS that hands out every evaluation (Nocedal and Wright 2006, algorithms 7.4 and 7.5).

Differs from torch.optim.LBFGS in that each evaluation is yielded and that a step which does not lower the loss
enough is shortened instead of accepted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.evaluation import Evaluate, Evaluation
from server.engine.pieces import pieces

SUFFICIENT_DECREASE = 1e-4  # Nocedal and Wright 2006, section 3.1
MOST_SHORTENINGS = 20


@dataclass(frozen=True)
class Point:
    """A place and the objective there."""

    place: Tensor
    at: Evaluation


@dataclass(frozen=True)
class Pair:
    """A step, the change of the gradient over it, and their inner product, a number that stays on its device.

    usable: whether that is positive, so that every direction goes downhill; on the device as well.
    """

    moved: Tensor
    turned: Tensor
    curvature: Tensor
    usable: Tensor


Pairs = deque[Pair]


def minimise(
    evaluate: Evaluate,
    start: Tensor,
    first_step: float,
    history: int = 20,
    history_dtype: torch.dtype | None = None,
) -> Iterator[Point]:
    """Yields the best point so far after every evaluation; the caller stops it when it has enough.

    evaluate: the objective at a place. start: any shape. first_step: root-mean-square length of the first step, in
    the unit of start. history: pairs remembered; history_dtype: how, by default as start. Ends by
    itself only where no step along the gradient lowers the loss any more. A GPU is waited for once an evaluation: its loss,
    the slope and the curvature are read together.
    """
    dtype = history_dtype or start.dtype
    point = Point(start, evaluate(start).read())
    del start  # of a large picture every copy counts
    yield point
    pairs: Pairs = deque(maxlen=history)
    while True:
        direction = _direction(point.at.gradient, pairs)
        steepness = _inner(direction, point.at.gradient)
        step = 1.0 if pairs else _first_step(first_step, direction)
        trial = direction.mul_(step).add_(point.place)
        del direction
        for _ in range(MOST_SHORTENINGS):
            scored = evaluate(trial)
            pair = _pair(point, trial, scored.gradient, dtype)
            at, (slope, usable) = scored.read_with((steepness, pair.usable))
            if slope == 0:
                return
            if at.loss <= point.at.loss + SUFFICIENT_DECREASE * step * slope:
                if usable:
                    pairs.append(pair)
                point = Point(trial, at)
                del trial, scored, at, pair
                yield point
                break
            factor = _shortening(point.at.loss, at.loss, step * slope)
            del scored, at, pair
            yield point
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


def _first_step(length: float, direction: Tensor) -> float:
    """The factor that gives a direction this root mean square; 0 where there is nowhere to go."""
    norm = float(direction.norm())
    return length * direction.numel() ** 0.5 / norm if norm else 0.0


def _pair(before: Point, place: Tensor, gradient: Tensor, dtype: torch.dtype) -> Pair:
    """From one place to another. It is made before the step is accepted: its numbers are read with the loss."""
    moved = _difference(place, before.place, dtype)
    turned = _difference(gradient, before.at.gradient, dtype)
    curvature = _inner(moved, turned)
    return Pair(moved, turned, curvature, curvature > 1e-10 * _inner(turned, turned))


def _difference(left: Tensor, right: Tensor, dtype: torch.dtype) -> Tensor:
    if dtype == left.dtype:
        return left - right
    found = torch.empty_like(left, dtype=dtype, memory_format=torch.contiguous_format)
    for into, one, other in pieces(found.view(-1), left.flatten(), right.flatten()):
        into.copy_(one - other)
    return found


def _inner(left: Tensor, right: Tensor) -> Tensor:
    """The inner product, in at least float32, as a number on the device; piece by piece, for memory and exactness."""
    wide = torch.promote_types(torch.promote_types(left.dtype, right.dtype), torch.float32)
    both = pieces(left.flatten(), right.flatten())
    return torch.stack([torch.dot(one.to(wide), other.to(wide)) for one, other in both]).sum()


def _shortening(loss: float, candidate: float, predicted: float) -> float:
    """The minimum of the parabola through both losses and the slope, kept between 0.1 and 0.5."""
    if not candidate < float("inf"):
        return 0.1
    return min(max(-predicted / (2 * (candidate - loss - predicted)), 0.1), 0.5)

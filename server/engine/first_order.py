"""First-order optimisers (Adam, Adagrad, RMSprop, SGD with momentum), one evaluation a step, inside the box."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from server.engine.evaluation import Evaluate
from server.engine.lbfgs import Point

BOX = (0.0, 255.0)  # sRGB values

Make = Callable[[list[Tensor], float], torch.optim.Optimizer]


def minimise(evaluate: Evaluate, start: Tensor, step: float, make: Make) -> Iterator[Point]:
    """Yields the best point so far after every evaluation; the caller stops it when it has enough.

    start: a picture, values 0..255; after each step it is clipped to them. step: the learning rate on that scale.
    The first gradient's root mean square is the unit of all gradients, so that a learning rate or an epsilon means
    the same whatever the weights of the terms are.
    """
    best = point = Point(start, evaluate(start).read())
    yield best
    unit = point.at.gradient.square().mean().sqrt().clamp(min=torch.finfo(start.dtype).tiny)
    place = start.clone()
    optimiser = make([place], step)
    while True:
        place.grad = point.at.gradient / unit
        optimiser.step()
        place.clamp_(*BOX)
        point = Point(place.clone(), evaluate(place).read())
        if point.at.loss < best.at.loss:
            best = point
        yield best


def adam(places: list[Tensor], step: float) -> torch.optim.Optimizer:
    """Kingma and Ba 2015, with beta1 and epsilon of TensorFlow's style transfer tutorial."""
    return torch.optim.Adam(places, lr=step, betas=(0.99, 0.999), eps=0.1)


def adagrad(places: list[Tensor], step: float) -> torch.optim.Optimizer:
    """Duchi et al. 2011."""
    return torch.optim.Adagrad(places, lr=step)


def rmsprop(places: list[Tensor], step: float) -> torch.optim.Optimizer:
    """Hinton 2012, lecture 6e."""
    return torch.optim.RMSprop(places, lr=step)


def momentum(places: list[Tensor], step: float) -> torch.optim.Optimizer:
    """Gradient descent with momentum 0.9."""
    return torch.optim.SGD(places, lr=step, momentum=0.9)

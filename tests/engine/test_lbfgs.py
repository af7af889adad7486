"""The minimiser on functions whose minimum is known."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, pairwise

import pytest
import torch
from torch import Tensor

from server.engine.evaluation import Evaluation, Pending
from server.engine.lbfgs import Point, minimise


def differentiated(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Evaluation]:
    def evaluate(place: Tensor) -> Evaluation:
        place = place.detach().requires_grad_()
        loss = function(place)
        (gradient,) = torch.autograd.grad(loss, place)
        return Evaluation(loss.item(), {}, gradient)

    return evaluate


def rosenbrock(place: Tensor) -> Tensor:
    return (100 * (place[1:] - place[:-1] ** 2) ** 2 + (1 - place[:-1]) ** 2).sum()


def ill_conditioned(place: Tensor) -> Tensor:
    return (torch.logspace(0, 4, place.numel(), dtype=place.dtype) * place.square()).sum()


def run(function: Callable[[Tensor], Tensor], start: Tensor, evaluations: int) -> list[Point]:
    return list(islice(minimise(differentiated(function), start, first_step=0.1), evaluations))


def test_it_finds_the_minimum_of_rosenbrocks_valley() -> None:
    points = run(rosenbrock, torch.tensor([-1.2, 1.0, -1.2, 1.0], dtype=torch.float64), 200)
    assert torch.allclose(points[-1].place, torch.ones(4, dtype=torch.float64), atol=1e-4)


def test_it_beats_steepest_descent_on_an_ill_conditioned_bowl() -> None:
    start = torch.ones(20, dtype=torch.float64)
    descent = start.clone()
    for _ in range(60):
        descent -= 1e-4 * 0.9 * torch.logspace(0, 4, 20, dtype=torch.float64) * descent
    assert run(ill_conditioned, start, 60)[-1].at.loss < 1e-2 * ill_conditioned(descent).item()


def test_the_loss_never_rises_from_one_yield_to_the_next() -> None:
    losses = [point.at.loss for point in run(rosenbrock, torch.tensor([-1.2, 1.0], dtype=torch.float64), 100)]
    assert all(after <= before for before, after in pairwise(losses))


def test_every_evaluation_is_yielded() -> None:
    count = 0

    def counted(place: Tensor) -> Tensor:
        nonlocal count
        count += 1
        return rosenbrock(place)

    points = run(counted, torch.tensor([-1.2, 1.0], dtype=torch.float64), 50)
    assert len(points) == count == 50


def test_it_ends_at_a_minimum_instead_of_running_for_ever() -> None:
    points = run(lambda place: place.square().sum(), torch.ones(3, dtype=torch.float64), 10_000)
    assert len(points) < 10_000
    assert points[-1].at.loss == pytest.approx(0, abs=1e-12)


def test_a_loss_that_is_not_finite_is_stepped_back_from() -> None:
    def walled(place: Tensor) -> Tensor:
        return torch.where(place.abs() < 1.5, (place - 1) ** 2, torch.tensor(float("nan"))).sum()

    points = list(islice(minimise(differentiated(walled), torch.tensor([-1.0]), first_step=50.0), 60))
    assert points[-1].at.loss == pytest.approx(0, abs=1e-6)


def test_a_history_of_half_the_size_still_finds_the_minimum() -> None:
    generator = torch.Generator().manual_seed(8)
    stiffness = torch.logspace(0, 2, 60).reshape(3, 4, 5)
    goal = torch.randn(3, 4, 5, generator=generator)

    def evaluate(place: torch.Tensor) -> Evaluation:
        off = place - goal
        return Evaluation(float((stiffness * off.square()).sum() / 2), {}, stiffness * off)

    points = minimise(evaluate, torch.zeros(3, 4, 5), 0.1, history=5, history_dtype=torch.bfloat16)
    losses = [point.at.loss for point in islice(points, 60)]
    assert losses[-1] < 1e-4 * losses[0]


def test_a_device_is_read_once_an_evaluation() -> None:
    """Loss, slope and curvature in one copy, and as many numbers each time."""
    reads: list[int] = []

    class Watched(Pending):
        def read_with(self, more):  # type: ignore[no-untyped-def]
            reads.append(len(more))
            return super().read_with(more)

    def evaluate(place: Tensor) -> Pending:
        found = differentiated(rosenbrock)(place)
        return Watched((), torch.tensor([found.loss], dtype=torch.float64), found.gradient)

    points = list(islice(minimise(evaluate, torch.tensor([-1.2, 1.0], dtype=torch.float64), 0.1), 30))
    expected = run(rosenbrock, torch.tensor([-1.2, 1.0], dtype=torch.float64), 30)
    assert [point.at.loss for point in points] == [point.at.loss for point in expected]
    assert reads == [0] + [2] * 29

"""Every optimiser goes down, those with a box stay in it, and each stops when it has settled and says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, pairwise

import pytest
import torch
from torch import Tensor

from server.engine.choices import OPTIMISERS as CHOICES
from server.engine.evaluation import Evaluation
from server.engine.lbfgs import Point
from server.engine.optimisers import OPTIMISERS
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.stylize import stylize

BOXED = [name for name, optimiser in OPTIMISERS.items() if not optimiser.fourier]
QUICK = Settings(iterations=12, scales=1, content_taps="conv2_2", style_taps="conv1_1:4 conv2_1:1")


def bowl(place: Tensor) -> Tensor:
    """Its minimum lies at -100 in one corner, at 300 in the opposite one: partly outside the box."""
    wanted = torch.linspace(-100, 300, place.numel(), dtype=place.dtype).reshape(place.shape)
    return (
        torch.linspace(1, 30, place.numel(), dtype=place.dtype).reshape(place.shape) * (place - wanted) ** 2
    ).mean()


def descend(name: str, function: Callable[[Tensor], Tensor], evaluations: int) -> list[Point]:
    def evaluate(place: Tensor) -> Evaluation:
        place = place.detach().requires_grad_()
        loss = function(place)
        (gradient,) = torch.autograd.grad(loss, place)
        return Evaluation(loss.item(), {}, gradient)

    start = torch.full((3, 8, 9), 128.0, dtype=torch.float64)
    optimiser = OPTIMISERS[name]
    return list(islice(optimiser.minimise(evaluate, start, 255 * optimiser.step), evaluations))


def test_the_choice_of_optimisers_is_complete() -> None:
    assert [choice.value for choice in CHOICES] == list(OPTIMISERS)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_finds_the_bottom_of_a_bowl(name: str) -> None:
    points = descend(name, bowl, 400)
    corner = points[-1].place.flatten()[len(points[-1].place.flatten()) // 2]
    assert corner.item() == pytest.approx(100, abs=5)
    assert all(after.at.loss <= before.at.loss for before, after in pairwise(points))


@pytest.mark.parametrize("name", BOXED)
def test_the_box_is_obeyed_and_its_walls_are_reached(name: str) -> None:
    points = descend(name, bowl, 400)
    for point in points:
        assert point.place.min() >= 0
        assert point.place.max() <= 255
    assert points[-1].place.min() == 0
    assert points[-1].place.max() == 255


def test_the_box_method_ends_at_the_minimum_in_the_box() -> None:
    wanted = torch.linspace(-100, 300, 3 * 8 * 9, dtype=torch.float64).reshape(3, 8, 9).clamp(0, 255)
    points = descend("lbfgsb", bowl, 10_000)
    assert len(points) < 200
    assert (points[-1].place - wanted).abs().max() < 1e-3


def test_every_evaluation_of_the_box_method_is_yielded_and_runs_in_the_callers_thread() -> None:
    threads = []

    def counted(place: Tensor) -> Tensor:
        threads.append(threading.current_thread())
        return bowl(place)

    points = descend("lbfgsb", counted, 7)
    assert threads == [threading.current_thread()] * 7
    assert len(points) == 7


def test_the_box_method_leaves_no_thread_behind_and_hands_on_what_goes_wrong() -> None:
    def broken(place: Tensor) -> Tensor:
        raise MemoryError

    before = threading.active_count()
    with pytest.raises(MemoryError):
        descend("lbfgsb", broken, 3)
    descend("lbfgsb", bowl, 3)
    assert threading.active_count() == before


@pytest.mark.parametrize("factor", [1e-9, 1e9])
@pytest.mark.parametrize("name", OPTIMISERS)
def test_the_way_down_does_not_depend_on_the_unit_of_the_loss(name: str, factor: float) -> None:
    expected = descend(name, bowl, 20)[-1].place
    found = descend(name, lambda place: factor * bowl(place), 20)[-1].place
    assert torch.allclose(found, expected, atol=1e-3)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_lowers_the_loss_of_a_picture(name, torch_networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    spec = StyleSpec(photograph[:, :48, :64], (StyleImage(painting),), replace(QUICK, optimiser=name))
    losses = [iterate.loss for iterate in stylize(spec, torch_networks)]
    assert len(losses) == 12
    assert losses[-1] < 0.75 * losses[0]


@pytest.mark.parametrize("name", ["lbfgs", "lbfgsb", "adam"])
def test_it_stops_when_the_loss_has_settled_and_says_so(name, torch_networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, optimiser=name, iterations=300, tolerance=0.5)
    spec = StyleSpec(photograph[:, :48, :64], (StyleImage(painting),), settings)
    iterates = list(stylize(spec, torch_networks))
    assert 21 <= len(iterates) < 300
    assert iterates[-21].loss - iterates[-1].loss < 0.5 * iterates[-21].loss
    assert iterates[-1].stopped == "settled: the loss fell by less than 50 % in 20 iterations"
    assert iterates[-1].fraction == 1.0
    assert not any(iterate.stopped for iterate in iterates[:-1])


def test_a_scale_that_settles_early_hands_over_to_the_next(torch_networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, iterations=60, scales=2, tolerance=1.0)
    iterates = list(stylize(StyleSpec(photograph, (StyleImage(painting),), settings), torch_networks))
    assert [iterate.scale for iterate in iterates] == [1] * 21 + [2] * 21
    fractions = [iterate.fraction for iterate in iterates]
    assert fractions == sorted(fractions)


def test_without_a_tolerance_it_never_stops_early(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, iterations=30, tolerance=0.0, optimiser="sgd", learning_rate=1e-9)
    spec = StyleSpec(photograph[:, :48, :64], (StyleImage(photograph),), settings)
    assert len(list(stylize(spec, torch_networks))) == 30


def test_a_start_that_cannot_be_bettered_ends_the_run_and_says_so(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    small = photograph[:, :48, :64]
    settings = replace(QUICK, iterations=200, style_weight=0.0, tv_weight=0.0, optimiser="lbfgsb")
    iterates = list(stylize(StyleSpec(small, (StyleImage(small),), settings), torch_networks))
    assert len(iterates) < 200
    assert iterates[-1].stopped.startswith("settled")

"""The soft box: nothing inside, a parabola outside, in the objective's own measure."""

from __future__ import annotations

import pytest
import torch

from server.engine.box import Box
from server.engine.evaluation import Evaluation, Pending


def at(picture: torch.Tensor, gradient: float = 2.0) -> Pending:
    return Pending(("style",), picture.new_tensor([10.0, 10.0]), torch.full_like(picture, gradient))


def boxed(box: Box, picture: torch.Tensor, gradient: float = 2.0) -> Evaluation:
    return box(picture, at(picture, gradient)).read()


def test_inside_nothing_changes() -> None:
    picture = torch.tensor([0.0, 100.0, 255.0])
    found = boxed(Box(), picture)
    assert (found.loss, found.terms) == (10.0, {"style": 10.0})
    assert torch.equal(found.gradient, at(picture).gradient)


def test_outside_the_gradient_is_that_of_the_term() -> None:
    box = Box()
    picture = torch.tensor([-3.0, 100.0, 259.0], dtype=torch.float64)
    boxed(box, picture)
    step = 1e-4 * torch.tensor([1.0, 1.0, -1.0], dtype=torch.float64)
    ahead, behind = (boxed(box, picture + sign * step) for sign in (1, -1))
    slope = ((boxed(box, picture).gradient - 2.0) * step).sum()
    assert ahead.loss - behind.loss == pytest.approx(2 * float(slope), rel=1e-6)


def test_the_pull_grows_with_the_objective() -> None:
    picture = torch.tensor([300.0])
    weak, strong = (boxed(Box(), picture, gradient).terms["range"] for gradient in (1.0, 1000.0))
    assert strong == pytest.approx(1000 * weak)


def test_terms_still_add_up_to_the_loss() -> None:
    picture = torch.tensor([-5.0, 300.0])
    found = boxed(Box(), picture)
    assert sum(found.terms.values()) == pytest.approx(found.loss)

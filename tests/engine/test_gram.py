"""Gram matrices in every precision and memory order; their gradient."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.gram import covered_gram


def features(channels: int, positions: int, dtype: torch.dtype, channels_last: bool) -> Tensor:
    generator = torch.Generator().manual_seed(2)
    values = torch.rand(channels, positions, generator=generator, dtype=torch.float64).to(dtype)
    return values.T.contiguous().T if channels_last else values


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("covered", [False, True])
@pytest.mark.parametrize(("channels", "positions"), [(8, 300), (200, 50), (16, 128), (3, 1)])
@pytest.mark.parametrize(
    ("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5), (torch.bfloat16, 5e-3)], ids=str
)
def test_it_is_the_sum_of_outer_products(
    dtype: torch.dtype, tolerance: float, channels: int, positions: int, covered: bool, channels_last: bool
) -> None:
    values = features(channels, positions, dtype, channels_last)
    coverage = torch.linspace(0.1, 1, positions, dtype=torch.float64) if covered else None
    exact = values.double()
    expected = (exact if coverage is None else exact * coverage) @ exact.T
    given = None if coverage is None else coverage.to(dtype if dtype == torch.float64 else torch.float32)
    found = covered_gram(values, given)
    assert found.dtype == (torch.float64 if dtype == torch.float64 else torch.float32)
    assert (found.double() - expected).norm() <= tolerance * expected.norm()


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("covered", [False, True])
def test_the_gradient_equals_finite_differences(covered: bool, channels_last: bool) -> None:
    values = features(5, 12, torch.float64, channels_last).requires_grad_()
    coverage = torch.linspace(0, 1, 12, dtype=torch.float64) if covered else None
    weights = torch.rand(5, 5, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda each: (covered_gram(each, coverage) * weights).sum(), (values,))

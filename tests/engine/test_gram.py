"""Gram matrices in every precision and memory order; their gradient."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.gram import CHUNK, LEAST_CHUNKS, covered_gram


def features(channels: int, positions: int, dtype: torch.dtype, channels_last: bool) -> Tensor:
    generator = torch.Generator().manual_seed(2)
    values = torch.rand(channels, positions, generator=generator, dtype=torch.float64).to(dtype)
    return values.T.contiguous().T if channels_last else values


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("covered", [False, True])
@pytest.mark.parametrize(("channels", "positions"), [(8, 300), (200, 50), (16, 128), (3, 1), (8, 9000)])
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
@pytest.mark.parametrize("positions", [LEAST_CHUNKS * CHUNK, LEAST_CHUNKS * CHUNK + 77])
def test_many_short_products_in_bfloat16_round_less_than_the_features_are(
    positions: int, channels_last: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.engine.gram.AT_ONCE", 5 * 24**2)  # five of them, then the next five
    values = features(24, positions, torch.bfloat16, channels_last)
    exact = values.double() @ values.double().T
    assert (covered_gram(values).double() - exact).norm() <= 5e-4 * exact.norm()


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("covered", [False, True])
def test_the_gradient_equals_finite_differences(covered: bool, channels_last: bool) -> None:
    values = features(5, 12, torch.float64, channels_last).requires_grad_()
    coverage = torch.linspace(0, 1, 12, dtype=torch.float64) if covered else None
    weights = torch.rand(5, 5, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda each: (covered_gram(each, coverage) * weights).sum(), (values,))

"""Each term equals a transcription of its formula in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from server.engine.terms import (
    content_term,
    gram_matrix,
    mean_gram_matrix,
    positions,
    style_term,
    total_variation,
)


@pytest.fixture
def features() -> torch.Tensor:
    return torch.rand(5, 12, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@pytest.fixture
def other() -> torch.Tensor:
    return torch.rand(5, 12, generator=torch.Generator().manual_seed(2), dtype=torch.float64)


def gram_by_sums(features: np.ndarray) -> np.ndarray:
    """G_ij = sum_k F_ik F_jk, written out."""
    channels, count = features.shape
    gram = np.zeros((channels, channels))
    for i in range(channels):
        for j in range(channels):
            gram[i, j] = sum(features[i, k] * features[j, k] for k in range(count))
    return gram


def test_the_gram_matrix_is_the_sum_of_products_over_positions(features: torch.Tensor) -> None:
    assert np.allclose(gram_matrix(features).numpy(), gram_by_sums(features.numpy()))


def test_the_style_term_is_the_published_formula_where_sizes_agree(
    features: torch.Tensor, other: torch.Tensor
) -> None:
    channels, count = features.shape
    difference = gram_by_sums(features.numpy()) - gram_by_sums(other.numpy())
    published = (difference**2).sum() / (4 * channels**2 * count**2)
    assert style_term(features, mean_gram_matrix(other)).item() == pytest.approx(published)


def test_the_style_term_is_zero_for_the_same_features_at_twice_the_size(features: torch.Tensor) -> None:
    twice = torch.cat([features, features], dim=1)
    assert style_term(twice, mean_gram_matrix(features)).item() == pytest.approx(0, abs=1e-20)


def test_a_mask_of_ones_and_zeros_counts_only_the_covered_positions(features: torch.Tensor) -> None:
    coverage = torch.tensor([1.0, 0.0] * 6, dtype=torch.float64)
    expected = mean_gram_matrix(features[:, ::2])
    assert torch.allclose(mean_gram_matrix(features, coverage), expected)


def test_a_uniform_mask_changes_nothing(features: torch.Tensor) -> None:
    coverage = torch.full((12,), 0.25, dtype=torch.float64)
    assert torch.allclose(mean_gram_matrix(features, coverage), mean_gram_matrix(features))


@pytest.mark.parametrize(("measure", "divisor"), [("sum", 1), ("mean", 60)])
def test_the_content_term_is_half_the_squared_distance(
    features: torch.Tensor, other: torch.Tensor, measure: str, divisor: int
) -> None:
    expected = 0.5 * ((features.numpy() - other.numpy()) ** 2).sum() / divisor
    assert content_term(features, other, measure).item() == pytest.approx(expected)


def test_total_variation_is_the_mean_of_squared_steps() -> None:
    image = np.random.default_rng(3).random((3, 5, 7))
    steps = 0.0
    for c in range(3):
        for y in range(5):
            for x in range(7):
                steps += (image[c, y, x + 1] - image[c, y, x]) ** 2 if x < 6 else 0
                steps += (image[c, y + 1, x] - image[c, y, x]) ** 2 if y < 4 else 0
    assert total_variation(torch.from_numpy(image)).item() == pytest.approx(steps / 35)


def test_positions_keep_the_channels_apart() -> None:
    features = torch.arange(24.0).reshape(1, 2, 3, 4)
    assert torch.equal(positions(features), torch.arange(24.0).reshape(2, 12))


def test_absolute_total_variation_is_the_mean_of_the_steps_sizes() -> None:
    image = np.random.default_rng(4).random((3, 5, 7))
    steps = np.abs(np.diff(image, axis=1)).sum() + np.abs(np.diff(image, axis=2)).sum()
    assert total_variation(torch.from_numpy(image), "absolute").item() == pytest.approx(steps / 35)


def test_absolute_total_variation_prefers_no_slope_and_squared_the_gentler_one() -> None:
    hard = torch.zeros(3, 6, 8)
    hard[..., 4:] = 1
    soft = torch.linspace(0, 1, 8).expand(3, 6, 8)
    assert total_variation(hard, "absolute").item() == pytest.approx(total_variation(soft, "absolute").item())
    assert total_variation(soft) < 0.5 * total_variation(hard)

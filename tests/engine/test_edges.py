"""Edges are found where they are, the measure of agreement is one, and protecting them protects them."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.edges import edge_agreement, edge_mask, split_by_edges
from server.engine.targets import StyleTarget


def disc(side: int = 40, shift: int = 0) -> Tensor:
    y, x = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    inside = (x - side / 2 - shift) ** 2 + (y - side / 2) ** 2 < (side / 4) ** 2
    return inside.float().expand(3, -1, -1) * 0.6 + 0.2


def test_the_mask_is_high_on_the_outline_and_zero_in_flat_parts() -> None:
    mask = edge_mask(disc())
    assert mask[20, 30] > 0.9
    assert mask[20, 20] < 1e-4
    assert mask[0, 0] < 1e-4
    assert mask.min() >= 0
    assert mask.max() <= 1


def test_the_mask_is_soft_and_does_not_depend_on_contrast_or_brightness() -> None:
    picture = torch.rand(3, 30, 30, generator=torch.Generator().manual_seed(1))
    mask = edge_mask(picture)
    assert ((mask > 0.1) & (mask < 0.9)).float().mean() > 0.5
    assert torch.allclose(edge_mask(40 * picture + 3), mask, atol=1e-3)


def test_a_flat_picture_has_no_edges() -> None:
    assert edge_mask(torch.full((3, 20, 20), 0.5)).max() < 0.02


def test_agreement_is_one_with_itself_less_when_shifted_and_none_with_noise() -> None:
    noise = torch.rand(3, 40, 40, generator=torch.Generator().manual_seed(1))
    assert edge_agreement(disc(), disc()) == pytest.approx(1)
    assert edge_agreement(1 - disc() * 0.3, disc()) == pytest.approx(1, abs=1e-3)
    assert 0.2 < edge_agreement(disc(shift=1), disc()) < 0.95
    assert abs(edge_agreement(noise, disc())) < 0.15


def targets(coverage: Tensor | None, share: float) -> tuple[StyleTarget, ...]:
    return (StyleTarget(coverage, share, {"conv1_1": torch.eye(2)}),)


def test_a_split_target_covers_and_pulls_as_much_as_before_when_nothing_is_protected() -> None:
    edges = edge_mask(disc())
    for coverage, share in ((None, 1.0), (torch.full((40, 40), 0.5), 0.5)):
        on, off = split_by_edges(targets(coverage, share), edges, 0.0)
        assert on.coverage is not None
        assert off.coverage is not None
        whole = torch.ones(40, 40) if coverage is None else coverage
        assert torch.allclose(on.coverage + off.coverage, whole)
        assert on.share + off.share == pytest.approx(share)


def test_protection_takes_weight_off_the_edges_and_at_last_leaves_them_out() -> None:
    edges = edge_mask(disc())
    free, _ = split_by_edges(targets(None, 1.0), edges, 0.0)
    half, _ = split_by_edges(targets(None, 1.0), edges, 0.5)
    assert half.share == pytest.approx(0.5 * free.share)
    (only,) = split_by_edges(targets(None, 1.0), edges, 1.0)
    assert only.coverage is not None
    assert torch.equal(only.coverage, 1 - edges)


def test_a_picture_without_edges_is_not_split() -> None:
    (only,) = split_by_edges(targets(None, 1.0), torch.zeros(40, 40), 0.5)
    assert only.share == 1.0

"""Edges are found where they are, the measure of agreement is one, and protecting them protects them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from server.engine.admm_patches import cover
from server.engine.edges import edge_agreement, edge_mask, split_by_edges
from server.engine.frame import frame
from server.engine.networks import Networks
from server.engine.objectives import objectives
from server.engine.parts import Part, parts
from server.engine.schedule import schedule
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.stylize import stylize
from tests.conftest import as_tensor

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"


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


def whole(coverage: Tensor | None = None) -> tuple[Part, ...]:
    return (Part(coverage, (StyleImage(disc(30)),)),)


@pytest.mark.parametrize("coverage", [None, torch.full((40, 40), 0.5)], ids=["everywhere", "half"])
@pytest.mark.parametrize("matched", [True, False])
def test_the_two_parts_together_are_the_whole(coverage: Tensor | None, matched: bool) -> None:
    edges = edge_mask(disc())
    on, off = split_by_edges(whole(coverage), edges, 1.0, matched)
    assert on.coverage is not None
    assert off.coverage is not None
    assert torch.allclose(on.coverage + off.coverage, torch.ones(40, 40) if coverage is None else coverage)
    assert on.coverage[20, 30] > 9 * off.coverage[20, 30]
    assert (on.weight, off.weight) == (1.0, 1.0)


def test_matched_styles_are_split_by_their_own_outlines_and_others_not_at_all() -> None:
    edges = edge_mask(disc())
    on, off = split_by_edges(whole(), edges, 1.0, matched=True)
    assert on.styles[0].coverage is not None
    assert off.styles[0].coverage is not None
    assert torch.equal(on.styles[0].coverage, edge_mask(disc(30)))
    assert torch.equal(off.styles[0].coverage, 1 - edge_mask(disc(30)))
    for part in split_by_edges(whole(), edges, 1.0, matched=False):
        assert part.styles[0].coverage is None


def test_the_edge_weight_is_the_outlines_pull_and_none_leaves_them_out() -> None:
    edges = edge_mask(disc())
    assert [part.weight for part in split_by_edges(whole(), edges, 0.3, matched=True)] == [0.3, 1.0]
    (only,) = split_by_edges(whole(), edges, 0.0, matched=True)
    assert only.coverage is not None
    assert torch.equal(only.coverage, 1 - edges)


def test_what_has_no_edges_is_not_split() -> None:
    (only,) = split_by_edges(whole(), torch.zeros(40, 40), 1.0, matched=False)
    assert only.coverage is not None
    assert only.coverage.min() == 1
    flat = (Part(None, (StyleImage(torch.zeros(3, 30, 30)),)),)
    on, _ = split_by_edges(flat, edge_mask(disc()), 1.0, matched=True)
    assert on.styles[0].coverage is None


def test_edges_agree_clearly_better_at_equal_style_loss(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    """The measured figure: about 0.3 without, 0.5 with matched edges (64 x 48, cat and swirling night)."""
    style = as_tensor(np.asarray(Image.open(SAMPLES / "swirling_night.jpg")), 64)
    content = as_tensor(photograph.mul(255).byte().permute(1, 2, 0).numpy(), 64)
    settings = Settings(
        scales=1,
        iterations=50,
        style_taps="conv1_1:256 conv2_1:64 conv3_1:16 conv4_1:4",
        content_taps="conv3_2",
        content_weight=1e4,
        style_weight=1.0,
        tv_weight=1.0,
    )
    free = curve(torch_networks, content, style, settings)
    matched = curve(torch_networks, content, style, replace(settings, edges="matched"))
    worst = max(free[-1][0], matched[-1][0])
    before, after = agreement_at(free, worst), agreement_at(matched, worst)
    assert after > before + 0.1


def curve(
    networks: Networks, content: Tensor, style: Tensor, settings: Settings
) -> list[tuple[float, float]]:
    """(style loss as without any split, edge agreement) after every fifth evaluation."""
    spec = StyleSpec(content, (StyleImage(style),), settings)
    plain = replace(spec, settings=replace(settings, edges="free"))
    whole = frame(content, None)
    (scale,) = schedule(settings, *content.shape[1:])
    judge = objectives(plain, whole, parts(plain, whole), scale, networks)(cover(*scale.size, 0, 0.5)[0])
    found = []
    for iterate in stylize(spec, networks):
        if iterate.iteration % 5 == 0:
            picture = iterate.picture()
            with torch.no_grad():
                loss = float(judge.terms(picture * 255)["style"])
            found.append((loss, edge_agreement(picture, content)))
    return found


def agreement_at(curve: list[tuple[float, float]], loss: float) -> float:
    """The agreement where the curve reaches that style loss."""
    return next(agreement for found, agreement in curve if found <= loss)

"""Edges are found where they are, the measure of agreement is one, and protecting them protects them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skimage.data
import torch
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from torch import Tensor

from server.engine.admm_patches import cover
from server.engine.edges import edge_agreement, split_by_edges
from server.engine.frame import frame
from server.engine.networks import Networks
from server.engine.objectives import objectives
from server.engine.outlines import Outlines, edge_mask, matched_ranks
from server.engine.parts import Part, parts
from server.engine.resample import reduce_mask
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


def test_only_matched_styles_are_limited_to_their_own_outlines() -> None:
    edges = edge_mask(disc())
    on, off = split_by_edges(whole(), edges, 1.0, matched=True)
    assert on.outlines is not None and off.outlines is not None
    assert (on.outlines.inside, off.outlines.inside) == (True, False)
    for part in split_by_edges(whole(), edges, 1.0, matched=False):
        assert part.outlines is None


@pytest.mark.parametrize(("height", "width"), [(40, 40), (20, 20), (5, 5)])
def test_a_style_has_outlines_over_as_much_of_every_tap_as_the_content(height: int, width: int) -> None:
    content, style = torch.rand(3, 40, 40, generator=torch.Generator().manual_seed(2)), disc(40)
    edges = edge_mask(content)
    on, off = (Outlines(edges, None, inside).of(style, None, height, width) for inside in (True, False))
    assert torch.allclose(on + off, torch.ones(height, width))
    wanted = reduce_mask(edges, height, width).flatten().sort().values
    assert torch.allclose(on.flatten().sort().values, wanted)
    if height == 40:
        assert on[20, 30] == edges.max()


def test_only_what_counts_of_style_and_content_is_matched() -> None:
    left, top = torch.zeros(40, 40), torch.zeros(40, 40)
    left[:, :20], top[:20] = 1, 1
    edges = edge_mask(disc())
    found = Outlines(edges, left, inside=True).of(disc(40), top, 40, 40)
    assert found[20:].max() == 0
    assert float(found[:20].mean()) == pytest.approx(float(edges[:, :20].mean()), rel=1e-3)


@given(
    some.lists(some.floats(0, 1), min_size=1, max_size=30),
    some.lists(some.floats(0, 1), min_size=1, max_size=30),
)
def test_matched_values_keep_their_order_and_come_from_the_pattern(
    values: list[float], pattern: list[float]
) -> None:
    one, other = torch.tensor(values), torch.tensor(pattern)
    matched = matched_ranks(one, torch.ones_like(one), other, torch.ones_like(other))
    assert set(matched.tolist()) <= set(other.tolist())
    order = one.argsort()
    assert bool((matched[order].diff() >= 0).all())


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


PAIRS = [
    ("chelsea", "swirling_night"),
    ("coffee", "swirling_night"),
    ("coffee", "stained_discs"),
    ("chelsea", "woodcut_wave"),
]


@pytest.mark.parametrize(("photograph", "painting"), PAIRS)
def test_edges_agree_clearly_better_at_equal_style_loss(torch_networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    """By the plain style term, as without any split: 96 pixels here; the sheet 'edges' measures larger pictures."""
    style = as_tensor(np.asarray(Image.open(SAMPLES / f"{painting}.jpg")), 96)
    content = as_tensor(getattr(skimage.data, photograph)(), 96)
    settings = replace(Settings(), scales=1, size=96, iterations=40)
    free = curve(torch_networks, content, style, settings)
    matched = curve(torch_networks, content, style, replace(settings, edges="matched"))
    worst = max(free[-1][0], matched[-1][0])
    before, after = agreement_at(free, worst), agreement_at(matched, worst)
    assert after > before + 0.07


def test_with_the_whole_style_for_both_parts_as_published_edges_agree_less(torch_networks) -> None:  # type: ignore[no-untyped-def]
    style = as_tensor(np.asarray(Image.open(SAMPLES / "swirling_night.jpg")), 96)
    content = as_tensor(skimage.data.chelsea(), 96)
    settings = replace(Settings(), scales=1, size=96, iterations=24)
    free = curve(torch_networks, content, style, settings)
    published = curve(torch_networks, content, style, replace(settings, edges="published"))
    assert published[-1][1] < free[-1][1] - 0.1


def curve(
    networks: Networks, content: Tensor, style: Tensor, settings: Settings
) -> list[tuple[float, float]]:
    """(style loss as without any split, edge agreement) after every fourth evaluation."""
    spec = StyleSpec(content, (StyleImage(style),), settings)
    plain = replace(spec, settings=replace(settings, edges="free"))
    whole = frame(content, None)
    (scale,) = schedule(settings, *content.shape[1:])
    judge = objectives(plain, whole, parts(plain, whole), scale, networks)(cover(*scale.size, 0, 0.5)[0])
    found = []
    for iterate in stylize(spec, networks):
        if iterate.iteration % 4 == 0:
            picture = iterate.picture()
            with torch.no_grad():
                loss = float(judge.terms(picture * 255)["style"])
            found.append((loss, edge_agreement(picture, content)))
    return found


def agreement_at(curve: list[tuple[float, float]], loss: float) -> float:
    """The agreement where the curve reaches that style loss."""
    return next(agreement for found, agreement in curve if found <= loss)

"""The gradient is right, for every preset and with masks: it equals finite differences in float64."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from models.library import load_network
from server.engine.extractor import extractor_for
from server.engine.kernels import Convolutions
from server.engine.networks import taps_in_use
from server.engine.notation import parse_taps
from server.engine.objective import Objective
from server.engine.presets import PRESETS
from server.engine.settings import Settings
from server.engine.targets import StyleTarget
from server.engine.terms import mean_gram_matrix, positions

SIDE = 32


def build(settings: Settings, content: Tensor, style: Tensor, coverages: list[Tensor | None]) -> Objective:
    """An objective in float64 whose targets come from the same network."""
    network = load_network(settings.network, settings.pooling, settings.padding).double()  # type: ignore[arg-type]
    taps = taps_in_use(settings)
    with torch.no_grad():
        of_content = network(content[None], taps)
        of_style = network(style[None], taps)
    grams = {
        tap: mean_gram_matrix(positions(of_style[tap]))
        for tap in parse_taps(settings.style_taps)
        if tap in taps
    }
    styles = tuple(StyleTarget(coverage, 1.0 / len(coverages), grams) for coverage in coverages)
    wanted = {tap: of_content[tap] for tap in parse_taps(settings.content_taps) if tap in taps}
    return Objective(extractor_for(network, taps, Convolutions()), settings, wanted, styles)


def to_be_had(settings: Settings) -> Settings:
    """The settings with random weights where torchvision's would have to come from the internet."""
    return replace(settings, network=settings.network.replace("-torchvision", "-random"))


@pytest.fixture
def pictures() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Content, style, a picture between them and a random direction, all (3, side, side) float64 0..255."""
    generator = torch.Generator().manual_seed(5)
    content, style, direction = torch.rand(3, 3, SIDE, SIDE, generator=generator, dtype=torch.float64)
    return content * 255, style * 255, (content + style) * 127, direction - 0.5


def masks() -> dict[str, list[Tensor | None]]:
    ramp = torch.linspace(0, 1, SIDE, dtype=torch.float64).expand(SIDE, SIDE)
    return {"everywhere": [None], "two regions": [ramp, 1 - ramp]}


@pytest.mark.parametrize("coverage", masks(), ids=str)
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_gradient_equals_finite_differences(preset, coverage, pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, picture, direction = pictures
    objective = build(replace(to_be_had(preset.settings), tv_weight=1.0), content, style, masks()[coverage])
    slope = (objective.evaluate(picture).gradient * direction).sum().item()
    step = 1e-4
    ahead = objective.evaluate(picture + step * direction).loss
    behind = objective.evaluate(picture - step * direction).loss
    assert slope == pytest.approx((ahead - behind) / (2 * step), rel=1e-4)


def test_the_loss_is_the_sum_of_the_weighted_terms(pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, picture, _ = pictures
    evaluation = build(Settings(), content, style, [None]).evaluate(picture)
    assert set(evaluation.terms) == {"content", "style", "smoothness"}
    assert evaluation.loss == pytest.approx(sum(evaluation.terms.values()))


def test_the_content_itself_has_no_content_loss_and_the_style_no_style_loss(pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, _, _ = pictures
    objective = build(Settings(), content, style, [None])
    assert objective.evaluate(content).terms["content"] == pytest.approx(0, abs=1e-12)
    assert objective.evaluate(style).terms["style"] == pytest.approx(0, abs=1e-12)


def test_twice_the_strength_is_twice_the_style_term(pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, picture, _ = pictures
    once = build(Settings(), content, style, [None]).evaluate(picture)
    twice = build(Settings(style_strength=2.0), content, style, [None]).evaluate(picture)
    assert twice.terms["style"] == pytest.approx(2 * once.terms["style"])
    assert twice.terms["content"] == pytest.approx(once.terms["content"])


def test_a_region_is_pulled_only_inside_its_mask(pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, picture, _ = pictures
    left = torch.zeros(SIDE, SIDE, dtype=torch.float64)
    left[:, : SIDE // 2] = 1
    settings = Settings(style_taps="conv1_1", content_weight=0.0, tv_weight=0.0)
    gradient = build(settings, content, style, [left]).evaluate(picture).gradient
    assert gradient[:, :, : SIDE // 2].abs().max() > 0
    assert gradient[:, :, SIDE // 2 + 1 :].abs().max() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"tv_measure": "absolute", "tv_weight": 100.0},
        {"layer_weighting": "late"},
        {"content_weight": 0.0},
        {"style_weight": 0.0},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_gradient_of_each_variant_equals_finite_differences(changes, pictures) -> None:  # type: ignore[no-untyped-def]
    content, style, picture, direction = pictures
    base = Settings(content_taps="conv2_1", style_taps="conv1_1:1 conv2_1:1", tv_weight=0.0)
    objective = build(replace(base, **changes), content, style, [None])
    evaluation = objective.evaluate(picture)
    slope = (evaluation.gradient * direction).sum().item()
    step = 1e-5
    ahead = objective.evaluate(picture + step * direction).loss
    behind = objective.evaluate(picture - step * direction).loss
    assert slope == pytest.approx((ahead - behind) / (2 * step), rel=1e-4)
    assert evaluation.loss == pytest.approx(sum(evaluation.terms.values()))

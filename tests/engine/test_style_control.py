"""The size of strokes and the mixing of styles."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.parts import Part, at_scale, style_targets
from server.engine.schedule import Scale
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.stylize import stylize


def stripes(period: int, height: int = 48, width: int = 64) -> Tensor:
    wave = (torch.arange(width) % period < period / 2).float()
    return wave.expand(3, height, width) * 0.8 + 0.1


@pytest.mark.parametrize(("style_scale", "size"), [(0.5, (24, 32)), (1.0, (48, 64)), (2.0, (96, 128))])
def test_a_style_is_seen_at_the_pictures_size_times_its_scale(
    style_scale: float, size: tuple[int, int]
) -> None:
    styles = (StyleImage(torch.rand(3, 96, 128), 1.0, torch.ones(96, 128)),)
    (part,) = at_scale((Part(None, styles),), Scale(64, 48, 1), style_scale, 16)
    assert part.styles[0].image.shape[1:] == size
    assert part.styles[0].coverage is not None
    assert part.styles[0].coverage.shape == size


def test_a_style_is_never_smaller_than_the_network_can_look_at() -> None:
    (part,) = at_scale((Part(None, (StyleImage(torch.rand(3, 30, 60)),)),), Scale(64, 64, 1), 0.1, 16)
    assert min(part.styles[0].image.shape[1:]) >= 16


def test_a_larger_brush_scale_paints_wider_strokes(torch_networks) -> None:  # type: ignore[no-untyped-def]
    def changes(style_scale: float) -> float:
        settings = Settings(
            mode="texture",
            style_scale=style_scale,
            style_taps="conv1_1:4 conv2_1:2 conv3_1:1",
            style_weight=1.0,
            tv_weight=0.0,
            iterations=60,
            scales=1,
        )
        spec = StyleSpec(torch.zeros(3, 48, 64), (StyleImage(stripes(8)),), settings)
        light = list(stylize(spec, torch_networks))[-1].picture().mean(0)
        return (light[:, 1:] - light[:, :-1]).abs().mean().item()

    assert changes(2.0) < 0.75 * changes(1.0)


def test_a_blend_of_equal_styles_is_that_style_and_weights_are_relative(torch_networks) -> None:  # type: ignore[no-untyped-def]
    passes = torch_networks.target_passes(Settings(content_weight=0.0, style_taps="conv1_1 conv2_1"))
    one, other = torch.rand(2, 3, 32, 32)

    def grams(*styles: StyleImage) -> Tensor:
        (target,) = style_targets((Part(None, styles),), passes.style)
        return target.grams["conv2_1"]

    alone, second = grams(StyleImage(one)), grams(StyleImage(other))
    assert torch.allclose(grams(StyleImage(one, 2.0), StyleImage(one, 5.0)), alone, rtol=1e-4)
    mixed = grams(StyleImage(one, 3.0), StyleImage(other, 1.0))
    assert torch.allclose(mixed, 0.75 * alone + 0.25 * second, rtol=1e-4)
    assert torch.allclose(grams(StyleImage(one, 30.0), StyleImage(other, 10.0)), mixed, rtol=1e-4)


def test_colour_only_paints_hues_and_leaves_every_light_as_it_was(
    torch_networks, photograph, painting
) -> None:  # type: ignore[no-untyped-def]
    settings = Settings(colors="only", iterations=8, scales=1, style_taps="conv1_1 conv2_1", style_weight=1.0)
    content = photograph[:, :48, :64]
    result = list(stylize(StyleSpec(content, (StyleImage(painting),), settings), torch_networks))[
        -1
    ].picture()
    weights = torch.tensor([0.299, 0.587, 0.114])[:, None, None]
    assert ((result - content) * weights).sum(0).abs().max() < 1e-4
    assert (result - content).abs().mean() > 0.01

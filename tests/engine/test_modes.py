"""Textures and reconstructions: the same objective with some of its weights at zero."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from server.engine.modes import resolved
from server.engine.networks import Networks, taps_in_use
from server.engine.parameters import InvalidSetting
from server.engine.settings import Settings
from server.engine.spec import Iterate, StyleImage, StyleSpec
from server.engine.stylize import stylize

QUICK = Settings(
    iterations=25, scales=1, content_taps="conv2_2", style_taps="conv1_1:4 conv2_1:1", tv_weight=0.0
)


def run(
    torch_networks: Networks, content: Tensor, styles: tuple[StyleImage, ...], settings: Settings
) -> list[Iterate]:
    return list(stylize(StyleSpec(content[:, :48, :64], styles, settings), torch_networks))


def test_a_texture_does_not_depend_on_the_layer(torch_networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, mode="texture", iterations=5)
    styles = (StyleImage(painting),)
    one = run(torch_networks, photograph, styles, settings)[-1].picture()
    other = run(torch_networks, torch.rand_like(photograph), styles, settings)[-1].picture()
    assert torch.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("size", [(40, 100), (96, 33)])
def test_a_texture_has_the_size_of_its_canvas_and_comes_near_the_style(
    size, torch_networks, painting
) -> None:  # type: ignore[no-untyped-def]
    spec = StyleSpec(torch.zeros(3, *size), (StyleImage(painting),), replace(QUICK, mode="texture"))
    iterates = list(stylize(spec, torch_networks))
    assert iterates[-1].picture().shape == (3, *size)
    assert set(iterates[0].terms) == {"style"}
    assert iterates[-1].loss < 0.05 * iterates[0].loss


def test_content_features_alone_give_the_layer_back_from_noise(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, mode="content", content_taps="conv1_1", iterations=30)
    iterates = run(torch_networks, photograph, (), settings)
    assert set(iterates[0].terms) == {"content"}
    assert iterates[-1].loss < 0.05 * iterates[0].loss
    error = (iterates[-1].picture() - photograph[:, :48, :64]).abs().mean()
    assert error < 0.03


def test_the_finest_grain_of_the_noise_does_not_stay(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    settings = replace(QUICK, mode="content", content_taps="conv2_2", iterations=30)
    result = run(torch_networks, photograph, (), settings)[-1].picture()
    assert checkerboard(result) < 1.5 * checkerboard(photograph[:, :48, :64])


def checkerboard(picture: Tensor) -> float:
    """How much of the pattern that alternates from pixel to pixel both ways is in a picture."""
    return float(picture.diff(dim=1).diff(dim=2).abs().mean())


def test_early_layers_give_more_of_the_layer_back_than_late_ones(torch_networks, photograph) -> None:  # type: ignore[no-untyped-def]
    def error(tap: str) -> float:
        result = run(torch_networks, photograph, (), replace(QUICK, mode="content", content_taps=tap))[
            -1
        ].picture()
        return (result - photograph[:, :48, :64]).abs().mean().item()

    assert error("conv1_1") < error("conv3_1")


@pytest.mark.parametrize("mode", ["texture", "content"])
def test_only_what_a_mode_needs_is_computed(mode: str) -> None:
    taps = taps_in_use(resolved(replace(QUICK, mode=mode)))
    assert taps == (("conv1_1", "conv2_1") if mode == "texture" else ("conv2_2",))


@pytest.mark.parametrize("init", ["style", "previous"])
def test_a_start_that_was_chosen_is_kept(init: str) -> None:
    assert resolved(replace(QUICK, mode="texture", init=init)).init == init


def test_transfer_is_left_alone() -> None:
    assert resolved(QUICK) is QUICK


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (replace(QUICK, content_weight=0.0, style_weight=0.0), "style_weight"),
        (replace(QUICK, mode="texture", style_weight=0.0), "style_weight"),
        (replace(QUICK, mode="texture"), "styles"),
        (replace(QUICK, mode="content", init="style"), "styles"),
    ],
)
def test_a_mode_without_what_it_needs_is_refused(
    settings: Settings, field: str, torch_networks, photograph
) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidSetting) as caught:
        run(torch_networks, photograph, (), settings)
    assert caught.value.field == field


def test_an_earlier_result_is_past_the_coarse_scales() -> None:
    found = resolved(Settings(init="previous", iterations=80))
    assert (found.scales, found.iterations) == (1, 40)


def test_scales_that_were_asked_for_are_painted_from_an_earlier_result_too() -> None:
    assert resolved(Settings(init="previous", scales=3)).scales == 3
    assert resolved(Settings(init="previous", schedule="128:9 256:5")).schedule == "128:9 256:5"


def test_the_last_result_is_the_start_where_there_is_one_and_else_the_layer() -> None:
    again = Settings(init="again")
    assert resolved(again, has_earlier_result=True) == resolved(Settings(init="previous"))
    assert resolved(again) == Settings(init="content")
    assert resolved(replace(again, mode="texture")).init == "noise"

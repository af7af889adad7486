"""The whole method on small pictures with the real networks."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from server.engine.failures import LayerTooSmall
from server.engine.networks import Networks
from server.engine.parameters import InvalidSetting
from server.engine.presets import PRESETS
from server.engine.settings import Settings
from server.engine.spec import Iterate, Region, StyleImage, StyleSpec
from server.engine.stylize import stylize

QUICK = Settings(iterations=6, scales=1)


def run(
    networks: Networks, content: Tensor, style: Tensor, settings: Settings = QUICK, **more: object
) -> list[Iterate]:
    spec = replace(StyleSpec(content, (StyleImage(style),), settings), **more)  # type: ignore[arg-type]
    return list(stylize(spec, networks))


def mask(picture: Tensor, columns: slice, value: float = 1.0) -> Tensor:
    covered = torch.zeros(picture.shape[1:])
    covered[:, columns] = value
    return covered


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_loss_falls_with_every_preset(preset, networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    # Random weights stand in for torchvision's, which would have to come from the internet.
    network = preset.settings.network.replace("-torchvision", "-random")
    settings = replace(preset.settings, iterations=8, scales=1, network=network)
    iterates = run(networks, photograph, painting, settings)
    assert len(iterates) == 8
    assert iterates[-1].loss < 0.7 * iterates[0].loss
    assert iterates[-1].stopped == "finished"


def test_the_result_has_the_contents_size_and_lies_in_range(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    picture = run(networks, photograph, painting, replace(QUICK, size=64))[-1].picture()
    assert picture.shape == photograph.shape
    assert picture.min() >= 0
    assert picture.max() <= 1


def test_the_same_seed_paints_the_same_picture_and_another_seed_another(
    networks, photograph, painting
) -> None:  # type: ignore[no-untyped-def]
    def painted(seed: int) -> Tensor:
        return run(networks, photograph, painting, replace(QUICK, init="noise", seed=seed))[-1].picture()

    first = painted(1)
    assert torch.allclose(painted(1), first, atol=1e-4)
    assert (painted(2) - first).abs().mean() > 0.01


def test_a_noise_start_reaches_the_content_starts_loss(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    # At full strength the two starts end in minima about 20 % apart on so small a picture; with a stronger hold on
    # the content they meet.
    settings = replace(QUICK, iterations=200, style_strength=0.2, size=64)
    from_content = run(networks, photograph, painting, settings)[-1].loss
    from_noise = run(networks, photograph, painting, replace(settings, init="noise"))[-1].loss
    assert from_noise == pytest.approx(from_content, rel=0.15)


def test_scales_follow_each_other_and_progress_only_grows(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    iterates = run(networks, photograph, painting, replace(QUICK, scales=2))
    assert [each.scale for each in iterates] == sorted(each.scale for each in iterates)
    fractions = [each.fraction for each in iterates]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert iterates[-1].seconds_left == 0.0
    assert [each.stopped for each in iterates[:-1]] == [""] * (len(iterates) - 1)


def test_an_earlier_result_is_gone_on_with(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    first = run(networks, photograph, painting, replace(QUICK, iterations=12))
    again = run(
        networks,
        photograph,
        painting,
        replace(QUICK, iterations=2, init="previous"),
        start=first[-1].picture(),
    )
    assert again[0].loss < 1.2 * first[-1].loss < first[0].loss


def test_outside_the_apply_mask_nothing_changes(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    covered = mask(photograph, slice(0, 48))
    result = run(networks, photograph, painting, apply_mask=covered)[-1].picture()
    assert torch.equal(result[:, covered == 0], photograph[:, covered == 0])
    assert (result - photograph)[:, covered == 1].abs().mean() > 0.01


def test_each_region_takes_its_own_style(networks, photograph) -> None:  # type: ignore[no-untyped-def]
    red = torch.tensor([0.9, 0.1, 0.1])[:, None, None].expand(3, 64, 64) + 0.05 * torch.rand(3, 64, 64)
    blue = red.flip(0)
    halves = (mask(photograph, slice(0, 48)), mask(photograph, slice(48, 96)))
    spec = StyleSpec(
        photograph,
        (StyleImage(red), StyleImage(blue)),
        replace(QUICK, iterations=25, style_weight=10.0),
        regions=(Region(halves[0], 0), Region(halves[1], 1)),
    )
    result = list(stylize(spec, networks))[-1].picture()
    redness = result[0] - result[2]
    assert redness[:, :40].mean() > 0.1
    assert redness[:, 56:].mean() < -0.1


def test_only_the_masked_part_of_a_style_counts(networks, photograph) -> None:  # type: ignore[no-untyped-def]
    two = torch.zeros(3, 64, 64)
    two[0, :, :32], two[2, :, 32:] = 0.9, 0.9
    spec = StyleSpec(
        photograph,
        (StyleImage(two),),
        replace(QUICK, iterations=25, style_weight=10.0),
        regions=(Region(torch.ones(photograph.shape[1:]), 0, mask(two, slice(0, 28))),),
    )
    result = list(stylize(spec, networks))[-1].picture()
    assert (result[0] - result[2]).mean() > 0.1


def test_the_weight_of_a_style_decides_its_share(networks, photograph) -> None:  # type: ignore[no-untyped-def]
    red = torch.tensor([0.9, 0.1, 0.1])[:, None, None].expand(3, 64, 64)

    def redness(weight: float) -> float:
        styles = (StyleImage(red, weight), StyleImage(red.flip(0), 1.0))
        settings = replace(QUICK, iterations=20, style_weight=10.0)
        result = list(stylize(StyleSpec(photograph, styles, settings), networks))[-1].picture()
        return (result[0] - result[2]).mean().item()

    assert redness(9.0) > redness(1 / 9) + 0.1


def test_keeping_colours_changes_no_hue(networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    result = run(networks, photograph, painting, replace(QUICK, colors="keep"))[-1].picture()
    change = result - photograph
    inside = (result > 0.01).all(0) & (result < 0.99).all(0)
    assert change.abs().mean() > 0.01
    assert (change[0] - change[1])[inside].abs().max() < 1e-4


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"styles": ()}, "styles"),
        ({"styles": (StyleImage(torch.rand(3, 40, 40), float("nan")),)}, "styles.weight"),
        ({"apply_mask": torch.ones(5, 5)}, "apply_mask"),
        ({"apply_mask": torch.zeros(72, 96)}, "apply_mask"),
        ({"regions": (Region(torch.ones(72, 96), 3),)}, "regions.style"),
        ({"settings": Settings(init="previous")}, "init"),
        ({"settings": Settings(style_taps="conv9_1")}, "style_taps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_painted_is_refused_by_name(more, field, networks, photograph, painting) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidSetting) as caught:
        run(networks, photograph, painting, **more)
    assert caught.value.field == field
    assert caught.value.remedy


def test_a_layer_with_too_few_pixels_is_refused_with_what_to_do(networks, painting) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LayerTooSmall, match="Choose a larger layer"):
        run(networks, torch.rand(3, 8, 40), painting)

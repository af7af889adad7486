"""Patches cover the picture, agree with each other, and reach what the whole picture would."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from torch import Tensor

from server.engine.admm import Residuals, agree, begin
from server.engine.admm_patches import Patch, cover, merge, whole, windows
from server.engine.networks import Networks
from server.engine.parameters import InvalidSetting
from server.engine.settings import Settings
from server.engine.spec import Region, StyleImage, StyleSpec
from server.engine.stylize import stylize

QUICK = replace(Settings(), scales=1, iterations=40, patch_size=48, patch_rounds=2)

sides = some.integers(16, 400)


@settings(deadline=None, max_examples=60)
@given(height=sides, width=sides, side=some.integers(16, 200), overlap=some.floats(0, 0.5))
def test_patches_have_one_size_overlap_enough_and_their_windows_sum_to_one(
    height: int, width: int, side: int, overlap: float
) -> None:
    patches = cover(height, width, side, overlap)
    assert {each.size for each in patches} == {(min(side, height), min(side, width))} or len(patches) == 1
    for starts, size in (
        (sorted({each.top for each in patches}), patches[0].size[0]),
        (sorted({each.left for each in patches}), patches[0].size[1]),
    ):
        for one, next_one in pairwise(starts):
            assert one + size - next_one >= min(side * overlap, size - 1) - 1
    shares = windows(patches, height, width, like=torch.zeros(1, dtype=torch.float64))
    assert all(float(share.min()) > 0 for share in shares)
    ones = [torch.ones_like(share) for share in shares]
    total = merge(ones, patches, shares, like=torch.zeros(height, width, dtype=torch.float64))
    assert torch.allclose(total, torch.ones_like(total))


def test_a_side_of_nothing_is_the_whole_picture() -> None:
    assert cover(300, 4000, 0, 0.1) == (whole(300, 4000),)


def solved(wanted: Tensor, aim: Tensor, share: Tensor, stiffness: Tensor, rho: float) -> Tensor:
    """argmin of stiffness |z - wanted|^2 + rho share |z - aim|^2, elementwise."""
    return (stiffness * wanted + rho * share * aim) / (stiffness + rho * share)


@pytest.mark.parametrize(("height", "rho"), [(12, 0.3), (12, 3.0), (24, 30.0)])
def test_quadratic_patches_reach_the_known_optimum_and_both_residuals_vanish(height: int, rho: float) -> None:
    generator = torch.Generator().manual_seed(3)
    width = 30
    patches = cover(height, width, 16, 0.25)
    wanted = [torch.rand(3, *each.size, generator=generator, dtype=torch.float64) * 255 for each in patches]
    stiffness = [torch.rand(each.size, generator=generator, dtype=torch.float64) + 0.5 for each in patches]
    above = torch.zeros(3, height, width, dtype=torch.float64)
    below = torch.zeros(height, width, dtype=torch.float64)
    for patch, value, weight in zip(patches, wanted, stiffness, strict=True):
        patch.crop(above).add_(weight * value)
        patch.crop(below).add_(weight)
    state = begin(torch.zeros(3, height, width, dtype=torch.float64), patches)
    residuals = Residuals(1, 1, 0, 0)
    for _ in range(2000):
        copies = tuple(
            solved(wanted[i], state.aim(i), state.shares[i], stiffness[i], rho) for i in range(len(patches))
        )
        state, residuals = agree(state, copies, tolerance=1e-9)
    # At the corners of a patch its window is near 0, and agreement slow: there 1 of 255 remains, on a few pixels.
    assert residuals.primal < 0.01
    assert residuals.dual < 1e-3
    assert residuals.small
    assert (state.picture - above / below).square().mean().sqrt() < 0.1


def test_the_weighted_duals_sum_to_nothing() -> None:
    patches = cover(40, 40, 24, 0.3)
    state = begin(torch.zeros(3, 40, 40), patches)
    state, _ = agree(state, tuple(torch.rand(3, *each.size) for each in patches), 0.1)
    total = merge(state.duals, patches, state.shares, like=state.picture)
    assert total.abs().max() < 1e-5


def paint(networks: Networks, content: Tensor, style: Tensor, settings: Settings, **more: object) -> list:  # type: ignore[type-arg]
    spec = replace(StyleSpec(content, (StyleImage(style),), settings), **more)  # type: ignore[arg-type]
    return list(stylize(spec, networks))


def test_a_picture_in_patches_is_painted_and_its_loss_falls(
    networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    iterates = paint(networks, photograph, painting, QUICK)
    patches = len(cover(*photograph.shape[1:], 48, QUICK.patch_overlap))
    assert len(iterates) == patches * QUICK.iterations
    assert iterates[-1].stopped == "finished"
    assert iterates[-1].picture().shape == photograph.shape
    fractions = [each.fraction for each in iterates]
    assert fractions == sorted(fractions)
    assert "agreement" in iterates[-1].terms
    assert iterates[-1].terms["style"] < 0.7 * iterates[0].terms["style"]


def test_a_patch_as_large_as_the_picture_changes_nothing(
    networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    at_once = paint(networks, photograph, painting, replace(QUICK, patch_size=0, iterations=4))[-1].picture()
    one_patch = paint(networks, photograph, painting, replace(QUICK, patch_size=96, iterations=4))[
        -1
    ].picture()
    assert torch.equal(at_once, one_patch)


def test_painting_ends_early_where_the_patches_agree(
    networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    iterates = paint(networks, photograph, painting, replace(QUICK, patch_tolerance=255.0))
    assert iterates[-1].iteration == QUICK.iterations // 2
    assert iterates[-1].stopped.startswith("agreed")


def test_regions_and_patches_go_together(networks: Networks, photograph: Tensor) -> None:
    grain = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(1))
    red = torch.tensor([0.9, 0.1, 0.1])[:, None, None].expand(3, 64, 64) + 0.05 * grain
    left, right = torch.zeros(2, *photograph.shape[1:])
    left[:, :30], right[:, 66:] = 1, 1
    spec = StyleSpec(
        photograph,
        (StyleImage(red), StyleImage(red.flip(0))),
        replace(QUICK, style_strength=10.0, iterations=24),
        regions=(Region(left, 0), Region(right, 1)),
    )
    result = list(stylize(spec, networks))[-1].picture()
    redness = result[0] - result[2]
    before = photograph[0] - photograph[2]
    assert (redness - before)[:, :24].mean() > 0.1
    assert (redness - before)[:, 72:].mean() < -0.1


def test_patches_too_small_for_the_network_are_refused(
    networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    with pytest.raises(InvalidSetting, match="patch_size"):
        paint(networks, photograph, painting, replace(QUICK, patch_size=4))


def step_sizes(picture: Tensor, patches: tuple[Patch, ...]) -> tuple[float, float]:
    """Mean absolute step across the patches' inner borders, and everywhere."""
    columns = sorted({each.left for each in patches} | {each.right for each in patches})
    inner = [column for column in columns if 0 < column < picture.shape[2]]
    steps = (picture[:, :, 1:] - picture[:, :, :-1]).abs().mean(dim=(0, 1))
    return float(steps[[column - 1 for column in inner]].mean()), float(steps.mean())


def test_no_seam_shows_at_the_borders(networks: Networks, photograph: Tensor, painting: Tensor) -> None:
    quarter = replace(QUICK, patch_overlap=0.25)
    result = paint(networks, photograph, painting, quarter)[-1].picture()
    across, elsewhere = step_sizes(result, cover(*photograph.shape[1:], 48, 0.25))
    before, before_elsewhere = step_sizes(photograph, cover(*photograph.shape[1:], 48, 0.25))
    assert across / elsewhere < 1.2 * max(1.0, before / before_elsewhere)

from __future__ import annotations

import torch

from server.engine.rof import denoised


def test_a_constant_picture_is_left_alone() -> None:
    flat = torch.full((3, 12, 15), 0.3)
    assert torch.allclose(denoised(flat, 0.2), flat, atol=1e-6)


def test_no_weight_changes_nothing() -> None:
    picture = torch.rand(3, 12, 15)
    assert denoised(picture, 0.0) is picture


def test_grain_goes_and_a_hard_edge_stays() -> None:
    step = torch.zeros(3, 24, 24)
    step[:, :, 12:] = 1
    grain = 0.1 * torch.randn(3, 24, 24, generator=torch.Generator().manual_seed(1))
    found = denoised(step + grain, 0.1)
    assert (found - step)[:, :, :10].std() < 0.5 * grain.std()
    assert (found[:, :, 13] - found[:, :, 10]).mean() > 0.8


def test_more_weight_is_smoother() -> None:
    noise = torch.rand(3, 20, 20, generator=torch.Generator().manual_seed(1))
    deviations = [denoised(noise, weight).std().item() for weight in (0.02, 0.1, 0.5)]
    assert deviations == sorted(deviations, reverse=True)

"""What a scale begins with: the coarser result made larger, with half of the layer's own detail where the layer was the start."""

from __future__ import annotations

import torch
from torch import Tensor

from server.engine.frame import frame
from server.engine.resample import resize
from server.engine.schedule import Scale
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.start import DETAIL, next_start

FINE = Scale(24, 32, 1)


def spec(content: Tensor, init: str = "content") -> StyleSpec:
    return StyleSpec(content, (StyleImage(content),), Settings(init=init))


def picture() -> Tensor:
    return torch.rand(3, 24, 32, generator=torch.Generator().manual_seed(5)) * 0.5 + 0.25


def test_half_of_the_detail_that_is_lost_comes_back() -> None:
    content = picture()
    coarse = resize(content, 12, 16) * 255
    blurred = resize(coarse, 24, 32)
    found = next_start(spec(content), frame(content, None), coarse, FINE)
    missing = content * 255 - blurred
    assert (found - blurred - DETAIL * missing).abs().max() < 1e-2
    assert (found - content * 255).norm() < 0.6 * missing.norm()


def test_from_noise_nothing_of_the_layer_comes_in() -> None:
    content = picture()
    coarse = torch.full((3, 12, 16), 100.0)
    found = next_start(spec(content, "noise"), frame(content, None), coarse, FINE)
    assert torch.allclose(found, torch.full((3, 24, 32), 100.0), atol=1e-3)


def test_it_stays_between_black_and_white() -> None:
    content = (picture() > 0.5).float()
    found = next_start(spec(content), frame(content, None), resize(content, 12, 16).clamp(0, 1) * 255, FINE)
    assert found.min() >= 0
    assert found.max() <= 255

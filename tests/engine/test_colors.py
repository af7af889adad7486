from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.colors import gray, keep_colors, luminance, match_colors, match_luminance, take_colors

# The chroma rows of YIQ.
_CHROMA = torch.tensor([[0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])


@pytest.fixture
def content() -> Tensor:
    return torch.rand(3, 20, 30, generator=torch.Generator().manual_seed(1)) * 0.4 + 0.3


@pytest.fixture
def style() -> Tensor:
    return (
        torch.rand(3, 16, 16, generator=torch.Generator().manual_seed(2))
        * torch.tensor([0.2, 0.9, 0.5])[:, None, None]
    )


def test_keeping_colours_takes_the_light_of_the_paint_and_the_hues_of_the_content(content: Tensor) -> None:
    painted = (content * 0.8 + 0.1).flip(0)
    kept = keep_colors(content, painted)
    assert torch.allclose(luminance(kept), luminance(painted), atol=1e-5)
    assert torch.allclose(_CHROMA @ kept.flatten(1), _CHROMA @ content.flatten(1), atol=1e-3)


def test_a_matched_style_has_the_mean_and_covariance_of_the_content(content: Tensor, style: Tensor) -> None:
    matched = match_colors(style, content).flatten(1)
    assert torch.allclose(matched.mean(1), content.flatten(1).mean(1), atol=5e-3)
    assert torch.allclose(matched.cov(), content.flatten(1).cov(), atol=2e-3)


def test_a_flat_style_can_be_matched(content: Tensor) -> None:
    matched = match_colors(torch.full((3, 8, 8), 0.5), content)
    assert torch.isfinite(matched).all()


def test_matched_luminance_has_the_contents_mean_and_deviation(content: Tensor, style: Tensor) -> None:
    matched, wanted = match_luminance(style, content), luminance(content)
    assert matched.mean().item() == pytest.approx(wanted.mean().item(), abs=1e-5)
    assert matched[0].std().item() == pytest.approx(wanted.std().item(), rel=1e-4)


def test_taking_colours_keeps_the_light_of_the_content_exactly(content: Tensor, style: Tensor) -> None:
    painted = torch.rand(3, 20, 30, generator=torch.Generator().manual_seed(3))
    taken = take_colors(content, painted)
    assert torch.allclose(luminance(taken), luminance(content), atol=1e-5)
    assert taken.min() >= -1e-6
    assert taken.max() <= 1 + 1e-6


def test_taken_colours_have_the_hues_of_the_paint(content: Tensor) -> None:
    painted = content.flip(0) * 0.3 + 0.35
    taken, wanted = _CHROMA @ take_colors(content, painted).flatten(1), _CHROMA @ painted.flatten(1)
    cosines = torch.nn.functional.cosine_similarity(taken, wanted, dim=0)
    assert (cosines > 0.999).float().mean() > 0.95


def test_taking_the_colours_of_a_gray_picture_makes_gray(content: Tensor) -> None:
    taken = take_colors(content, torch.full_like(content, 0.4))
    assert torch.allclose(taken, gray(content), atol=1e-5)

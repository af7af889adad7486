from __future__ import annotations

import torch
from torch import Tensor

from server.engine.frame import frame


def selection(height: int, width: int, top: int, bottom: int, left: int, right: int) -> Tensor:
    mask = torch.zeros(height, width)
    mask[top:bottom, left:right] = 1
    return mask


def test_without_a_mask_the_whole_content_is_painted() -> None:
    whole = frame(torch.rand(3, 40, 60), None)
    assert (whole.height, whole.width) == (40, 60)


def test_a_selection_is_painted_with_its_surroundings_only() -> None:
    whole = frame(torch.rand(3, 400, 600), selection(400, 600, 100, 180, 200, 360))
    assert (whole.top, whole.bottom, whole.left, whole.right) == (80, 200, 180, 380)


def test_the_frame_stays_inside_the_content() -> None:
    whole = frame(torch.rand(3, 50, 60), selection(50, 60, 0, 50, 55, 60))
    assert (whole.top, whole.bottom, whole.right) == (0, 50, 60)


def test_outside_the_mask_the_content_is_untouched_and_inside_the_paint_covers_it() -> None:
    content = torch.rand(3, 80, 100)
    mask = selection(80, 100, 20, 50, 30, 70)
    whole = frame(content, mask)
    result = whole.compose(torch.ones(3, whole.height, whole.width), 80, 100)
    assert torch.equal(result[:, mask == 0], content[:, mask == 0])
    assert (result[:, mask == 1] == 1).all()


def test_feathering_blends_linearly() -> None:
    content = torch.zeros(3, 10, 10)
    result = frame(content, torch.full((10, 10), 0.25)).compose(torch.ones(3, 10, 10), 10, 10)
    assert torch.allclose(result, torch.tensor(0.25))


def test_a_composition_at_another_size_keeps_its_proportions() -> None:
    mask = selection(200, 100, 0, 100, 0, 100)
    whole = frame(torch.zeros(3, 200, 100), mask)
    small = whole.compose(torch.ones(3, 30, 20), 100, 50)
    assert small.shape == (3, 100, 50)
    assert small[:, :45].min() > 0.9
    assert small[:, 60:].max() == 0

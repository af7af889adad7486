"""A bit or three an element say all that a ReLU and a maximum pooling need for their way back."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from server.engine.compact import Bits, Places

ORDERS = [torch.channels_last, torch.contiguous_format]
PRECISIONS = [torch.bfloat16, torch.float32, torch.float64]


def values(height: int, width: int, dtype: torch.dtype, order: torch.memory_format) -> Tensor:
    """Coarse ones: half of them are 0, and many are equal."""
    drawn = torch.randint(-4, 4, (1, 16, height, width), generator=torch.Generator().manual_seed(5))
    return drawn.clamp(min=0).to(dtype).contiguous(memory_format=order)


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_flags_come_back_as_they_were(order: torch.memory_format) -> None:
    flags = values(5, 7, torch.float32, order).bool()
    bits = Bits.of(flags)
    assert bits.packed.nbytes == flags.numel() // 8
    assert torch.equal(bits.flags(), flags)
    assert bits.flags().stride() == flags.stride()


@pytest.mark.parametrize("dtype", PRECISIONS, ids=str)
def test_a_part_of_something_larger_can_be_remembered_too(dtype: torch.dtype) -> None:
    part = values(9, 8, dtype, torch.channels_last)[:, :, 1:6, 2:7]
    gradient = torch.randn(part.shape).to(dtype)
    assert torch.equal(Bits.of(part.bool()).keep_only(gradient.clone()), gradient * (part > 0))


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("dtype", PRECISIONS, ids=str)
@pytest.mark.parametrize(("height", "width"), [(8, 8), (5, 6), (6, 5), (9, 7)])
def test_the_gradient_goes_where_torchs_pooling_and_relu_send_it(
    height: int, width: int, dtype: torch.dtype, order: torch.memory_format
) -> None:
    """Of equal maxima the same one is chosen."""
    given = values(height, width, dtype, order)
    maxima, indices = functional.max_pool2d(given, 2, return_indices=True)
    gradient = torch.randn(maxima.shape).to(dtype).contiguous(memory_format=order)
    pooled = given.clone().requires_grad_()
    functional.max_pool2d(pooled, 2).backward(gradient)
    assert pooled.grad is not None
    found = Places.of(maxima, indices, width).spread(gradient.clone(), height, width)
    assert torch.equal(found, pooled.grad * (given > 0))

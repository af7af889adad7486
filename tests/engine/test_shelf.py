"""What is put on the shelf is what was given; the shelf's memory is taken once."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from server.engine.compact import Bits, Places
from server.engine.passes import Kept
from server.engine.shelf import Shelf

ORDERS = [torch.channels_last, torch.contiguous_format]


def features(order: torch.memory_format) -> Tensor:
    return torch.randn(1, 8, 5, 7).to(torch.bfloat16).contiguous(memory_format=order)


def kept(value: Tensor | Bits | Places | None) -> Kept:
    return Kept(5, 7, torch.channels_last, value)


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_features_lie_there_as_they_were(order: torch.memory_format) -> None:
    given = features(order)
    found = Shelf(1000).put(kept(given)).value
    assert isinstance(found, Tensor)
    assert torch.equal(found, given)
    assert found.stride() == given.stride()
    assert found.data_ptr() != given.data_ptr()


def test_signs_and_places_do_too() -> None:
    shelf = Shelf(1000)
    bits = Bits.of(features(torch.channels_last).relu().bool())
    places = Places(bits, bits, Bits.of(~bits.flags()))
    shelved = shelf.put(kept(bits)).value, shelf.put(kept(places)).value
    assert isinstance(shelved[0], Bits)
    assert isinstance(shelved[1], Places)
    assert torch.equal(shelved[0].flags(), bits.flags())
    assert torch.equal(shelved[1].positive.flags(), ~bits.flags())
    assert shelf.put(kept(None)).value is None


def test_a_cleared_shelf_uses_the_same_memory_again() -> None:
    shelf = Shelf(600)
    first = shelf.put(kept(features(torch.channels_last))).value
    with pytest.raises(IndexError, match="do not fit"):
        shelf.put(kept(features(torch.channels_last)))
    shelf.clear()
    second = shelf.put(kept(features(torch.channels_last))).value
    assert isinstance(first, Tensor)
    assert isinstance(second, Tensor)
    assert first.data_ptr() == second.data_ptr()

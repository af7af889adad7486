"""Pieces of pictures: each part once, in order, and small."""

from __future__ import annotations

import pytest
import torch

from server.engine.pieces import PIECE, pieces


@pytest.mark.parametrize("shape", [(3, 1500, 1000), (1500, 1000), (3, 1, 7), (1, 2, 3_000_000), (5_000_000,), (1,)])
def test_together_they_are_the_whole(shape: tuple[int, ...]) -> None:
    whole = torch.rand(shape)
    cut = -2 if len(shape) > 1 else -1
    assert torch.equal(torch.cat([part for (part,) in pieces(whole)], dim=cut), whole)


def test_no_piece_is_large_unless_it_is_a_single_row() -> None:
    parts = [part for part, _ in pieces(torch.rand(3, 1500, 1000), torch.zeros(3, 1500, 1000, dtype=torch.float64))]
    assert len(parts) > 1
    assert max(2 * part.nbytes for part in parts) <= PIECE


def test_they_are_views_to_be_written_to() -> None:
    given, found = torch.rand(4, 3_000_000), torch.zeros(4, 3_000_000)
    for part, into in pieces(given, found):
        into.copy_(part)
    assert torch.equal(found, given)

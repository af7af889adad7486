from __future__ import annotations

import pytest
import torch

from server.engine.precondition import FourierBasis

SIZES = [(8, 8), (7, 9), (16, 5), (1, 6)]


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_picture_survives_the_way_there_and_back(height: int, width: int) -> None:
    picture = torch.rand(3, height, width, dtype=torch.float64)
    basis = FourierBasis(height, width, like=picture)
    assert torch.allclose(basis.apply(basis.invert(picture)), picture)


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_the_operator_is_symmetric_so_that_it_maps_gradients_too(height: int, width: int) -> None:
    a, b = torch.rand(2, 3, height, width, dtype=torch.float64)
    basis = FourierBasis(height, width, like=a)
    assert torch.allclose((basis.apply(a) * b).sum(), (a * basis.apply(b)).sum())


@pytest.mark.parametrize("piece", [1, 100, 1000])
def test_in_pieces_it_is_the_same_operator(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = torch.rand(3, 12, 7, dtype=torch.float64)
    basis = FourierBasis(12, 7, like=picture)
    whole = basis.apply(picture)
    monkeypatch.setattr("server.engine.pieces.PIECE", piece)
    assert torch.allclose(basis.apply(picture), whole)


def test_broad_shapes_move_further_than_grain() -> None:
    grain = torch.tensor([[1.0, -1.0] * 8] * 16)
    ramp = torch.cos(torch.arange(16) * 2 * torch.pi / 16).expand(16, 16)
    basis = FourierBasis(16, 16, like=grain)
    assert basis.apply(ramp).norm() / ramp.norm() > 2 * basis.apply(grain).norm() / grain.norm()

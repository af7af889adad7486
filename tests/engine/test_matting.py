"""The Matting Laplacian is what its formula says: symmetric, never negative, with the gradient 2 M x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from server.engine.matting import FLATNESS, matting_laplacian, photo_extras, photo_term
from server.engine.networks import Networks
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.stylize import stylize

QUICK = replace(Settings(), scales=1, iterations=10)


@pytest.fixture(scope="module")
def small(photograph: Tensor) -> Tensor:
    return photograph[:, 10:40, 20:60]


@pytest.fixture(scope="module")
def matrix(small: Tensor) -> Tensor:
    return matting_laplacian(small)


def by_windows(image: np.ndarray) -> np.ndarray:
    """Levin et al. 2008, equation 12, written out over the 3x3 windows."""
    height, width, _ = image.shape
    flat = image.reshape(-1, 3)
    matrix = np.zeros((height * width, height * width))
    for top in range(height - 2):
        for left in range(width - 2):
            window = [(top + y) * width + left + x for y in range(3) for x in range(3)]
            colors = flat[window] - flat[window].mean(axis=0)
            covariance = colors.T @ colors / 9 + FLATNESS / 9 * np.eye(3)
            affinity = (1 + colors @ np.linalg.inv(covariance) @ colors.T) / 9
            matrix[np.ix_(window, window)] += np.eye(9) - affinity
    return matrix


def test_it_is_the_published_matrix() -> None:
    image = torch.rand(3, 7, 9, generator=torch.Generator().manual_seed(4), dtype=torch.float64)
    expected = by_windows(image.permute(1, 2, 0).numpy())
    assert np.allclose(matting_laplacian(image).to_dense().numpy(), expected, atol=1e-9)


def test_it_is_symmetric_and_its_rows_sum_to_nothing(matrix: Tensor) -> None:
    dense = matrix.to_dense()
    assert torch.equal(dense, dense.T)
    assert dense.sum(dim=1).abs().max() < 1e-9


def test_no_picture_makes_the_form_negative(matrix: Tensor, small: Tensor) -> None:
    generator = torch.Generator().manual_seed(7)
    shape = (3, *small.shape[1:])
    tried = [torch.rand(shape, generator=generator) for _ in range(20)]
    tried += [torch.full(shape, 1.0), small, small * 0.5 + 0.25, small.flip(0), 1e3 * small]
    tried += [torch.linspace(0, 1, shape[2]).expand(shape)]
    for picture in tried:
        assert photo_term(picture, matrix).item() >= -1e-9 * picture.square().mean().item()


def test_no_eigenvalue_is_negative(matrix: Tensor) -> None:
    values = torch.linalg.eigvalsh(matrix.to_dense())
    assert values[0] > -1e-9
    assert values[-1] > 1


@pytest.mark.parametrize("flat", [0.0, 0.5, 1.0])
def test_flat_photographs_make_a_usable_matrix(flat: float) -> None:
    values = torch.linalg.eigvalsh(matting_laplacian(torch.full((3, 12, 10), flat)).to_dense())
    assert torch.isfinite(values).all()
    assert values[0] > -1e-9


def test_the_photograph_in_other_colours_costs_next_to_nothing(matrix: Tensor, small: Tensor) -> None:
    recolored = torch.stack([0.2 + 0.5 * small[1], 0.9 - small[0], 0.3 * small.sum(dim=0)])
    noise = torch.rand(small.shape, generator=torch.Generator().manual_seed(1))
    assert photo_term(recolored, matrix) < 1e-3 * photo_term(noise, matrix)


def test_the_gradient_is_twice_the_matrix_times_the_picture(matrix: Tensor, small: Tensor) -> None:
    picture = torch.rand(small.shape, dtype=torch.float64).requires_grad_()
    (gradient,) = torch.autograd.grad(photo_term(picture, matrix), picture)
    expected = 2 * (matrix @ picture.detach().flatten(1).T).T / matrix.shape[0]
    assert torch.allclose(gradient.flatten(1), expected)
    assert torch.autograd.gradcheck(lambda value: photo_term(value, matrix), (picture,))


def test_without_weight_there_is_no_term(small: Tensor) -> None:
    assert photo_extras(small, 0.0) == {}


@pytest.mark.parametrize("weight", [1.0, 1e2, 1e4, 1e6])
def test_every_weight_is_stable(
    weight: float, networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    settings = replace(QUICK, photo_weight=weight)
    iterates = list(stylize(StyleSpec(photograph, (StyleImage(painting),), settings), networks))
    assert all(np.isfinite(each.loss) and each.terms["photo"] >= 0 for each in iterates)
    assert iterates[-1].loss < iterates[0].loss


def test_more_weight_keeps_the_result_closer_to_the_photographs_shading(
    networks: Networks, photograph: Tensor, painting: Tensor
) -> None:
    matrix = matting_laplacian(photograph)

    def bent(weight: float) -> float:
        settings = replace(QUICK, photo_weight=weight)
        iterates = list(stylize(StyleSpec(photograph, (StyleImage(painting),), settings), networks))
        return photo_term(iterates[-1].picture(), matrix).item()

    found = [bent(weight) for weight in (0.0, 1e4, 1e6)]
    assert found == sorted(found, reverse=True)
    assert found[2] < 0.2 * found[0]

"""The terms of the objective, one function each, on plain tensors (Gatys, Ecker and Bethge 2016).

Features of one tap are a matrix F of N channels by M positions.
"""

from __future__ import annotations

import torch
from torch import Tensor

from server.engine.gram import covered_gram


def gram_matrix(features: Tensor) -> Tensor:
    """Channel correlations G = F F^T (Gatys et al. 2016, equation 3).

    features: (channels, positions) float. Returns (channels, channels), not normalised.
    """
    return features @ features.T


def mean_gram_matrix(features: Tensor, coverage: Tensor | None = None) -> Tensor:
    """G / M: the mean over positions of f f^T, so that pictures of different sizes compare.

    features: (channels, positions). coverage: (positions,) in 0..1, how much each position counts, its sum > 0;
    the sum then stands for M (spatial guidance, Gatys et al. 2017, equation 5, with G = (m F) F^T). None: all count.
    """
    if coverage is None:
        return covered_gram(features) / features.shape[1]
    return covered_gram(features, coverage) / coverage.sum()


def style_term(features: Tensor, target: Tensor, coverage: Tensor | None = None) -> Tensor:
    """E_l = 1 / (4 N^2 M^2) * || G - A ||^2 (Gatys et al. 2016, equation 4).

    features: (channels, positions). target: A / M of the style picture, from `mean_gram_matrix` of its own positions.
    Dividing each Gram matrix by its own M is the same as the formula where both have the same size.
    """
    return gram_term(mean_gram_matrix(features, coverage), target)


def gram_term(gram: Tensor, target: Tensor) -> Tensor:
    """The same from mean Gram matrices that are known, (channels, channels)."""
    channels = gram.shape[0]
    return (gram - target).square().sum() / (4 * channels**2)


def content_term(features: Tensor, target: Tensor, measure: str) -> Tensor:
    """1/2 || F - P ||^2 (Gatys et al. 2016, equation 1); "mean" divides it by the number of elements, "sum" does not.

    features, target: any equal shapes.
    """
    squares = apart(features, target).square()
    return (squares.mean() if measure == "mean" else squares.sum()) / 2


def apart(features: Tensor, target: Tensor) -> Tensor:
    """features - target, at least in float32: sums of squares in bfloat16 stop growing after some hundred."""
    return features.to(torch.promote_types(features.dtype, torch.float32)) - target


def total_variation(image: Tensor, measure: str = "squared") -> Tensor:
    """The mean over pixels of the steps to the right and downwards, each squared or taken absolutely.

    Squared as in Mahendran and Vedaldi 2015, equation 3 with beta = 2; absolute as in Rudin, Osher and Fatemi 1992, in
    its anisotropic form. image: (..., height, width), in whatever unit the result shall have (or have squared).
    """
    sizes = torch.square if measure == "squared" else torch.abs
    across = sizes(image[..., :, 1:] - image[..., :, :-1]).sum()
    down = sizes(image[..., 1:, :] - image[..., :-1, :]).sum()
    pixels = image.shape[-1] * image.shape[-2]
    return (across + down) / pixels


def positions(features: Tensor) -> Tensor:
    """(1, channels, height, width) as the matrix (channels, positions)."""
    return torch.flatten(features, start_dim=2).squeeze(0)

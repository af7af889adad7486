"""Photorealism by the Matting Laplacian (Luan et al. 2017, equation 3).

M holds what Levin et al. (2008) know of a photograph: in each 3x3 window, colours are an affine function of the
original's. The term sum_c V_c^T M V_c is 0 for pictures that are locally affine in the photograph's colours, and grows
where paint bends its lines.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import scipy.sparse
import torch
from torch import Tensor

# Added to the variance of each window's colours, as in Luan et al. 2017; in flat windows it decides.
FLATNESS = 1e-7


def photo_extras(content: Tensor, weight: float) -> Mapping[str, Callable[[Tensor], Tensor]]:
    """The term by its name, weighted, as `Objective.extras` takes it; none for weight 0.

    content: (3, height, width), sRGB 0..1, of one scale. weight: > 0 makes M, once.
    """
    if weight == 0:
        return {}
    matrix = matting_laplacian(content)
    return {"photo": lambda picture: weight * photo_term(picture, matrix)}


def matting_laplacian(content: Tensor) -> Tensor:
    """M: sparse (pixels, pixels) float64, symmetric, positive semidefinite, each row summing to 0.

    content: (3, height, width) 0..1. Pixels are counted row by row. It lies where content does, or on the CPU where
    that device has no sparse float64.
    """
    # Imported here: pymatting compiles its kernels on first use, which takes a minute once.
    from pymatting.laplacian.cf_laplacian import cf_laplacian

    # In two steps, here and below: one would make float64 on the device first, and not every device has it.
    image = content.detach().cpu().double().permute(1, 2, 0).contiguous().numpy()
    matrix = cf_laplacian(image, epsilon=FLATNESS)
    # The two halves were added up in different orders; halving their difference away makes x^T M x a true norm.
    return _as_torch((matrix + matrix.T) / 2, content.device)


def photo_term(picture: Tensor, matrix: Tensor) -> Tensor:
    """sum_c V_c^T M V_c per pixel; its gradient is 2 M V, per pixel. picture: (3, height, width), any unit and dtype."""
    value: Tensor = _QuadraticForm.apply(picture.flatten(1).T, matrix)  # type: ignore[no-untyped-call]
    return value / matrix.shape[0]


class _QuadraticForm(torch.autograd.Function):
    """sum over columns of x^T M x in float64, whatever x is: in float32 rounding can make it negative."""

    @staticmethod
    def forward(context: Any, columns: Tensor, matrix: Tensor) -> Tensor:
        exact = columns.to(matrix.device).to(matrix.dtype)
        product = matrix @ exact
        context.save_for_backward(product.to(columns))
        return (exact * product).sum().to(columns)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (product,) = context.saved_tensors
        return 2 * gradient * product, None


def _as_torch(matrix: scipy.sparse.csr_matrix, device: torch.device) -> Tensor:
    matrix = scipy.sparse.csr_matrix(matrix)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta")
        sparse = torch.sparse_csr_tensor(
            torch.from_numpy(matrix.indptr.astype(np.int64)),
            torch.from_numpy(matrix.indices.astype(np.int64)),
            torch.from_numpy(matrix.data),
            size=matrix.shape,
            check_invariants=False,
        )
    return sparse if device.type == "mps" else sparse.to(device)

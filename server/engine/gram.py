"""Gram matrices of features in any precision, with a gradient that is one product instead of two.

On the CPU products in float32 go to oneDNN: more than twice as fast here as torch's default (docs/benchmarks/).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from server.engine.kernels import has_onednn

# Products of bfloat16 come back rounded to 8 bits. The sum of many short ones is exact to 3e-4, a tenth of what the
# features themselves are rounded by, and two to five times as fast as turning these into float32.
CHUNK = 256  # positions; of 128, 256, 512 and 1024 the quickest but for a tenth, and half as exact as 128
LEAST_CHUNKS = 32  # fewer average their rounding out too little
AT_ONCE = 4 << 20  # elements of short products: larger blocks of memory are not reused


def covered_gram(features: Tensor, coverage: Tensor | None = None) -> Tensor:
    """The sum over positions m of c_m f_m f_m^T, (channels, channels), at least in float32.

    features: (channels, positions), any float dtype. coverage: (positions,), the c_m; None: all 1. Differentiable
    once, to the features.
    """
    result: Tensor = _CoveredGram.apply(features, coverage)  # type: ignore[no-untyped-call]
    return result


def gram_gradient(difference: Tensor, features: Tensor, coverage: Tensor | None) -> Tensor:
    """The gradient to the features, (channels, positions), from the one to their Gram matrix."""
    symmetric = (difference + difference.T).to(features.dtype)
    last = features.stride(0) == 1  # channels last: keep that order
    gradient = _product(features.T, symmetric).T if last else _product(symmetric, features.T)
    return gradient if coverage is None else gradient * coverage.to(gradient.dtype)


class _CoveredGram(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, features: Tensor, coverage: Tensor | None) -> Tensor:
        context.save_for_backward(features, coverage)
        weighted = features if coverage is None else features * coverage.to(features.dtype)
        if features.dtype != torch.bfloat16:
            return _product(weighted, features)
        if features.device.type == "cuda":
            return torch.mm(weighted, features.T, out_dtype=torch.float32)
        if features.shape[1] < LEAST_CHUNKS * CHUNK:
            return _product(weighted.float(), features.float())
        return _in_chunks(weighted, features)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:
        features, coverage = context.saved_tensors
        return gram_gradient(gradient, features, coverage), None


def _product(left: Tensor, right: Tensor) -> Tensor:
    """left @ right.T"""
    if left.device.type == "cpu" and left.dtype == torch.float32 and has_onednn():
        result: Tensor = torch.ops.mkldnn._linear_pointwise(left, right, None, "none", [], "")
        return result
    return left @ right.T


def _in_chunks(left: Tensor, right: Tensor) -> Tensor:
    channels, positions = right.shape
    whole = positions // CHUNK * CHUNK
    found = left[:, whole:].float() @ right[:, whole:].float().T
    rows, columns = (each[:, :whole].T.reshape(-1, CHUNK, channels) for each in (left, right))
    count = max(1, AT_ONCE // channels**2)
    for some, others in zip(torch.split(rows, count), torch.split(columns, count), strict=True):
        found += torch.bmm(some.transpose(1, 2), others).sum(0, dtype=torch.float32)
    return found

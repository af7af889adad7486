"""Random weights for networks without training."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor


def he_weights(shapes: Mapping[str, tuple[int, ...]], seed: int) -> dict[str, Tensor]:
    """Normal with variance 2 / fan_in, zero biases (He et al. 2015, eq. 10).

    With it the size of activations neither grows nor shrinks through a stack of ReLUs.
    shapes: of convolutions (channels out, channels in, height, width), of biases (channels out,).
    Returns float32 tensors of these shapes.
    """
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes.items():
        if len(shape) == 4:
            deviation = math.sqrt(2.0 / math.prod(shape[1:]))
            weights[name] = torch.randn(shape, generator=generator) * deviation
        else:
            weights[name] = torch.zeros(shape)
    return weights

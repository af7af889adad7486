"""3x3 convolutions without weight gradients, each by its fastest implementation on this machine.

On the CPU three implementations compete: oneDNN, oneDNN with channels last, and the Winograd kernels that torch
carries in NNPACK. Which one wins depends on the channels and the size, so each is tried once per shape and the
choice remembered (docs/benchmarks/ has the figures). On other devices torch's own convolution is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

Kernel = Callable[[Tensor, Tensor, Tensor, int], Tensor]

TRIALS = 2


def onednn(value: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    """torch's default convolution."""
    return functional.conv2d(value, weight, bias, padding=padding)


def onednn_channels_last(value: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    """The same in the memory order that oneDNN likes better for few channels; converts there and back."""
    last = torch.channels_last
    result = functional.conv2d(
        value.contiguous(memory_format=last), weight.contiguous(memory_format=last), bias, padding=padding
    )
    return result.contiguous()


def nnpack(value: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    """Winograd convolution by NNPACK."""
    result: Tensor = torch._nnpack_spatial_convolution(value, weight, bias, [padding, padding], [1, 1])
    return result


class Convolutions:
    """Chooses, runs and remembers convolution kernels. One per network in use; not for two threads at once."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[Any, ...], Kernel] = {}

    def __call__(self, value: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
        """Correlation of value (batch, channels in, height, width) with weight (channels out, channels in, 3, 3)."""
        candidates = _candidates(value)
        if len(candidates) == 1:
            return candidates[0](value, weight, bias, padding)
        key = (*value.shape, *weight.shape[:2], padding)
        if key not in self._chosen:
            self._chosen[key] = _fastest(candidates, value, weight, bias, padding)
        return self._chosen[key](value, weight, bias, padding)

    def choices(self) -> dict[tuple[Any, ...], str]:
        """What was chosen so far: {(batch, channels in, height, width, channels out, channels in, padding): name}."""
        return {key: kernel.__name__ for key, kernel in self._chosen.items()}


def _candidates(value: Tensor) -> tuple[Kernel, ...]:
    if value.device.type != "cpu" or value.dtype != torch.float32:
        return (onednn,)
    if not torch._nnpack_available():
        return (onednn, onednn_channels_last)
    return (onednn, onednn_channels_last, nnpack)


def _fastest(
    candidates: tuple[Kernel, ...], value: Tensor, weight: Tensor, bias: Tensor, padding: int
) -> Kernel:
    def seconds(kernel: Kernel) -> float:
        kernel(value, weight, bias, padding)
        times = []
        for _ in range(TRIALS):
            begin = time.perf_counter()
            kernel(value, weight, bias, padding)
            times.append(time.perf_counter() - begin)
        return min(times)

    return min(candidates, key=seconds)

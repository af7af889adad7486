"""3x3 convolutions with bias and ReLU, without weight gradients, each by its fastest implementation here.

On the CPU in float32 three implementations compete: oneDNN, oneDNN with channels last, and the Winograd kernels that
torch carries in NNPACK. Which one wins depends on the channels and the size, so each is tried once per class of
sizes and the choice remembered (docs/benchmarks/ has the figures). In bfloat16 only oneDNN with channels last is
quick. On other devices torch's own convolution is taken, on CUDA with channels last.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

Kernel = Callable[[Tensor, Tensor, Tensor, int, bool], Tensor]

TRIALS = 4
TRIAL_SIDE = 192  # larger pictures are tried on a corner of this many pixels a side


def onednn(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """torch's default memory order."""
    return _fused(value.contiguous(), weight, bias, padding, relu)


def onednn_channels_last(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """The memory order that oneDNN likes better for few channels, and for bfloat16."""
    return _fused(value.contiguous(memory_format=torch.channels_last), weight, bias, padding, relu)


def nnpack(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """Winograd convolution by NNPACK; float32 only."""
    result: Tensor = torch._nnpack_spatial_convolution(
        value.contiguous(), weight, bias, [padding, padding], [1, 1]
    )
    return result.relu_() if relu else result


def native(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """torch's own convolution, on any device."""
    result = functional.conv2d(value, weight, bias, padding=padding)
    return result.relu_() if relu else result


def native_channels_last(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """The same in the memory order that the tensor cores of NVIDIA's GPUs read. Its result has that order too."""
    return native(value.contiguous(memory_format=torch.channels_last), weight, bias, padding, relu)


class Convolutions:
    """Chooses, runs and remembers convolution kernels. One per network in use; not for two threads at once."""

    def __init__(self, channels_last: bool = True) -> None:
        """channels_last: whether CUDA computes in that memory order."""
        self._channels_last = channels_last
        self._chosen: dict[tuple[Any, ...], Kernel] = {}

    def __call__(
        self,
        value: Tensor,
        weight: Tensor,
        bias: Tensor,
        padding: int,
        relu: bool = False,
        order: torch.memory_format = torch.preserve_format,
    ) -> Tensor:
        """Correlation of value (1, channels in, height, width) with weight (channels out, channels in, 3, 3).

        relu: negative values become 0. order: of the result in memory; preserve_format: the kernel's own.
        """
        candidates = self.candidates(value)
        kernel = candidates[0]
        if len(candidates) > 1:
            key = _class_of(value, weight, order)
            if key not in self._chosen:
                corner = value[..., :TRIAL_SIDE, :TRIAL_SIDE].clone(memory_format=torch.preserve_format)
                self._chosen[key] = _fastest(candidates, corner, weight, bias, padding, order)
            kernel = self._chosen[key]
        return _ordered(kernel(value, weight, bias, padding, relu), order)

    def candidates(self, value: Tensor) -> tuple[Kernel, ...]:
        """The kernels that may be the fastest for values of this device and precision."""
        if value.device.type == "cuda" and self._channels_last and value.dtype != torch.float64:
            return (native_channels_last,)  # cuDNN has no channels last in float64
        known = torch.float32, torch.bfloat16
        if value.device.type != "cpu" or value.dtype not in known or not has_onednn():
            return (native,)
        if value.dtype == torch.bfloat16:
            return (onednn_channels_last,)
        if not torch._nnpack_available():
            return (onednn, onednn_channels_last)
        return (onednn, onednn_channels_last, nnpack)

    def prepared(self, weight: Tensor) -> Tensor:
        """A weight in the memory order that its kernel reads, so that it need not be copied for each pass."""
        if self.candidates(weight) == (native_channels_last,):
            return weight.contiguous(memory_format=torch.channels_last)
        return weight

    def choices(self) -> dict[tuple[Any, ...], str]:
        """What was chosen so far: {(channels in, channels out, log2 of positions, orders of memory): name}."""
        return {key: kernel.__name__ for key, kernel in self._chosen.items()}


def order_of(value: Tensor) -> torch.memory_format:
    """The order in memory of (1, channels, height, width) values."""
    last = value.is_contiguous(memory_format=torch.channels_last) and not value.is_contiguous()
    return torch.channels_last if last else torch.contiguous_format


def laid_out(flat: Tensor, shape: torch.Size, order: torch.memory_format) -> Tensor:
    """Values as they lie in memory, (count,), seen as (1, channels, height, width) in that order."""
    if order == torch.channels_last:
        batch, channels, height, width = shape
        return flat.view(batch, height, width, channels).permute(0, 3, 1, 2)
    return flat.view(shape)


def has_onednn() -> bool:
    """Whether this torch was built with oneDNN."""
    return bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]


def _fused(value: Tensor, weight: Tensor, bias: Tensor, padding: int, relu: bool) -> Tensor:
    """oneDNN's convolution with the ReLU inside, the operation that torch's own compiler emits."""
    after = "relu" if relu else "none"
    one, frame = [1, 1], [padding, padding]
    result: Tensor = torch.ops.mkldnn._convolution_pointwise(
        value, weight, bias, frame, one, one, 1, after, [], ""
    )
    return result


def _class_of(value: Tensor, weight: Tensor, order: torch.memory_format) -> tuple[Any, ...]:
    """Channels, the size to a power of two, and the memory orders: what decides which kernel wins."""
    positions = min(value.shape[2], TRIAL_SIDE) * min(value.shape[3], TRIAL_SIDE)
    return weight.shape[1], weight.shape[0], round(math.log2(positions)), order_of(value), order


def _ordered(value: Tensor, order: torch.memory_format) -> Tensor:
    return value if order == torch.preserve_format else value.contiguous(memory_format=order)


def _fastest(
    candidates: tuple[Kernel, ...],
    value: Tensor,
    weight: Tensor,
    bias: Tensor,
    padding: int,
    order: torch.memory_format,
) -> Kernel:
    def seconds(kernel: Kernel) -> float:
        return _seconds(lambda: _ordered(kernel(value, weight, bias, padding, True), order))

    return min(candidates, key=seconds)


def _seconds(work: Callable[[], object]) -> float:
    """The least of some trials, after one that does not count: others may be using the processor."""
    work()
    times = []
    for _ in range(TRIALS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)

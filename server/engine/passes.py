"""VGG forwards and backwards by hand: stage after stage, keeping the least that the way back needs.

A convolution and its ReLU are one operation that keeps only its output: no gradient for weights is ever computed, so
no input needs to be kept. Average pooling keeps nothing, maximum pooling the places of the maxima.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from models.vgg import VGG, Stage
from server.engine.compact import Bits, Places
from server.engine.kernels import Convolutions, order_of


@dataclass(frozen=True)
class Kept:
    """What a stage needs for its way back.

    height, width, order: of its input, the latter in memory. value: a convolution's output, or the indices of a
    maximum pooling; or the least of either that will do (compact.py). An average pooling keeps nothing, nor does a
    convolution whose ReLU's way back is done by the places of the maxima after it.
    """

    height: int
    width: int
    order: torch.memory_format
    value: Tensor | Bits | Places | None


@dataclass(frozen=True)
class Passes:
    """A network prepared for both directions in one precision."""

    convolutions: Mapping[str, PreparedConvolution]
    pooling: str
    padding: str
    kernels: Convolutions

    @staticmethod
    def of(network: VGG, stages: Iterable[Stage], kernels: Convolutions, dtype: torch.dtype) -> Passes:
        """The stages of a network; dtype: of the features."""
        convolutions = {}
        for stage in stages:
            if stage.kind == "convolution":
                first = stage.channels_in == 3
                convolutions[stage.name] = PreparedConvolution.of(
                    *network.convolution(stage.name), dtype, first, kernels
                )
        return Passes(convolutions, network.pooling, network.padding, kernels)

    def forward(self, stage: Stage, value: Tensor, padding: str = "") -> tuple[Tensor, Kept]:
        """One stage's output and what its way back needs.

        value: (1, channels in, height, width). A convolution keeps the size. padding: by default the network's own.
        """
        height, width = value.shape[-2:]
        order = order_of(value)
        if stage.kind == "convolution":
            result = self._convolve(self.convolutions[stage.name], value, padding or self.padding)
            return result, Kept(height, width, order, result)
        if self.pooling == "max":
            result, indices = functional.max_pool2d(value, 2, return_indices=True)
            return result, Kept(height, width, order, indices)
        return functional.avg_pool2d(value, 2), Kept(height, width, order, None)

    def backward(self, stage: Stage, kept: Kept, gradient: Tensor, padding: str = "") -> Tensor:
        """The gradient to a stage's input from the one to its output, which is overwritten."""
        if stage.kind == "convolution":
            passed = _through_relu(kept.value, gradient)
            return self._convolve_back(
                self.convolutions[stage.name], passed, padding or self.padding, kept.order
            )
        if isinstance(kept.value, Places):
            ordered = gradient.contiguous(memory_format=kept.order)
            return kept.value.spread(ordered, kept.height, kept.width)
        shape = (*gradient.shape[:2], kept.height, kept.width)
        like = torch.empty(shape, dtype=gradient.dtype, device=gradient.device, memory_format=kept.order)
        if kept.value is not None:
            back: Tensor = torch.ops.aten.max_pool2d_with_indices_backward(
                gradient, like, [2, 2], [2, 2], [0, 0], [1, 1], False, kept.value
            )
        else:
            back = torch.ops.aten.avg_pool2d_backward(
                gradient, like, [2, 2], [2, 2], [0, 0], False, False, None
            )
        return back

    def _convolve(self, convolution: PreparedConvolution, value: Tensor, padding: str) -> Tensor:
        weight, bias = convolution.weight, convolution.bias
        framed, rim = (value, 1) if padding == "zeros" else (_framed(value), 0)
        dtype = convolution.weight_back.dtype
        if weight.dtype == dtype or value.device.type != "cpu":
            return self.kernels(framed, weight, bias, rim, relu=True).to(dtype)
        # Half of the channels at a time: all of them in float32 would be too large a block of memory to be reused.
        shape = (1, len(bias), *value.shape[-2:])
        result = torch.empty(shape, dtype=dtype, memory_format=torch.channels_last)
        for into, weights, biases in zip(result.chunk(2, dim=1), weight.chunk(2), bias.chunk(2), strict=True):
            into.copy_(self.kernels(framed, weights, biases, rim, relu=True))
        return result

    def _convolve_back(
        self, convolution: PreparedConvolution, gradient: Tensor, padding: str, order: torch.memory_format
    ) -> Tensor:
        weight, bias = convolution.weight_back, convolution.bias_back
        if padding == "zeros":
            return self.kernels(gradient, weight, bias, 1, order=order)
        return _unframed(self.kernels(gradient, weight, bias, 2, order=order))


@dataclass(frozen=True)
class PreparedConvolution:
    """Weights for both directions: the gradient to the input is a convolution with the kernel turned round.

    The weight's dtype is the precision of the multiplication, the one of weight_back that of the features as well.
    """

    weight: Tensor
    bias: Tensor
    weight_back: Tensor
    bias_back: Tensor

    @staticmethod
    def of(
        weight: Tensor, bias: Tensor, dtype: torch.dtype, first: bool, kernels: Convolutions
    ) -> PreparedConvolution:
        """first: the picture itself is the input; it keeps its own precision, lest its values be rounded."""
        back = weight.flip(2, 3).transpose(0, 1).contiguous().to(dtype)
        if not first:
            weight, bias = weight.to(dtype), bias.to(dtype)
        none = torch.zeros_like(back[:, 0, 0, 0])
        return PreparedConvolution(kernels.prepared(weight), bias, kernels.prepared(back), none)


def _through_relu(kept: Tensor | Bits | Places | None, gradient: Tensor) -> Tensor:
    """In place. kept: the ReLU's output, or where it was above 0; None: done by the places of the maxima after it."""
    if isinstance(kept, Bits):
        return kept.keep_only(gradient)
    if kept is not None:
        torch.ops.aten.threshold_backward.grad_input(gradient, kept, 0, grad_input=gradient)
    return gradient


def _framed(value: Tensor) -> Tensor:
    """With its edge once more all round."""
    if value.device.type == "cuda":
        return edges_repeated(value)
    return functional.pad(value, (1, 1, 1, 1), mode="replicate")


def edges_repeated(value: Tensor) -> Tensor:
    """(1, channels, height, width) with its edge once more all round, in the same order of memory.

    torch's own padding does the same, but on CUDA (2.13) its result never has channels last: the next convolution would
    copy it back.
    """
    height, width = value.shape[-2:]
    framed = torch.empty(
        (*value.shape[:2], height + 2, width + 2),
        dtype=value.dtype,
        device=value.device,
        memory_format=torch.channels_last if value.stride(1) == 1 else torch.contiguous_format,
    )
    framed[:, :, 1:-1, 1:-1] = value
    framed[:, :, 0], framed[:, :, -1] = framed[:, :, 1], framed[:, :, -2]
    # The corners as well.
    framed[:, :, :, 0], framed[:, :, :, -1] = framed[:, :, :, 1], framed[:, :, :, -2]
    return framed


def _unframed(full: Tensor) -> Tensor:
    """The gradient to what was framed: its edge gets the frame's."""
    full[:, :, 1] += full[:, :, 0]
    full[:, :, -2] += full[:, :, -1]
    full[:, :, :, 1] += full[:, :, :, 0]
    full[:, :, :, -2] += full[:, :, :, -1]
    return full[:, :, 1:-1, 1:-1]

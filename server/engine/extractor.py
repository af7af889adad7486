"""Features of the picture being painted: VGG with the engine's own kernels, differentiable to the image only.

A convolution and its ReLU are one operation that keeps nothing but its own output for the backward pass: no
gradient for weights is ever computed, so no input needs to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.networks import Network
from models.vgg import VGG, stages_for
from server.engine.kernels import Convolutions

Extract = Callable[[Tensor], Mapping[str, Tensor]]
"""From an image, (1, 3, height, width) float, sRGB 0..255, to {tap: (1, channels, height', width')}."""


def extractor_for(network: Network, taps: Collection[str], kernels: Convolutions) -> Extract:
    """The differentiable pass of a network to some taps; only VGG's is made of the engine's own kernels."""
    if isinstance(network, VGG):
        return Extractor(network, taps, kernels)
    return lambda image: network(image, taps)


class Extractor:
    """A network prepared for optimisation at fixed taps."""

    def __init__(self, network: VGG, taps: Collection[str], kernels: Convolutions) -> None:
        self.taps = tuple(taps)
        self._network = network
        self._stages = stages_for(network.architecture, taps)
        self._convolutions = {
            stage.name: _PreparedConvolution.of(*network.convolution(stage.name), kernels)
            for stage in self._stages
            if stage.kind == "convolution"
        }

    def __call__(self, image: Tensor) -> Mapping[str, Tensor]:
        """image: (1, 3, height, width) float, sRGB 0..255. Returns {tap: (1, channels, height', width')}."""
        value = self._network.normalisation.apply(image)
        features = {}
        for stage in self._stages:
            value = self._convolve(stage.name, value) if stage.kind == "convolution" else self._pool(value)
            if stage.name in self.taps:
                features[stage.name] = value
        return features

    def _convolve(self, name: str, value: Tensor) -> Tensor:
        if self._network.padding == "zeros":
            return _convolve_relu(value, self._convolutions[name], 1)
        framed = functional.pad(value, (1, 1, 1, 1), mode="replicate")
        return _convolve_relu(framed, self._convolutions[name], 0)

    def _pool(self, value: Tensor) -> Tensor:
        if self._network.pooling == "max":
            return functional.max_pool2d(value, 2)
        return functional.avg_pool2d(value, 2)


@dataclass(frozen=True)
class _PreparedConvolution:
    """Weights for both directions: the gradient to the input is a convolution with the kernel turned round."""

    weight: Tensor
    bias: Tensor
    weight_back: Tensor
    bias_back: Tensor
    kernels: Convolutions

    @staticmethod
    def of(weight: Tensor, bias: Tensor, kernels: Convolutions) -> _PreparedConvolution:
        back = weight.flip(2, 3).transpose(0, 1).contiguous()
        return _PreparedConvolution(weight, bias, back, torch.zeros_like(back[:, 0, 0, 0]), kernels)


class _ConvolveRelu(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, value: Tensor, convolution: _PreparedConvolution, padding: int) -> Tensor:
        result = convolution.kernels(value, convolution.weight, convolution.bias, padding).relu_()
        context.save_for_backward(result)
        context.convolution, context.padding = convolution, padding
        return result

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        (result,) = context.saved_tensors
        convolution: _PreparedConvolution = context.convolution
        passed = torch.ops.aten.threshold_backward(gradient, result, 0)
        back = convolution.kernels(
            passed, convolution.weight_back, convolution.bias_back, 2 - context.padding
        )
        return back, None, None


def _convolve_relu(value: Tensor, convolution: _PreparedConvolution, padding: int) -> Tensor:
    result: Tensor = _ConvolveRelu.apply(value, convolution, padding)  # type: ignore[no-untyped-call]
    return result

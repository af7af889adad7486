"""Features of the picture being painted, differentiable to the picture only (server/engine/passes.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from models.networks import Network
from models.vgg import VGG, stages_for
from server.engine.kernels import Convolutions
from server.engine.passes import Passes

Extract = Callable[[Tensor], Mapping[str, Tensor]]
"""From an image, (1, 3, height, width) float, sRGB 0..255, to {tap: (1, channels, height', width')}."""


def extractor_for(
    network: Network, taps: Collection[str], kernels: Convolutions, precision: torch.dtype | None = None
) -> Extract:
    """The differentiable pass of a network to some taps; only VGG's is made of the engine's own kernels.

    precision: of a VGG's features; by default that of its weights.
    """
    if isinstance(network, VGG):
        return Extractor(network, taps, kernels, precision)
    return lambda image: network(image, taps)


class Extractor:
    """A network prepared for optimisation at fixed taps, in one precision."""

    def __init__(
        self,
        network: VGG,
        taps: Collection[str],
        kernels: Convolutions,
        precision: torch.dtype | None = None,
    ) -> None:
        """precision: of the features; by default that of the network's weights."""
        self.taps = tuple(taps)
        self.normalisation = network.normalisation
        self.stages = stages_for(network.architecture, taps)
        weight, _ = network.convolution(self.stages[0].name)
        self.precision = precision or weight.dtype
        self.passes = Passes.of(network, self.stages, kernels, self.precision)

    def __call__(self, image: Tensor) -> Mapping[str, Tensor]:
        """image: (1, 3, height, width) float, sRGB 0..255. Returns {tap: (1, channels, height', width')}.

        The features have the extractor's precision; a sum over them belongs in float32.
        """
        values = _Features.apply(self.normalisation.apply(image), self)  # type: ignore[no-untyped-call]
        reached = [stage.name for stage in self.stages if stage.name in self.taps]
        return dict(zip(reached, values, strict=True))


class _Features(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, value: Tensor, extractor: Extractor) -> tuple[Tensor, ...]:
        features, records = [], []
        for stage in extractor.stages:
            value, kept = extractor.passes.forward(stage, value)
            # Detached: an output that its own node held would hold the node. save_for_backward would let nothing go before
            # the end of the way back.
            records.append(replace(kept, value=kept.value.detach()) if isinstance(kept.value, Tensor) else kept)
            if stage.name in extractor.taps:
                features.append(value)
        context.records, context.extractor = records, extractor
        return tuple(features)

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        extractor: Extractor = context.extractor
        wanted = list(gradients)
        gradient: Tensor | None = None
        for stage in reversed(extractor.stages):
            if stage.name in extractor.taps:
                here = wanted.pop()
                gradient = here.clone() if gradient is None else gradient.add_(here)
                del here
            assert gradient is not None
            gradient = extractor.passes.backward(stage, context.records.pop(), gradient)
        assert gradient is not None
        return gradient.to(torch.promote_types(gradient.dtype, torch.float32)), None

"""VGG-16 and VGG-19 (Simonyan and Zisserman 2015): the convolutional part, with named taps.

A tap is the output of one convolution after its ReLU. The sequence of operations is data (`architecture`), so
that anything else that runs or measures the network (tiles, FLOP counts, an exporter) walks the same list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.normalisation import InputNormalisation

Pooling = Literal["max", "average"]
Padding = Literal["zeros", "replicate"]

# Convolutions per block and channels of each block (Simonyan and Zisserman 2015, table 1, columns D and E).
_BLOCKS: dict[str, tuple[tuple[int, int], ...]] = {
    "vgg16": ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)),
    "vgg19": ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512)),
}


@dataclass(frozen=True)
class Stage:
    """One operation of the sequence.

    A convolution is 3x3 with stride 1 and one pixel of padding, then a ReLU; its name is its tap's name.
    A pooling is 2x2 with stride 2; an odd last row or column is dropped.
    """

    name: str
    kind: Literal["convolution", "pooling"]
    channels_in: int
    channels_out: int


class VGG(nn.Module):
    """A VGG network that computes only what the taps asked for need.

    The weights are buffers, not parameters: they move with `.to()` and never require a gradient.
    """

    def __init__(
        self,
        name: str,
        weights: Mapping[str, Tensor],
        normalisation: InputNormalisation,
        pooling: Pooling = "max",
        padding: Padding = "zeros",
    ) -> None:
        """name: "vgg16" or "vgg19". weights: what `weight_shapes(name)` lists, e.g. "conv1_1.weight"."""
        super().__init__()
        _check_choice("pooling", pooling, ("max", "average"))
        _check_choice("padding", padding, ("zeros", "replicate"))
        self.architecture = name
        self.stages = architecture(name)
        self.pooling: Pooling = pooling
        self.padding: Padding = padding
        self.normalisation = normalisation
        self.convolutions = nn.ModuleDict(
            {
                stage.name: Convolution(
                    weights[f"{stage.name}.weight"], weights[f"{stage.name}.bias"], padding
                )
                for stage in self.stages
                if stage.kind == "convolution"
            }
        )

    def forward(self, image: Tensor, taps: Collection[str]) -> dict[str, Tensor]:
        """Features of an image at the taps asked for, in the network's order.

        image: (batch, 3, height, width) float, sRGB values in 0..255, channels red, green, blue.
        taps: names such as "conv4_2". Layers deeper than the deepest of them are not computed.
        Returns {tap: (batch, channels, height', width')}, each side halved, rounding down, by each pooling.
        Raises ValueError for an unknown tap or an image too small to reach the deepest tap.
        """
        stages = stages_for(self.architecture, taps)
        _check_size(image, stages)
        features = {}
        value = self.normalisation.apply(image)
        for stage in stages:
            value = self.convolutions[stage.name](value) if stage.kind == "convolution" else self._pool(value)
            if stage.name in taps:
                features[stage.name] = value
        return features

    def convolution(self, tap: str) -> tuple[Tensor, Tensor]:
        """Weight (channels out, channels in, 3, 3) and bias (channels out) of a tap's convolution."""
        layer = self.convolutions[tap]
        assert isinstance(layer, Convolution)
        return layer.weight, layer.bias

    def _pool(self, value: Tensor) -> Tensor:
        if self.pooling == "max":
            return functional.max_pool2d(value, kernel_size=2, stride=2)
        return functional.avg_pool2d(value, kernel_size=2, stride=2)


class Convolution(nn.Module):
    """3x3 convolution that keeps the size, then ReLU."""

    weight: Tensor
    bias: Tensor

    def __init__(self, weight: Tensor, bias: Tensor, padding: Padding) -> None:
        super().__init__()
        self.register_buffer("weight", weight.detach())
        self.register_buffer("bias", bias.detach())
        self.padding = padding

    def forward(self, value: Tensor) -> Tensor:
        if self.padding == "zeros":
            return functional.relu(functional.conv2d(value, self.weight, self.bias, padding=1))
        framed = functional.pad(value, (1, 1, 1, 1), mode="replicate")
        return functional.relu(functional.conv2d(framed, self.weight, self.bias))


def architecture(name: str) -> tuple[Stage, ...]:
    """The operations of "vgg16" or "vgg19" in order: conv1_1, conv1_2, pool1, conv2_1, ... pool5."""
    _check_choice("network", name, tuple(_BLOCKS))
    stages = []
    channels_in = 3
    for block, (count, channels) in enumerate(_BLOCKS[name], start=1):
        for index in range(1, count + 1):
            stages.append(Stage(f"conv{block}_{index}", "convolution", channels_in, channels))
            channels_in = channels
        stages.append(Stage(f"pool{block}", "pooling", channels, channels))
    return tuple(stages)


def taps_of(name: str) -> tuple[str, ...]:
    """The taps of a network, shallow to deep."""
    return tuple(stage.name for stage in architecture(name) if stage.kind == "convolution")


def stages_for(name: str, taps: Collection[str]) -> tuple[Stage, ...]:
    """The operations needed to compute the taps: everything up to the deepest, nothing after it."""
    known = taps_of(name)
    unknown = [tap for tap in taps if tap not in known]
    if unknown:
        raise ValueError(f"{name} has no layer named {unknown[0]!r}; its layers are {', '.join(known)}.")
    stages = architecture(name)
    needed = max((index + 1 for index, stage in enumerate(stages) if stage.name in taps), default=0)
    return stages[:needed]


def smallest_side(name: str, taps: Collection[str]) -> int:
    """The least height and width in pixels that still leaves one position at the deepest of the taps."""
    return _smallest_side(stages_for(name, taps))


def weight_shapes(name: str) -> dict[str, tuple[int, ...]]:
    """The tensors a network is made of: {"conv1_1.weight": (64, 3, 3, 3), "conv1_1.bias": (64,), ...}."""
    shapes: dict[str, tuple[int, ...]] = {}
    for stage in architecture(name):
        if stage.kind == "convolution":
            shapes[f"{stage.name}.weight"] = (stage.channels_out, stage.channels_in, 3, 3)
            shapes[f"{stage.name}.bias"] = (stage.channels_out,)
    return shapes


def _smallest_side(stages: tuple[Stage, ...]) -> int:
    poolings = sum(stage.kind == "pooling" for stage in stages)
    return 1 << poolings


def _check_size(image: Tensor, stages: tuple[Stage, ...]) -> None:
    if image.ndim != 4 or image.shape[1] != 3:
        raise ValueError(f"The image must have the shape (1, 3, height, width), not {tuple(image.shape)}.")
    if torch.compiler.is_exporting():  # the sides are symbols then: the running program checks them
        return
    side = _smallest_side(stages)
    if min(image.shape[2:]) < side:
        raise ValueError(
            f"An image of {image.shape[3]} x {image.shape[2]} pixels is too small for {stages[-1].name}; "
            f"each side must have at least {side} pixels."
        )


def _check_choice(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{what} must be one of {', '.join(choices)}, not {value!r}.")

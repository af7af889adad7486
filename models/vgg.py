"""VGG-16 and VGG-19 (Simonyan and Zisserman 2015): the convolutional part, with named taps.

A tap is the output of one convolution after its ReLU. The sequence of operations is data (`architecture`), so
that anything else that runs or measures the network (tiles, FLOP counts, an exporter) walks the same list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn
from torch.nn import functional

from models.layers import Convolution, Padding, Pooling, check_choice, check_size, check_taps, pool
from models.normalisation import InputNormalisation

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

    Its weights never require a gradient.
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
        check_choice("pooling", pooling, ("max", "average"))
        check_choice("padding", padding, ("zeros", "replicate"))
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
        if not stages:
            return {}
        check_size(image, _smallest_side(stages), stages[-1].name)
        features = {}
        value = self.normalisation.apply(image)
        for stage in stages:
            value = self._compute(stage, value)
            if stage.name in taps:
                features[stage.name] = value
        return features

    def convolution(self, tap: str) -> tuple[Tensor, Tensor]:
        """Weight (channels out, channels in, 3, 3) and bias (channels out) of a tap's convolution."""
        layer = self.convolutions[tap]
        assert isinstance(layer, Convolution)
        return layer.weight, layer.bias

    def _compute(self, stage: Stage, value: Tensor) -> Tensor:
        if stage.kind == "pooling":
            return pool(value, self.pooling)
        return functional.relu(self.convolutions[stage.name](value))


def architecture(name: str) -> tuple[Stage, ...]:
    """The operations of "vgg16" or "vgg19" in order: conv1_1, conv1_2, pool1, conv2_1, ... pool5."""
    check_choice("network", name, tuple(_BLOCKS))
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
    check_taps(name, taps, taps_of(name))
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

"""What is true of every network, whichever family it is of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from torch import Tensor

from models import resnet, vgg
from models.layers import Padding, Pooling
from models.normalisation import InputNormalisation
from models.resnet import ResNet
from models.vgg import VGG

Network = VGG | ResNet
"""Called with an image and taps, gives {tap: features}; has `architecture`, `pooling`, `padding`, `normalisation`."""


def build(
    architecture: str,
    weights: Mapping[str, Tensor],
    normalisation: InputNormalisation,
    pooling: Pooling = "max",
    padding: Padding = "zeros",
) -> Network:
    """A network of an architecture ("vgg16", "vgg19", "resnet50") with these weights."""
    if architecture == resnet.NAME:
        return ResNet(weights, normalisation, pooling, padding)
    return VGG(architecture, weights, normalisation, pooling, padding)


def taps_of(architecture: str) -> tuple[str, ...]:
    """The taps of an architecture, shallow to deep."""
    return resnet.TAPS if architecture == resnet.NAME else vgg.taps_of(architecture)


def smallest_side(architecture: str, taps: Collection[str]) -> int:
    """The least height and width in pixels for these taps. Raises ValueError for an unknown tap."""
    if architecture == resnet.NAME:
        return resnet.smallest_side(taps)
    return vgg.smallest_side(architecture, taps)


def weight_shapes(architecture: str) -> dict[str, tuple[int, ...]]:
    """The name and shape of every tensor that an architecture is made of."""
    return resnet.weight_shapes() if architecture == resnet.NAME else vgg.weight_shapes(architecture)

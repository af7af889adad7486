"""ResNet-50 (He et al. 2016) as torchvision trains it, up to the end of its last stage, with named taps.

The taps are `conv1`, the stem after its ReLU, and `stage1` ... `stage4`, the ends of the four stages after their
last ReLU. Batch normalisation, a fixed scale and shift of each channel once training is over, is folded into the
convolutions (see `models.formats`), so the network is convolutions with biases, ReLUs and sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn import functional

from models.layers import Convolution, Padding, Pooling, check_choice, check_size, check_taps, pool
from models.normalisation import InputNormalisation

NAME = "resnet50"
TAPS = ("conv1", "stage1", "stage2", "stage3", "stage4")

_STEM_CHANNELS = 64
_EXPANSION = 4
# Blocks, inner channels and stride of each stage (He et al. 2016, table 1, the column of 50 layers).
_STAGES = ((3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2))


@dataclass(frozen=True)
class Block:
    """A bottleneck: 1x1 convolution, 3x3 (which has the stride), 1x1, added to its input, then ReLU.

    Where size or channels change, the input passes through a 1x1 convolution of its own (`shortcut`) first.
    """

    name: str
    channels_in: int
    channels_inside: int
    channels_out: int
    stride: int
    shortcut: bool


class ResNet(nn.Module):
    """ResNet-50 that computes only what the taps asked for need. Its weights never require a gradient."""

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        normalisation: InputNormalisation,
        pooling: Pooling = "max",
        padding: Padding = "zeros",
    ) -> None:
        """weights: what `weight_shapes()` lists. pooling: of the stem's one pooling; it was trained with max."""
        super().__init__()
        check_choice("pooling", pooling, ("max", "average"))
        check_choice("padding", padding, ("zeros", "replicate"))
        self.architecture = NAME
        self.pooling: Pooling = pooling
        self.padding: Padding = padding
        self.normalisation = normalisation
        self.stem = Convolution(weights["conv1.weight"], weights["conv1.bias"], padding, stride=2)
        self.stages = nn.ModuleList(
            nn.Sequential(*(Bottleneck(block, weights, padding) for block in blocks))
            for blocks in architecture()
        )

    def forward(self, image: Tensor, taps: Collection[str]) -> dict[str, Tensor]:
        """Features of an image at the taps asked for, in the network's order.

        image: (batch, 3, height, width) float, sRGB values in 0..255, channels red, green, blue.
        Returns {tap: (batch, channels, height', width')}: conv1 halves each side, rounding up; so does the
        pooling after it, and so does the first block of stages 2 to 4.
        Raises ValueError for an unknown tap or an image too small to reach the deepest tap.
        """
        check_taps(NAME, taps, TAPS)
        if not taps:
            return {}
        deepest = max(TAPS.index(tap) for tap in taps)
        check_size(image, smallest_side(taps), TAPS[deepest])
        value = functional.relu(self.stem(self.normalisation.apply(image)))
        features = {"conv1": value} if "conv1" in taps else {}
        if deepest > 0:
            value = pool(value, self.pooling, side=3, frame=1)
        for tap, stage in zip(TAPS[1 : deepest + 1], self.stages, strict=False):
            value = stage(value)
            if tap in taps:
                features[tap] = value
        return features


class Bottleneck(nn.Module):
    """One residual block; see `Block`."""

    def __init__(self, block: Block, weights: Mapping[str, Tensor], padding: Padding) -> None:
        super().__init__()

        def convolution(name: str, stride: int = 1) -> Convolution:
            where = f"{block.name}.{name}"
            return Convolution(weights[f"{where}.weight"], weights[f"{where}.bias"], padding, stride)

        self.reduce = convolution("conv1")
        self.middle = convolution("conv2", block.stride)
        self.expand = convolution("conv3")
        self.shortcut = convolution("shortcut", block.stride) if block.shortcut else None

    def forward(self, value: Tensor) -> Tensor:
        branch = functional.relu(self.reduce(value))
        branch = self.expand(functional.relu(self.middle(branch)))
        kept = value if self.shortcut is None else self.shortcut(value)
        return functional.relu(kept + branch)


def architecture() -> tuple[tuple[Block, ...], ...]:
    """The blocks of each of the four stages."""
    stages = []
    channels_in = _STEM_CHANNELS
    for stage, (count, inside, stride) in enumerate(_STAGES, start=1):
        blocks = []
        for index in range(count):
            first = index == 0
            blocks.append(
                Block(
                    f"stage{stage}_{index + 1}",
                    channels_in,
                    inside,
                    inside * _EXPANSION,
                    stride if first else 1,
                    shortcut=first,
                )
            )
            channels_in = inside * _EXPANSION
        stages.append(tuple(blocks))
    return tuple(stages)


def smallest_side(taps: Collection[str]) -> int:
    """The height and width in pixels that each position of the deepest tap stands for, so the least to have."""
    check_taps(NAME, taps, TAPS)
    halvings = 1 + max((TAPS.index(tap) for tap in taps), default=-1)
    return 1 << halvings


def weight_shapes() -> dict[str, tuple[int, ...]]:
    """The tensors the network is made of: {"conv1.weight": (64, 3, 7, 7), "stage1_1.conv1.weight": ...}."""
    kernels: dict[str, tuple[int, int, int]] = {"conv1": (_STEM_CHANNELS, 3, 7)}
    for blocks in architecture():
        for block in blocks:
            inside = block.channels_inside
            kernels[f"{block.name}.conv1"] = (inside, block.channels_in, 1)
            kernels[f"{block.name}.conv2"] = (inside, inside, 3)
            kernels[f"{block.name}.conv3"] = (block.channels_out, inside, 1)
            if block.shortcut:
                kernels[f"{block.name}.shortcut"] = (block.channels_out, block.channels_in, 1)
    shapes: dict[str, tuple[int, ...]] = {}
    for name, (channels_out, channels_in, side) in kernels.items():
        shapes[f"{name}.weight"] = (channels_out, channels_in, side, side)
        shapes[f"{name}.bias"] = (channels_out,)
    return shapes

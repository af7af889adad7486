"""Named combinations of settings. The first is the default."""

from __future__ import annotations

from dataclasses import dataclass, replace

from server.engine.parameters import InvalidSetting
from server.engine.settings import Settings


@dataclass(frozen=True)
class Preset:
    """Settings under a name; `description` says what the picture will look like and where it comes from."""

    name: str
    label: str
    description: str
    settings: Settings


_GATYS_STYLE_TAPS = "conv1_1:0.2 conv2_1:0.2 conv3_1:0.2 conv4_1:0.2 conv5_1:0.2"
_AS_PUBLISHED = Settings(
    padding="zeros",
    content_measure="sum",
    style_taps=_GATYS_STYLE_TAPS,
    content_weight=1e-3,
    style_weight=1.0,
    tv_weight=0.0,
    scales=1,
    iterations=500,
)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "Impasto",
        "Impasto",
        "Rich paint from any pair of pictures: large strokes first, then finer ones.",
        Settings(),
    ),
    Preset(
        "GatysMax",
        "Gatys 2016, maximum pooling",
        "The original method with the network as it was trained.",
        replace(_AS_PUBLISHED, pooling="max"),
    ),
    Preset(
        "GatysAvg",
        "Gatys 2016, average pooling",
        "The original method with average pooling, which its authors found more pleasing.",
        replace(_AS_PUBLISHED, pooling="average"),
    ),
    Preset(
        "Johnson",
        "Johnson 2016",
        "The layers of the fast feed-forward work, optimised directly: keeps the photograph's detail.",
        replace(
            _AS_PUBLISHED,
            network="vgg16",
            pooling="max",
            content_taps="conv2_2",
            style_taps="conv1_2:0.25 conv2_2:0.25 conv3_3:0.25 conv4_3:0.25",
        ),
    ),
    Preset(
        "ResNet",
        "ResNet-50",
        "A younger network judges; its stages weigh 1e5, 1e4, 1e3 and 1e2, so that none drowns the others.",
        replace(
            _AS_PUBLISHED,
            network="resnet50-torchvision",
            pooling="max",
            content_taps="stage3",
            style_taps="stage1:1e5 stage2:1e4 stage3:1e3 stage4:1e2",
        ),
    ),
    Preset(
        "Photo",
        "Photograph",
        "Another photograph's light and colours, lines kept straight by the Matting Laplacian (Luan et al. 2017).",
        replace(Settings(), photo_weight=1e4),
    ),
)


def preset(name: str) -> Preset:
    """The preset of that name; the default for an empty one. Raises InvalidSetting when there is none."""
    if not name:
        return PRESETS[0]
    for each in PRESETS:
        if each.name.lower() == name.lower():
            return each
    raise InvalidSetting(
        "preset",
        f"There is no preset '{name}'.",
        f"Choose one of: {', '.join(each.name for each in PRESETS)}.",
    )

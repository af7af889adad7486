"""What the first scale begins with."""

from __future__ import annotations

import torch
from torch import Tensor

from server.engine.frame import Frame
from server.engine.resample import resize
from server.engine.schedule import Scale
from server.engine.spec import StyleSpec

DETAIL = 0.5  # 0, 0.5, 0.7 and 1 were tried
CONTRAST = 0.1  # of the noise, beside the way from black to white


def starting_picture(spec: StyleSpec, whole: Frame, scale: Scale) -> Tensor:
    """(3, height, width) of the scale, sRGB values 0..255, as settings.init asks."""
    size = (scale.height, scale.width)
    if spec.settings.init == "noise":
        return _noise(spec.settings.seed, *size).to(spec.content)
    if spec.settings.init == "style":
        source = spec.styles[0].image
    elif spec.settings.init == "previous" and spec.start is not None:
        source = whole.crop(resize(spec.start, *spec.content.shape[1:]))
    else:
        source = whole.crop(spec.content)
    return resize(source, *size).clamp(0, 1) * 255


def next_start(spec: StyleSpec, whole: Frame, picture: Tensor, scale: Scale) -> Tensor:
    """(3, height, width) of a scale, 0..255, from the coarser scale's result.

    A picture made larger lacks fine detail. Half of what the layer has there is a better start than none: a given
    objective took 10 % fewer evaluations (docs/benchmarks/README.md). Only where the layer was the start in the first place.
    """
    larger = resize(picture, *scale.size)
    if spec.settings.init != "content":
        return larger
    content = whole.crop(spec.content)
    coarse = resize(content, *picture.shape[-2:])
    detail = resize(content, *scale.size) - resize(coarse, *scale.size)
    return larger.add_(detail, alpha=255 * DETAIL).clamp_(0, 255)


def _noise(seed: int, height: int, width: int) -> Tensor:
    """White noise round middle gray (Gatys et al. 2016, section 2); the same for a seed on every device.

    Faint, because the network hardly sees the finest grain, least of all where pooling takes means: what the start has of
    it stays. From noise of full contrast a content reconstruction (conv3_1, 112 pixels, 60 evaluations) ended 46 of 255
    from the photograph, from this 9, at a fifth of the loss.
    """
    generator = torch.Generator().manual_seed(seed)
    return 127.5 + CONTRAST * (torch.rand(3, height, width, generator=generator) * 255 - 127.5)

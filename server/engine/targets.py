"""What the painted picture is compared with: features of the content, Gram matrices of the styles.

No gradient is needed here, so the passes run in ONNX Runtime (models/features.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from server.engine.spec import StyleImage
from server.engine.terms import mean_gram_matrix, positions

Features = Callable[[NDArray[np.float32]], Mapping[str, NDArray[np.float32]]]


@dataclass(frozen=True)
class StyleTarget:
    """The manner to reach in one part of the picture.

    coverage: (height, width) of this scale's picture, 0..1; None: everywhere.
    share: this part's share of the style loss; the mean of its coverage, so that a stroke is pulled equally hard
    in a small part and in a large one.
    grams: {tap: (channels, channels)}, mean Gram matrices.
    """

    coverage: Tensor | None
    share: float
    grams: Mapping[str, Tensor]


def content_target(features: Features, content: Tensor, taps: Mapping[str, float]) -> dict[str, Tensor]:
    """Features of the content, {tap: (1, channels, height', width')}. content: (3, height, width) 0..255."""
    return _features(features, content, taps)


CoverageAt = Callable[[int, int], Tensor | None]
"""From the (height, width) of a tap to how much each of its positions counts, of that size; None: all count."""


def style_grams(
    features: Features, image: Tensor, coverage: CoverageAt, taps: Mapping[str, float]
) -> dict[str, Tensor]:
    """Mean Gram matrices of a style picture, {tap: (channels, channels)}. image: (3, height, width) 0..255."""
    grams = {}
    for tap, values in _features(features, image, taps).items():
        mask = coverage(*values.shape[-2:])
        grams[tap] = mean_gram_matrix(positions(values), None if mask is None else mask.flatten())
    return grams


def blended(grams: list[dict[str, Tensor]], styles: list[StyleImage]) -> dict[str, Tensor]:
    """The weighted mean of several styles' Gram matrices.

    Pulling towards the mean is the same as pulling towards each by its weight, up to a constant.
    """
    total = sum(style.weight for style in styles)
    return {
        tap: torch.stack(
            [each[tap] * (style.weight / total) for each, style in zip(grams, styles, strict=True)]
        ).sum(0)
        for tap in grams[0]
    }


def _features(features: Features, image: Tensor, taps: Mapping[str, float]) -> dict[str, Tensor]:
    computed = features(image[None].float().cpu().numpy())
    return {tap: torch.from_numpy(computed[tap]).to(image) for tap in taps}

"""The passes without gradient that make targets: in ONNX Runtime, or in tiles where a picture is too large for it.

Both are remembered by what they were computed from (server/engine/cache.py): most runs repeat a picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.cache import TargetCache
from server.engine.extractor import Extract, Extractor
from server.engine.notation import parse_taps
from server.engine.outlines import Outlines
from server.engine.planner import fits_feature_pass, tile_for
from server.engine.precision import float32_meant
from server.engine.resample import reduce_mask
from server.engine.settings import Settings
from server.engine.targets import CoverageAt, Features, content_target, style_grams
from server.engine.tiles import Statistics, Wanted, forward


@dataclass(frozen=True)
class TargetPasses:
    """For one network and its taps. Pictures are (3, height, width) with sRGB values 0..255.

    weights: what tells the network's weights from any others. features: has a `device` where it is no plain function
    of the processor's.
    """

    settings: Settings
    weights: str
    features: Features
    extractor: Extract
    cache: TargetCache

    def content(self, picture: Tensor) -> Mapping[str, Tensor]:
        """Features at the content taps, {tap: (1, channels, height', width')}."""
        taps = parse_taps(self.settings.content_taps)
        return self.cache.targets(
            self._facts("content", picture, taps), picture, None, lambda: self._content(picture, taps)
        )

    def style(
        self, image: Tensor, coverage: Tensor | None, outlines: Outlines | None = None
    ) -> dict[str, Tensor]:
        """Mean Gram matrices at the style taps, {tap: (channels, channels)}, of what counts of a style picture."""
        taps = parse_taps(self.settings.style_taps)

        def covered(height: int, width: int) -> Tensor | None:
            if outlines is not None:
                return outlines.of(image, coverage, height, width)
            return None if coverage is None else reduce_mask(coverage, height, width)

        if outlines is not None:  # they change with the content: not worth remembering
            return self._style(image, covered, taps)
        facts = self._facts("style", image, taps)
        return self.cache.targets(facts, image, coverage, lambda: self._style(image, covered, taps))

    def _facts(self, what: str, picture: Tensor, taps: Mapping[str, float]) -> str:
        """What else decides a target besides the picture."""
        settings = self.settings
        way = "at once" if self._at_once(picture) else f"in tiles, {settings.precision}"
        network = f"{self.weights} {settings.pooling} {settings.padding}"
        return f"{what} {network} {' '.join(sorted(taps))} {way}"

    def _content(self, picture: Tensor, taps: Mapping[str, float]) -> dict[str, Tensor]:
        if self._at_once(picture):
            return content_target(self.features, picture, taps)
        assert isinstance(self.extractor, Extractor)
        return dict(self._forward(picture, Wanted({}, tuple(taps))).features)

    def _style(self, image: Tensor, covered: CoverageAt, taps: Mapping[str, float]) -> dict[str, Tensor]:
        if self._at_once(image):
            return style_grams(self.features, image, covered, taps)
        assert isinstance(self.extractor, Extractor)
        masks: dict[str, list[Tensor | None]] = {}
        height, width = image.shape[-2:]
        for stage in self.extractor.stages:
            if stage.kind == "pooling":
                height, width = height // 2, width // 2
            elif stage.name in taps:
                masks[stage.name] = [covered(height, width)]
        found = self._forward(image, Wanted(masks))
        return {tap: found.grams[tap][0] / _count(masks[tap][0], found.sizes[tap]) for tap in taps}

    def _forward(self, picture: Tensor, wanted: Wanted) -> Statistics:
        """In tiles."""
        assert isinstance(self.extractor, Extractor)
        pixels = picture.shape[-1] * picture.shape[-2]
        side = tile_for(self.settings, self.extractor, pixels, picture.device)
        with float32_meant(self.settings.precision, picture.device):
            return forward(self.extractor, picture, wanted, side)

    def _at_once(self, picture: Tensor) -> bool:
        if not isinstance(self.extractor, Extractor):
            return True
        device = torch.device(getattr(self.features, "device", "cpu"))
        return fits_feature_pass(
            self.settings, picture.shape[-1] * picture.shape[-2], device, picture.device
        )


def _count(coverage: Tensor | None, positions: int) -> float:
    return positions if coverage is None else float(coverage.sum())

"""The objective: L = style_weight * sum_l w_l E_l + content_weight * L_content + tv_weight * L_tv + further terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from server.engine.evaluation import Evaluation, Pending
from server.engine.extractor import Extract
from server.engine.notation import parse_taps
from server.engine.precision import float32_meant
from server.engine.resample import reduce_mask
from server.engine.settings import Settings
from server.engine.targets import StyleTarget
from server.engine.terms import content_term, positions, style_term, total_variation
from server.engine.weighting import style_weights


@dataclass(frozen=True)
class Objective:
    """Scores pictures of one size.

    content: features at the content taps. styles: one target per part of the picture; none where nothing is painted.
    extras: further terms by name, weighted already, from the picture (3, height, width), sRGB values 0..255.
    recording: whether a CUDA GPU may repeat an evaluation from a recording (graphs.py).
    """

    extractor: Extract
    settings: Settings
    content: Mapping[str, Tensor]
    styles: tuple[StyleTarget, ...]
    extras: Mapping[str, Callable[[Tensor], Tensor]] = field(default_factory=dict)
    recording: bool = True

    def evaluate(self, picture: Tensor) -> Evaluation:
        """picture: (3, height, width) float, sRGB values 0..255 (beyond is allowed)."""
        return self.measure(picture).read()

    def measure(self, picture: Tensor) -> Pending:
        """The same, without waiting for a GPU: nothing on the way may ask for a number or copy one to the device."""
        picture = picture.detach().requires_grad_()
        with float32_meant(self.settings.precision, picture.device):
            terms = self.terms(picture)
            if not terms:  # a patch outside of everything that is painted
                return Pending((), picture.detach().new_zeros(1), torch.zeros_like(picture))
            loss = torch.stack(list(terms.values())).sum()
            (gradient,) = torch.autograd.grad(loss, picture)
        return Pending.of(loss, terms, gradient)

    def terms(self, picture: Tensor) -> dict[str, Tensor]:
        """Each weighted term as a tensor that can be differentiated; terms of weight 0 are left out."""
        settings = self.settings
        features = self.extractor(picture[None])
        style_weight = settings.style_weight * settings.style_strength
        terms = {}
        if settings.content_weight:
            terms["content"] = settings.content_weight * self._content(features)
        if style_weight and self.styles:
            terms["style"] = style_weight * self._style(features)
        return terms | self.picture_terms(picture)

    def picture_terms(self, picture: Tensor) -> dict[str, Tensor]:
        """Those of the terms that look at the picture itself, not at its features."""
        return self.smoothness(picture) | self.further_terms(picture)

    def smoothness(self, picture: Tensor) -> dict[str, Tensor]:
        """Total variation, a sum over channels; nothing without its weight."""
        weight = self.settings.tv_weight * self.settings.smoothness
        if not weight:
            return {}
        return {"smoothness": weight * total_variation(picture, self.settings.tv_measure)}

    def further_terms(self, picture: Tensor) -> dict[str, Tensor]:
        """The extras."""
        return {name: term(picture) for name, term in self.extras.items()}

    def _content(self, features: Mapping[str, Tensor]) -> Tensor:
        measure = self.settings.content_measure
        taps = parse_taps(self.settings.content_taps)
        return torch.stack(
            [weight * content_term(features[tap], self.content[tap], measure) for tap, weight in taps.items()]
        ).sum()

    def _style(self, features: Mapping[str, Tensor]) -> Tensor:
        taps = style_weights(self.settings)
        terms = []
        for tap, weight in taps.items():
            values = positions(features[tap])
            for style in self.styles:
                coverage = None
                if style.coverage is not None:
                    coverage = reduce_mask(style.coverage, *features[tap].shape[-2:]).flatten()
                terms.append(weight * style.share * style_term(values, style.grams[tap], coverage))
        return torch.stack(terms).sum()

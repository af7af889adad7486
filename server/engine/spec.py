"""What goes into the engine and what comes out, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from server.engine.settings import Settings


@dataclass(frozen=True)
class StyleImage:
    """A style picture.

    image: (3, height, width) float32, sRGB values 0..1.
    weight: its share beside the other styles, > 0.
    coverage: (height, width) float32 0..1, which of its pixels count (its alpha); None: all.
    """

    image: Tensor
    weight: float = 1.0
    coverage: Tensor | None = None


@dataclass(frozen=True)
class Region:
    """A part of the content to be painted with one style.

    content_mask: (height, width) of the content, float32 0..1.
    style: index into StyleSpec.styles.
    style_mask: (height, width) of that style, float32 0..1; None: all of it.
    """

    content_mask: Tensor
    style: int
    style_mask: Tensor | None = None


@dataclass(frozen=True)
class StyleSpec:
    """One job for the engine: everything that decides the picture.

    content: (3, height, width) float32, sRGB values 0..1.
    coverage: (height, width) float32 0..1, which content pixels are visible (its alpha); None: all.
    apply_mask: (height, width) float32 0..1; outside it the result is the content; None: everywhere.
    start: (3, any height, any width), an earlier result, for settings.init "previous" or "again".
    """

    content: Tensor
    styles: tuple[StyleImage, ...]
    settings: Settings = field(default_factory=Settings)
    regions: tuple[Region, ...] = ()
    coverage: Tensor | None = None
    apply_mask: Tensor | None = None
    start: Tensor | None = None

    def on(self, device: torch.device) -> StyleSpec:
        """The same with every picture and mask on a device."""

        def there(value: Tensor | None) -> Tensor | None:
            return None if value is None else value.to(device)

        return replace(
            self,
            content=self.content.to(device),
            styles=tuple(
                replace(each, image=each.image.to(device), coverage=there(each.coverage))
                for each in self.styles
            ),
            regions=tuple(
                replace(each, content_mask=each.content_mask.to(device), style_mask=there(each.style_mask))
                for each in self.regions
            ),
            coverage=there(self.coverage),
            apply_mask=there(self.apply_mask),
            start=there(self.start),
        )


@dataclass(frozen=True)
class Iterate:
    """One evaluation of the objective, with the picture it judged.

    scale, iteration: counted from 1, of scales and iterations. width, height: of this scale's picture, pixels.
    loss: the weighted sum; terms: each weighted term by name. fraction: of the whole job's work, 0..1.
    seconds_left: negative while unknown. picture: call it for the whole result so far, blended and at the content's
    size, (3, height, width) float32 0..1; it costs a resize, so ask only when it is shown.
    sketch: call it for the same at the working size of this scale (cheap; for previews).
    stopped: why the run ended, on its last iterate; otherwise empty.
    """

    scale: int
    scales: int
    iteration: int
    iterations: int
    width: int
    height: int
    loss: float
    terms: Mapping[str, float]
    fraction: float
    seconds_elapsed: float
    seconds_left: float
    picture: Callable[[], Tensor]
    sketch: Callable[[], Tensor]
    stopped: str = ""

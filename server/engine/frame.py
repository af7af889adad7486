"""The part of the content that is painted, and how the paint goes back into the whole.

Only the neighbourhood of the apply-mask is painted, so that a small selection gets the full working size.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.colors import keep_colors, take_colors
from server.engine.resample import reduce_mask, resize_in_range

MARGIN = 0.125  # of the selection's long side: surroundings that the network should see
LEAST_MARGIN = 16


@dataclass(frozen=True)
class Frame:
    """A box of the content: rows top..bottom, columns left..right (ends excluded), in content pixels.

    colors: settings.colors; "keep" uses only the luminance of the paint, "only" nothing but its hues.
    """

    content: Tensor
    apply_mask: Tensor | None
    top: int
    bottom: int
    left: int
    right: int
    colors: str = "style"

    @property
    def height(self) -> int:
        """Of the box, in content pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Of the box, in content pixels."""
        return self.right - self.left

    @property
    def _is_everything(self) -> bool:
        """Whether nothing of the content shows."""
        uncropped = (self.height, self.width) == tuple(self.content.shape[1:])
        return uncropped and self.apply_mask is None and self.colors not in ("keep", "only")

    def crop(self, value: Tensor) -> Tensor:
        """The box of anything of the content's size: (..., height, width)."""
        return value[..., self.top : self.bottom, self.left : self.right]

    def compose(self, painted: Tensor, height: int, width: int) -> Tensor:
        """The content with the paint in it, at (height, width): outside the mask the content, feathered linearly.

        painted: the box's picture at any size, (3, any, any), within 0..1. Returns (3, height, width) 0..1.
        """
        if self._is_everything:
            return resize_in_range(painted, height, width)
        whole = resize_in_range(self.content, height, width)
        rows, columns = height / self.content.shape[1], width / self.content.shape[2]
        top, bottom = round(self.top * rows), max(round(self.bottom * rows), round(self.top * rows) + 1)
        left, right = (
            round(self.left * columns),
            max(round(self.right * columns), round(self.left * columns) + 1),
        )
        paint = resize_in_range(painted, bottom - top, right - left)
        if self.colors == "keep":
            paint = keep_colors(whole[:, top:bottom, left:right], paint)
        elif self.colors == "only":
            paint = take_colors(whole[:, top:bottom, left:right], paint)
        if self.apply_mask is not None:
            mask = reduce_mask(self.apply_mask, height, width)[top:bottom, left:right]
            paint = torch.lerp(whole[:, top:bottom, left:right], paint, mask)
        whole = whole.clone()
        whole[:, top:bottom, left:right] = paint
        return whole


def frame(content: Tensor, apply_mask: Tensor | None, colors: str = "style") -> Frame:
    """The box round the mask's covered pixels with some surroundings; the whole content without a mask.

    content: (3, height, width). apply_mask: (height, width) 0..1 with at least one covered pixel.
    """
    height, width = content.shape[1:]
    if apply_mask is None:
        return Frame(content, None, 0, height, 0, width, colors)
    rows = torch.nonzero(apply_mask.amax(dim=1))
    columns = torch.nonzero(apply_mask.amax(dim=0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    margin = max(LEAST_MARGIN, round(MARGIN * max(bottom - top, right - left)))
    return Frame(
        content,
        apply_mask,
        max(0, top - margin),
        min(height, bottom + margin),
        max(0, left - margin),
        min(width, right + margin),
        colors,
    )

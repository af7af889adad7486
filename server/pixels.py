"""The one place that turns an editor's pixels into the engine's tensors, and the engine's result into pixels."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from server import profiles
from server.commission import Commission, Pixels
from server.engine.spec import Region, StyleImage, StyleSpec
from server.machine import usable_cores

PREVIEW_SIDE = 512
# Both bound the floats that a large layer needs at once.
_BAND_ROWS = 128
_BANDS_AT_ONCE = 4


def style_spec(commission: Commission) -> StyleSpec:
    """The commission as the engine takes it.

    The engine is told where it may paint at all; the mask's soft edges are blended here, in the layer's own values.
    """
    mask = commission.apply_mask
    return StyleSpec(
        content=srgb_image(commission.content),
        coverage=coverage_of(commission.content),
        styles=tuple(
            StyleImage(srgb_image(style.pixels), style.weight, coverage_of(style.pixels))
            for style in commission.styles
        ),
        settings=commission.settings,
        regions=tuple(
            Region(
                mask_coverage(region.content_mask),
                region.style,
                None if region.style_mask is None else mask_coverage(region.style_mask),
            )
            for region in commission.regions
        ),
        apply_mask=None if mask is None else torch.from_numpy((mask > 0).astype(np.float32)),
        start=None if commission.start is None else srgb_image(commission.start),
    )


def srgb_image(pixels: Pixels) -> Tensor:
    """(3, height, width) float32, sRGB 0..1."""
    image = np.empty((3, pixels.height, pixels.width), dtype=np.float32)

    def fill(rows: slice) -> None:
        colors = pixels.values[rows, :, :3]
        if not profiles.is_srgb(pixels.icc_profile):
            image[:, rows] = profiles.to_srgb(colors, pixels.icc_profile).transpose(2, 0, 1)
        elif colors.dtype == np.float32:
            image[:, rows] = np.clip(np.nan_to_num(colors), 0, 1).transpose(2, 0, 1)
        else:  # in one pass over memory, ten times as quick as step by step
            planes = colors.transpose(2, 0, 1)
            np.divide(planes, _full_scale(colors), out=image[:, rows], dtype=np.float32, casting="unsafe")

    _for_each_band(fill, pixels)
    return torch.from_numpy(image)


def coverage_of(pixels: Pixels) -> Tensor | None:
    """(height, width) float32 0..1 from the alpha channel; None when every pixel is opaque."""
    alpha = pixels.values[..., 3]
    full = _full_scale(alpha)
    if bool((alpha >= full).all()):
        return None
    return torch.from_numpy(np.clip(np.nan_to_num(alpha.astype(np.float32)) / full, 0, 1))


def mask_coverage(mask: NDArray[Any]) -> Tensor:
    """(height, width) uint8 to float32 0..1."""
    return torch.from_numpy(mask.astype(np.float32) / np.float32(255))


def finished(commission: Commission, painted: Tensor) -> Pixels:
    """The painting laid over the content: its size, depth, profile and alpha.

    painted: (3, height, width) float32 0..1, sRGB, of the content's size. Where the apply-mask is 0 the content's
    values stay as they are, to the bit; between 0 and 255 the two are mixed linearly in the content's own values.
    """
    content = commission.content
    mask = commission.apply_mask
    values = np.empty_like(content.values)
    new_colors = painted.detach().to("cpu", torch.float32).numpy()

    def fill(rows: slice) -> None:
        band = np.clip(new_colors[:, rows].transpose(1, 2, 0), 0, 1)
        if not profiles.is_srgb(content.icc_profile):
            band = profiles.from_srgb(band, content.icc_profile)
        band *= _full_scale(values)
        if mask is not None:
            band = _mixed(content.values[rows, :, :3], band, mask[rows])
        values[rows, :, :3] = np.rint(band, out=band) if values.dtype != np.float32 else band
        values[rows, :, 3] = content.values[rows, :, 3]

    _for_each_band(fill, content)
    return Pixels(values, content.icc_profile)


def preview(sketch: Tensor, side: int = PREVIEW_SIDE) -> NDArray[np.uint8]:
    """A picture as (height, width, 3) uint8 sRGB with a long side of at most `side` pixels.

    sketch: (3, any height, any width) float32 0..1.
    """
    image = sketch.detach().to("cpu", torch.float32)
    height, width = image.shape[1:]
    shrink = max(height, width) / side
    if shrink > 1:
        size = (max(1, round(height / shrink)), max(1, round(width / shrink)))
        image = torch.nn.functional.interpolate(image[None], size=size, mode="area")[0]
    levels = (image.clamp(0, 1) * 255).round().to(torch.uint8)
    return np.ascontiguousarray(levels.permute(1, 2, 0).numpy())


def previewer(commission: Commission) -> Callable[[Tensor], NDArray[np.uint8]]:
    """`preview` for this commission's sketches, with the soft edges of its mask, which the engine does not know."""
    mask = commission.apply_mask
    if mask is None or not ((mask > 0) & (mask < 255)).any():
        return preview
    step = max(1, max(mask.shape) // (2 * PREVIEW_SIDE))
    content = srgb_image(thinned(commission.content, step))[None]
    share = mask_coverage(mask[::step, ::step])[None, None]

    def softened(sketch: Tensor) -> NDArray[np.uint8]:
        size = sketch.shape[1:]
        original = torch.nn.functional.interpolate(content, size, mode="bilinear")[0]
        soft = torch.nn.functional.interpolate(share, size, mode="bilinear")[0]
        return preview(torch.lerp(original, sketch.detach().to("cpu", torch.float32), soft))

    return softened


def thinned(pixels: Pixels, step: int) -> Pixels:
    """Every step-th pixel of every step-th row: for small views of large pictures, whose averages take long."""
    return Pixels(pixels.values[::step, ::step], pixels.icc_profile)


def _mixed(
    original: NDArray[Any], painted: NDArray[np.float32], mask: NDArray[np.uint8]
) -> NDArray[np.float32]:
    share = (mask.astype(np.float32) / np.float32(255))[..., None]
    start = original.astype(np.float32)
    with np.errstate(invalid="ignore"):  # an infinite value of the layer, which stays where it is
        mixed = start + (painted - start) * share
    return np.where(share == 0, start, np.where(share == 1, painted, mixed))


def _full_scale(values: NDArray[Any]) -> np.float32:
    return np.float32(1.0 if values.dtype == np.float32 else np.iinfo(values.dtype).max)


def _for_each_band(work: Callable[[slice], None], pixels: Pixels) -> None:
    """Band by band; several at once where no profile is in the way, whose transforms are for one thread at a time."""
    bands = [slice(top, min(pixels.height, top + _BAND_ROWS)) for top in range(0, pixels.height, _BAND_ROWS)]
    threads = min(usable_cores(), _BANDS_AT_ONCE) if profiles.is_srgb(pixels.icc_profile) else 1
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, bands))

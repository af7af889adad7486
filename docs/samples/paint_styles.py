"""Paint the sample style pictures: python docs/samples/paint_styles.py [NAME ...] [--out FOLDER]."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from painting.burning_sky import burning_sky
from painting.garden import garden
from painting.stained_discs import stained_discs
from painting.swirling_night import swirling_night
from painting.woodcut_wave import woodcut_wave
from PIL import Image

WIDTH, HEIGHT = 768, 576
LARGEST_FILE = 400_000  # bytes
Painter = Callable[[np.random.Generator, int, int], NDArray[np.uint8]]
PAINTERS: dict[str, Painter] = {
    "swirling_night": swirling_night,
    "burning_sky": burning_sky,
    "garden": garden,
    "stained_discs": stained_discs,
    "woodcut_wave": woodcut_wave,
}
SEEDS = {"swirling_night": 7, "burning_sky": 7, "garden": 7, "stained_discs": 7, "woodcut_wave": 7}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(PAINTERS), metavar="NAME", help=", ".join(PAINTERS))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    order = parser.parse_args()
    unknown = [name for name in order.names if name not in PAINTERS]
    if unknown:
        parser.error(f"no picture is called {unknown[0]!r}; choose from {', '.join(PAINTERS)}")
    order.out.mkdir(parents=True, exist_ok=True)
    for name in order.names:
        target = order.out / f"{name}.jpg"
        target.write_bytes(as_jpeg(paint_picture(name)))
        print(f"{target}: {WIDTH} x {HEIGHT}, {target.stat().st_size // 1000} kB")


def paint_picture(name: str, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """One picture of the table, always the same for the same size: (height, width, 3) uint8 sRGB."""
    return PAINTERS[name](np.random.default_rng(SEEDS[name]), width, height)


def as_jpeg(picture: NDArray[np.uint8]) -> bytes:
    """The best JPEG of the picture that stays below LARGEST_FILE."""
    for quality in range(95, 50, -3):
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
        if buffer.tell() < LARGEST_FILE:
            return buffer.getvalue()
    raise ValueError(f"no JPEG of this picture stays below {LARGEST_FILE} bytes; paint it smaller")


if __name__ == "__main__":
    main()

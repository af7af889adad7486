"""The pictures that studies are made of: one content, a few styles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from server.engine.resample import fitted, resize

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
STYLES = ("swirling_night.jpg", "burning_sky.jpg", "woodcut_wave.jpg")


class UnreadablePicture(ValueError):
    """A file that is no picture; the text is a sentence for the user."""


@dataclass(frozen=True)
class Pictures:
    """content, styles: (3, height, width) float32, sRGB 0..1; names: what to call them in the index."""

    content: Tensor
    styles: tuple[Tensor, ...]
    names: tuple[str, ...]

    def content_at(self, side: int) -> Tensor:
        """The content with that long side, in pixels; larger than the file's only where asked for."""
        height, width = self.content.shape[1:]
        return resize(self.content, *fitted(height, width, side)).clamp(0, 1)


def load(content: Path | None, styles: tuple[Path, ...] = ()) -> Pictures:
    """The user's pictures; where one is not given, scikit-image's cat and our own sample styles.

    Raises UnreadablePicture.
    """
    samples = STYLES[len(styles) :]
    if samples and not SAMPLES.is_dir():
        raise UnreadablePicture(
            f"the sample styles come with the source code, and {len(samples)} of them are wanted: give --style FILE "
            f"{len(STYLES)} times, or run this in a checkout of Impasto."
        )
    chosen = (*styles, *(SAMPLES / name for name in samples))
    names = ("chelsea (scikit-image)" if content is None else content.name, *(path.name for path in chosen))
    return Pictures(
        _cat() if content is None else _read(content), tuple(_read(path) for path in chosen), names
    )


def _cat() -> Tensor:
    import skimage.data

    return _tensor(skimage.data.chelsea())  # type: ignore[no-untyped-call]


def _read(path: Path) -> Tensor:
    try:
        with Image.open(path) as image:
            return _tensor(np.asarray(image.convert("RGB")))
    except (OSError, UnidentifiedImageError) as problem:
        raise UnreadablePicture(
            f"{path} cannot be read as a picture: choose a PNG or JPEG file."
        ) from problem


def _tensor(values: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Tensor:
    return torch.from_numpy(values.astype(np.float32) / 255).permute(2, 0, 1)

"""How far an exported network is from torch, tap by tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from models.features import FeatureSession
from models.networks import Network

SIZES = ((224, 224), (181, 127), (97, 255))
"""Heights and widths in pixels: one as in training, two odd and oblong."""

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Parity:
    """How far apart torch and ONNX Runtime are at one tap: max |a - b| / max |a|, one number for each size.

    The largest value is the yardstick, because a relative error of single values means nothing next to the
    zeros that a ReLU leaves.
    """

    tap: str
    errors: tuple[float, ...]


def compare(
    network: Network, session: FeatureSession, sizes: Sequence[tuple[int, int]] = SIZES
) -> list[Parity]:
    """Run a torch network and an exported one on the same photograph at several sizes (height, width)."""
    errors: dict[str, list[float]] = {tap: [] for tap in session.taps}
    for size in sizes:
        image = _photograph(*size)
        with torch.no_grad():
            expected = network(torch.from_numpy(image), session.taps)
        found = session(image)
        for tap in session.taps:
            reference = expected[tap].numpy()
            difference = float(np.abs(found[tap] - reference).max())
            errors[tap].append(difference / float(np.abs(reference).max()))
    return [Parity(tap, tuple(values)) for tap, values in errors.items()]


def holds(rows: Sequence[Parity]) -> bool:
    """Whether every tap agrees to TOLERANCE at every size."""
    return all(error <= TOLERANCE for row in rows for error in row.errors)


def table(rows: Sequence[Parity], sizes: Sequence[tuple[int, int]] = SIZES) -> str:
    """The comparison as text, a row for each tap."""
    lines = ["tap      " + "".join(f"{f'{height} x {width}':>12}" for height, width in sizes)]
    lines += [f"{row.tap:<9}" + "".join(f"{error:>12.1e}" for error in row.errors) for row in rows]
    return "\n".join(lines)


def _photograph(height: int, width: int) -> NDArray[np.float32]:
    """(1, 3, height, width) float32 in 0..255."""
    photograph: NDArray[np.uint8] = data.astronaut()  # type: ignore[no-untyped-call]
    picture = Image.fromarray(photograph).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(picture, np.float32).transpose(2, 0, 1)[None]

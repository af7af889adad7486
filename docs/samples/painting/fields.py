"""Fields a painting is planned with: noise, flows, ramps of colour. All are (rows, columns[, n]) float32."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .canvas import FloatArray

Mask = NDArray[np.bool_]
Rgb = tuple[float, float, float]


def grid(width: int, height: int) -> tuple[FloatArray, FloatArray]:
    """Coordinates x and y of every pixel; y runs 0..1 downwards, x in the same unit."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x + 0.5) / height, (y + 0.5) / height


def cloud(rng: np.random.Generator, shape: tuple[int, int], cell: float, octaves: int = 3) -> FloatArray:
    """Smooth noise, mean 0 and deviation 1; its largest lumps measure `cell` picture heights."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        size = cell / 2**octave
        lattice = rng.standard_normal((int(1 / size) + 4, int(shape[1] / shape[0] / size) + 4))
        y, x = np.mgrid[0 : shape[0], 0 : shape[1]] / (shape[0] * size) + 1.0
        total += 0.5**octave * ndimage.map_coordinates(lattice, [y, x], order=3, mode="wrap")
    return np.asarray((total - total.mean()) / total.std(), np.float32)


def heading(angle: NDArray[Any]) -> FloatArray:
    """Unit vectors (..., 2) as (x, y) from angles in radians; positive turns clockwise on the picture."""
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1).astype(np.float32)


def unit(flow: FloatArray) -> FloatArray:
    """The flow with every vector brought to length 1."""
    return np.asarray(flow / (np.linalg.norm(flow, axis=-1, keepdims=True) + 1e-6), np.float32)


def whirl(
    x: FloatArray, y: FloatArray, centre: tuple[float, float], radius: float, turn: float
) -> FloatArray:
    """A vortex that fades beyond `radius`; turn > 0 runs clockwise, its size is the strength."""
    dx, dy = x - centre[0], y - centre[1]
    distance = np.hypot(dx, dy) + 1e-4
    strength = turn * np.exp(-((distance / radius) ** 2) / 2) / distance
    pull = 0.12  # a little inwards, so that strokes spiral
    along_x = -dy * strength - pull * dx * np.abs(strength)
    along_y = dx * strength - pull * dy * np.abs(strength)
    return np.stack([along_x, along_y], axis=-1).astype(np.float32)


def drift(noise: FloatArray, flow: FloatArray, reach: float) -> FloatArray:
    """Noise smeared along the flow over `reach` (in picture heights) either way; the bands of a current.

    Line integral convolution (Cabral and Leedom 1993). Returned as ranks, evenly spread over 0..1.
    """
    steps = 24
    stride = reach * noise.shape[0] / steps
    rows, columns = np.mgrid[0 : noise.shape[0], 0 : noise.shape[1]].astype(np.float32)
    total = noise.copy()
    for sign in (-stride, stride):
        y, x = rows.copy(), columns.copy()
        for _ in range(steps):
            nearest = (
                np.clip(y, 0, noise.shape[0] - 1).astype(np.intp),
                np.clip(x, 0, noise.shape[1] - 1).astype(np.intp),
            )
            x += sign * flow[(*nearest, 0)]
            y += sign * flow[(*nearest, 1)]
            total += ndimage.map_coordinates(noise, [y, x], order=1, mode="nearest")
    return ranked(total)


def ranked(values: NDArray[Any]) -> FloatArray:
    """Each value replaced by its rank, 0..1: a histogram made flat."""
    order = np.argsort(values, axis=None, kind="stable")
    ranks = np.empty(values.size, np.float32)
    ranks[order] = np.linspace(0, 1, values.size, dtype=np.float32)
    return ranks.reshape(values.shape)


def ramp(values: NDArray[Any], colours: Sequence[Rgb]) -> FloatArray:
    """Colours spaced evenly over 0..1, mixed linearly: (..., 3)."""
    stops = np.linspace(0, 1, len(colours))
    table = np.asarray(colours)
    return np.stack([np.interp(values, stops, table[:, c]) for c in range(3)], axis=-1).astype(np.float32)


def blend(under: FloatArray, over: FloatArray | Rgb, amount: NDArray[Any]) -> FloatArray:
    """`over` on `under`, where amount (rows, columns) is 1."""
    share = np.asarray(amount, np.float32)[..., None]
    return np.asarray(under * (1 - share) + np.asarray(over, np.float32) * share, np.float32)


def rgb(code: str) -> Rgb:
    """'#1f3a93' as three numbers 0..1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def palette(codes: str) -> tuple[Rgb, ...]:
    """Colours from '#rrggbb #rrggbb ...'."""
    return tuple(map(rgb, codes.split()))

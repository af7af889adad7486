"""Outlines: ink strokes along the border between the pieces of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .brush import Brush, Strokes, lay, trace
from .canvas import Canvas, FloatArray
from .fields import Mask, Rgb, cloud, heading


def outline(
    canvas: Canvas, rng: np.random.Generator, pieces: NDArray[np.intp], ink: Rgb, width: float, length: float
) -> None:
    """Draw the borders of equal numbers; the line swells and thins, as from a loaded brush or a knife.

    width and length are fractions of the picture's height; a line is made of many overlapping strokes.
    """
    height = pieces.shape[0]
    edge = borders(pieces)
    weight = cloud(rng, (height, pieces.shape[1]), 0.25, 2)
    rows, columns = np.nonzero(edge & (weight > -2.2))
    chosen = rng.permutation(len(rows))[: len(rows) // 5 + 1]
    starts = np.stack([columns[chosen], rows[chosen]], axis=-1).astype(np.float32)
    paths = trace(_along(edge), starts, np.full(len(starts), length * height), 0.02, rng)
    widths = (width * height * (1 + 0.35 * weight[rows[chosen], columns[chosen]])).clip(width * height * 0.35)
    colour = np.broadcast_to(np.asarray(ink, np.float32), (len(starts), 3))
    strokes = Strokes(paths, widths.astype(np.float32), colour, np.clip(colour * 1.6, 0, 1))
    lay(canvas, rng, strokes, Brush(width, length, thick=1.2, dry=0.5, wet=0.1))


def borders(pieces: NDArray[np.intp]) -> Mask:
    """True where a pixel's number differs from the one left of it or above it."""
    edge = np.zeros(pieces.shape, np.bool_)
    edge[:, 1:] |= pieces[:, 1:] != pieces[:, :-1]
    edge[1:] |= pieces[1:] != pieces[:-1]
    return edge


def _along(edge: Mask) -> FloatArray:
    """The direction of the nearest line, from the structure tensor of the blurred edges."""
    down, right = np.gradient(ndimage.gaussian_filter(edge.astype(np.float32), 2.0))
    downs, crossed, rights = (
        ndimage.gaussian_filter(p, 2.5) for p in (down * down, down * right, right * right)
    )
    return heading(0.5 * np.arctan2(2 * crossed, rights - downs) + np.pi / 2)

"""What is painted on, and how it looks in the light when the paint is dry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

FloatArray = NDArray[np.float32]

OVERSAMPLE = 2  # canvas pixels per picture pixel: a bristle is finer than a pixel of the picture


@dataclass(frozen=True)
class Canvas:
    """Paint on cloth; the arrays are painted into.

    colour: (rows, columns, 3) float32, sRGB 0..1.
    relief: (rows, columns) float32, thickness in canvas pixels.
    """

    colour: FloatArray
    relief: FloatArray


@dataclass(frozen=True)
class Finish:
    """How the dry painting is lit and varnished. The strengths are relative; 0 switches a part off."""

    light: float = 0.5
    gloss: float = 0.12
    weave: float = 0.035
    varnish: tuple[float, float, float] = (1.0, 0.985, 0.94)


def primed(width: int, height: int, ground: tuple[float, float, float]) -> Canvas:
    """A canvas for a picture of width x height pixels, toned with one colour."""
    shape = (height * OVERSAMPLE, width * OVERSAMPLE)
    colour = np.broadcast_to(np.asarray(ground, np.float32), (*shape, 3)).copy()
    return Canvas(colour, np.zeros(shape, np.float32))


def photograph(canvas: Canvas, finish: Finish) -> NDArray[np.uint8]:
    """The finished picture, lit from the upper left: (height, width, 3) uint8."""
    unit = canvas.relief.shape[0] / (576 * OVERSAMPLE)
    relief = ndimage.gaussian_filter(canvas.relief, 0.8) + finish.weave * 4 * _weave(canvas.relief.shape)
    body = ndimage.gaussian_filter(relief, 3.0 * unit)
    lit = _slope(relief) + 1.2 * _slope(body)
    shade = np.tanh(finish.light * lit)
    glint = finish.gloss * np.clip(lit - 0.9, 0, 1.2)
    weave = 1 + finish.weave * _weave(canvas.relief.shape) * np.exp(-canvas.relief)
    colour = canvas.colour * (weave * (1 + 0.42 * shade))[..., None] + glint[..., None] * (1 - canvas.colour)
    picture = _area_average(np.clip(colour, 0, 1) * np.asarray(finish.varnish, np.float32))
    return np.asarray(np.clip(picture * 255 + 0.5, 0, 255), np.uint8)


def _slope(relief: FloatArray) -> FloatArray:
    """How much the surface turns towards a lamp at the upper left: positive towards it."""
    down, right = np.gradient(relief)
    return np.asarray(0.8 * down + 0.6 * right, np.float32)


def _weave(shape: tuple[int, ...]) -> FloatArray:
    """A plain weave of threads 5 canvas pixels apart, about -1..1, a little irregular."""
    rows, columns = np.arange(shape[0])[:, None], np.arange(shape[1])[None, :]
    warp = np.sin(2 * np.pi * (columns + 0.8 * np.sin(rows / 37)) / 5.0)
    weft = np.sin(2 * np.pi * (rows + 0.8 * np.sin(columns / 41)) / 5.0)
    return np.asarray(0.5 * (warp + weft), np.float32)


def _area_average(colour: NDArray[Any]) -> FloatArray:
    rows, columns, channels = colour.shape
    blocks = colour.reshape(rows // OVERSAMPLE, OVERSAMPLE, columns // OVERSAMPLE, OVERSAMPLE, channels)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float32)

"""Discs of light: wheels of colour, quartered by long cuts, warm against cool, drawn with dark lead lines."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .brush import Brush, Subject, block_in, paint
from .canvas import Canvas, Finish, FloatArray, photograph, primed
from .fields import Rgb, cloud, grid, heading, palette, rgb
from .outline import outline

FINISH = Finish(light=0.65, gloss=0.06, weave=0.07, varnish=(1.0, 0.985, 0.93))
LEAD = rgb("#14142a")
WARM = palette("#c3271c #e8551d #f28a1e #f7bd2e #fbe27a #d93f5c #8a1a2a #f4e9cf #b5651d #f0a0a0")
COOL = palette("#14235f #1f4aa8 #2f86c4 #8fc4d8 #0f5a4a #2f9a68 #a4cf7a #5a2a7a #1a1a30 #cfe0d8")
PIGMENTS = WARM + COOL
# x, y, size in picture heights, and how many rings each wheel has
WHEELS = (
    (0.36, 0.38, 0.40, 6),
    (0.98, 0.62, 0.42, 6),
    (0.92, 0.10, 0.24, 4),
    (0.18, 0.92, 0.28, 4),
    (0.62, 0.88, 0.17, 3),
    (1.27, 0.20, 0.17, 3),
    (0.03, 0.12, 0.20, 3),
    (0.67, 0.29, 0.13, 3),
)
# direction in radians and a point of each long cut
CUTS = (
    (0.55, 0.36, 0.38),
    (2.02, 0.36, 0.38),
    (1.25, 0.98, 0.62),
    (2.85, 0.98, 0.62),
    (2.30, 0.67, 0.50),
    (0.12, 0.60, 0.83),
)


@dataclass(frozen=True)
class Design:
    """number: which piece each pixel belongs to; round_it: the direction that strokes take in each piece."""

    number: NDArray[np.intp]
    colours: FloatArray
    round_it: FloatArray


def stained_discs(rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Paint it: (height, width, 3) uint8."""
    canvas = primed(width, height, rgb("#5a5048"))
    x, y = grid(width, height)
    design = _design(rng, x, y)
    whole = Subject(design.colours, design.round_it, np.ones(x.shape, np.bool_), PIGMENTS)
    block_in(canvas, rng, whole)
    for piece in range(int(design.number.max()) + 1):
        _fill(canvas, rng, replace(whole, where=design.number == piece))
    outline(canvas, rng, design.number, LEAD, width=0.0062, length=0.030)
    return photograph(canvas, FINISH)


def _fill(canvas: Canvas, rng: np.random.Generator, piece: Subject) -> None:
    if piece.where.mean() < 2e-4:
        return
    flat = Brush(
        0.017, 0.055, 3.5, colour_jitter=0.035, pull=0.15, two_tone=0.25, dry=0.35, thick=1.3, bend=0.1
    )
    paint(canvas, rng, piece, flat)
    fine = replace(flat, width=0.008, length=0.045, coverage=0.9, colour_jitter=0.07, thick=1.8)
    paint(canvas, rng, piece, fine)


def _design(rng: np.random.Generator, x: FloatArray, y: FloatArray) -> Design:
    shape = (x.shape[0], x.shape[1])
    away = np.stack([np.hypot(x - cx, y - cy) / size for cx, cy, size, _ in WHEELS])
    wheel = np.argmin(away, axis=0)
    ring = np.zeros(shape, np.intp)
    angle = np.zeros(shape, np.float32)
    for index, (centre_x, centre_y, _, rings) in enumerate(WHEELS):
        mine = wheel == index
        ring[mine] = np.minimum((away[index][mine] ** 0.85) * rings, rings + 1).astype(np.intp)
        angle[mine] = np.arctan2(y - centre_y, x - centre_x)[mine] + np.pi / 2
    sides = [(x - px) * np.sin(turn) - (y - py) * np.cos(turn) > 0 for turn, px, py in CUTS]
    code = wheel * 16 + ring
    parity = ring + wheel
    for side in sides:
        code = code * 2 + side
        parity = parity + side
    names, number = np.unique(code, return_inverse=True)
    number = number.reshape(shape)
    colours = np.stack([_shaded(rng, number == n, parity, away.min(axis=0)) for n in range(len(names))]).sum(
        axis=0
    )
    return Design(number, np.asarray(colours, np.float32), heading(angle + 0.06 * cloud(rng, shape, 0.2, 1)))


def _shaded(
    rng: np.random.Generator, inside: NDArray[np.bool_], parity: NDArray[np.intp], away: FloatArray
) -> FloatArray:
    """One piece's colour where `inside`, 0 elsewhere: warm beside cool, and darker towards one of its edges."""
    family = WARM if parity[inside][0] % 2 else COOL
    colour: Rgb = family[int(rng.integers(len(family)))]
    low, high = float(away[inside].min()), float(away[inside].max())
    across = (away - low) / (high - low + 1e-4)
    light = 1.08 - 0.42 * (across if rng.random() < 0.5 else 1 - across)
    return np.asarray(inside[..., None] * light[..., None] * np.asarray(colour), np.float32).clip(0, 1)

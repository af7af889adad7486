"""A windy night: two great whirls, stars, two cypresses over rolling hills, a field in the wind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .brush import Brush, Subject, block_in, paint
from .canvas import Canvas, Finish, FloatArray, photograph, primed
from .fields import Mask, blend, cloud, drift, grid, heading, palette, ramp, rgb, unit, whirl

FINISH = Finish(light=0.75, gloss=0.16, varnish=(1.0, 0.985, 0.93))
PIGMENTS = palette(
    "#0b1033 #14205e #1d3791 #2a56b4 #4a83c9 #86b3d6 #c3d9d6 #f3e9b4 #f7cf3c #eda51f #c9661b #1c4a4e "
    "#2f6f5c #7b9a55 #10201f #3b2a1c"
)
NIGHT = palette("#0c1240 #162a78 #20429c #1f3a8c #3f78c2 #7fb0d3 #2c5cb0 #a9cbd2 #e6e2b0")
GLOW = palette("#fff3b0 #fbd846 #f3b32a #f0d67a #9cc4c8 #4f8ac4")
# x, y, size: x in heights from the left, y from the top
STARS = (
    (0.13, 0.13, 0.050),
    (0.38, 0.09, 0.036),
    (0.60, 0.07, 0.030),
    (0.86, 0.12, 0.045),
    (0.99, 0.30, 0.034),
    (0.09, 0.40, 0.036),
    (0.27, 0.49, 0.028),
    (0.66, 0.50, 0.026),
    (1.27, 0.42, 0.030),
)
MOON = (1.19, 0.15, 0.085)


def swirling_night(rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Paint it: (height, width, 3) uint8."""
    canvas = primed(width, height, rgb("#1b2450"))
    x, y = grid(width, height)
    crest = 0.63 + 0.05 * np.sin(4.1 * x + 0.6) + 0.03 * np.sin(9.3 * x + 2.0) - 0.05 * x
    _sky(canvas, rng, x, y, y < crest + 0.03)
    _hills(canvas, rng, x, y, y - crest)
    for centre, top, girth in ((1.04, 0.50, 0.050), (0.925, 0.24, 0.080)):
        _cypress(canvas, rng, x, y, centre, top, girth)
    return photograph(canvas, FINISH)


def _sky(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    flow = _wind(rng, x, y)
    bands = drift(cloud(rng, (x.shape[0], x.shape[1]), 0.07, 3), flow, 0.16)
    reference = ramp(bands, NIGHT)
    reference = blend(reference, rgb("#0d1546"), 0.55 * np.clip(1 - 2.2 * y, 0, 1))
    reference = blend(reference, rgb("#b9cfae"), 0.75 * np.exp(-(((y - 0.60) / 0.07) ** 2)))
    for star_x, star_y, size in (*STARS, MOON):
        distance = np.hypot(x - star_x, y - star_y) / size
        rings = np.clip(distance / 2.3 + 0.05 * np.sin(distance * 9), 0, 1)
        reference = blend(
            reference, ramp(rings, GLOW), np.clip(2.3 - distance, 0, 1) * (0.55 + 0.45 * (distance < 1))
        )
    shadow = np.hypot(x - MOON[0] + 0.042, y - MOON[1] + 0.012) < 0.052
    reference = blend(reference, rgb("#5f97c6"), shadow)
    subject = Subject(reference, flow, where, PIGMENTS)
    block_in(canvas, rng, subject)
    broad = Brush(0.040, 0.24, 3.4, colour_jitter=0.05, two_tone=0.5, thick=1.3, bend=0.1)
    paint(canvas, rng, subject, broad)
    paint(canvas, rng, subject, replace(broad, width=0.021, length=0.15, coverage=1.5, thick=1.5, pull=0.5))
    paint(
        canvas,
        rng,
        subject,
        replace(broad, width=0.012, length=0.10, coverage=0.75, thick=1.8, colour_jitter=0.07),
    )
    _stars(canvas, rng, x, y, subject, broad)


def _stars(
    canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, sky: Subject, broad: Brush
) -> None:
    near = np.zeros_like(sky.where)
    for star_x, star_y, size in (*STARS, MOON):
        near |= np.hypot(x - star_x, y - star_y) < 2.2 * size
    dabs = replace(broad, width=0.014, length=0.050, coverage=1.8, thick=2.2, colour_jitter=0.04, bend=0.08)
    paint(canvas, rng, replace(sky, where=near), dabs)
    for star_x, star_y, size in STARS:
        core = np.hypot(x - star_x, y - star_y) < 0.38 * size
        bright = replace(sky, where=core, reference=ramp(np.zeros_like(x), GLOW))
        paint(
            canvas,
            rng,
            bright,
            Brush(0.013, 0.026, 3.0, colour_jitter=0.03, pull=0.2, dry=0.1, thick=2.4, bend=0.4),
        )


def _wind(rng: np.random.Generator, x: FloatArray, y: FloatArray) -> FloatArray:
    flow = heading(0.35 * np.sin(5.0 * x + 1.0) + 0.25 * cloud(rng, (x.shape[0], x.shape[1]), 0.4, 2))
    flow = flow * 0.8 + whirl(x, y, (0.47, 0.29), 0.15, 3.2) + whirl(x, y, (0.745, 0.345), 0.085, -2.6)
    flow += whirl(x, y, (0.17, 0.27), 0.07, -1.5) + whirl(x, y, (1.12, 0.44), 0.08, 1.8)
    for star_x, star_y, size in (*STARS, MOON):
        flow += whirl(x, y, (star_x, star_y), 1.25 * size, 4.5)
    return unit(flow)


def _hills(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, below: FloatArray) -> None:
    shape = (x.shape[0], x.shape[1])
    layers = (
        (0.00, ("#0c1540", "#1f3f88", "#5a8cc0", "#14285c"), -0.25),
        (0.09, ("#0f2f52", "#2a6a78", "#7fae8c", "#1a4560"), 0.30),
        (0.20, ("#173a35", "#4d7d3f", "#d8b23c", "#8a8a33", "#1d4a4a"), -0.15),
    )
    for drop, stops, tilt in layers:
        edge = drop + 0.035 * np.sin(6 * x + 30 * drop) + 0.012 * np.sin(17 * x + 11 * drop)
        slope = np.gradient(edge, axis=1) * shape[0]
        flow = heading(
            np.arctan(slope) + tilt * np.clip((below - edge) * 6, 0, 1) + 0.25 * cloud(rng, shape, 0.15, 2)
        )
        tone = ramp(drift(cloud(rng, shape, 0.05, 3), flow, 0.09), tuple(map(rgb, stops)))
        tone = blend(tone, rgb("#0b1438"), 0.9 * np.exp(-(((below - edge - 0.006) / 0.014) ** 2)))
        subject = Subject(tone, flow, below > edge, PIGMENTS)
        block_in(canvas, rng, subject)
        brush = Brush(0.026, 0.12, 2.4, colour_jitter=0.05, thick=1.4, bend=0.2)
        paint(canvas, rng, subject, brush)
        paint(canvas, rng, subject, replace(brush, width=0.012, length=0.055, coverage=1.0, thick=1.9))


def _cypress(
    canvas: Canvas,
    rng: np.random.Generator,
    x: FloatArray,
    y: FloatArray,
    centre: float,
    top: float,
    girth: float,
) -> None:
    shape = (x.shape[0], x.shape[1])
    down = np.clip((y - top) / (1.05 - top), 0, 1)
    sway = centre + 0.016 * np.sin(8 * y + 40 * centre)
    half = girth * down**0.75 * (1 + 0.16 * np.sin(30 * y + 9 * np.sign(x - sway) + 12 * np.abs(x - sway)))
    inside = (np.abs(x - sway) < half) & (y > top)
    flow = heading(-np.pi / 2 + 0.5 * np.sin(21 * y + 16 * x) * down - 3.0 * (x - sway))
    tone = ramp(
        drift(cloud(rng, shape, 0.035, 2), flow, 0.07),
        palette("#07110f #10231d #1b3a2b #0d1a24 #2f5a35 #6a5a2a #0f2a2c"),
    )
    subject = Subject(tone, flow, inside, PIGMENTS)
    brush = Brush(0.024, 0.12, 5.0, colour_jitter=0.03, pull=0.3, thick=1.8, bend=0.15, pointed=0.9)
    paint(canvas, rng, subject, brush)
    paint(
        canvas,
        rng,
        subject,
        replace(brush, width=0.009, length=0.075, coverage=1.8, thick=2.2, colour_jitter=0.05),
    )

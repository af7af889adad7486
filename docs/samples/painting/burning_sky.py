"""A burning evening: long waves of orange and red over a dark fjord, a pier running out of the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .brush import Brush, Subject, block_in, paint
from .canvas import Canvas, Finish, FloatArray, photograph, primed
from .fields import Mask, blend, cloud, drift, grid, heading, palette, ramp, rgb, unit, whirl

FINISH = Finish(light=0.6, gloss=0.08, weave=0.06, varnish=(1.0, 0.97, 0.90))
PIGMENTS = palette(
    "#7d1a12 #b8281a #d9431c #ea6a1e #f2932b #f6bd45 #f3dc8a #d8d3b0 #7fa3b5 #3c6a94 #1f3f6e "
    "#12263f #0f3a45 #22605e #5a7d5a #7a4a22 #b07a35 #3a2116 #d99a4e"
)
SKY = palette("#a8231a #d9401c #f0862a #c9351a #f5b13c #f7d774 #e8591d #b8301f #f29a32 #8fb0b4")
WATER = palette("#0c1c38 #143a52 #1d5a66 #102a4a #3d7d84 #86a38a #16324f")
LAND = palette("#0b1a26 #14343a #1f4a3c #10242f #3d5a35")
WOOD = palette("#4a2415 #7d4320 #b8762f #94571f #d99f4a #6b2f1c #e2b868")


def burning_sky(rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Paint it: (height, width, 3) uint8."""
    canvas = primed(width, height, rgb("#8a4a22"))
    x, y = grid(width, height)
    horizon = 0.47 + 0.02 * np.sin(3.1 * x + 0.4)
    _sky(canvas, rng, x, y, y < horizon + 0.03)
    _fjord(canvas, rng, x, y, y > horizon - 0.01)
    _shore(canvas, rng, x, y)
    _pier(canvas, rng, x, y)
    return photograph(canvas, FINISH)


def _sky(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    shape = (x.shape[0], x.shape[1])
    wave = 0.55 * np.sin(5.2 * x + 3.0 * y) * (0.35 + 1.3 * y) + 0.28 * np.sin(11 * x - 9 * y + 1.3)
    flow = heading(wave + 0.16 * cloud(rng, shape, 0.3, 2))
    flow = unit(flow + whirl(x, y, (1.02, 0.19), 0.10, 2.6) + whirl(x, y, (0.30, 0.33), 0.08, -1.1))
    reference = ramp(drift(cloud(rng, shape, 0.075, 2), flow, 0.30), SKY)
    reference = blend(reference, rgb("#8f1d18"), 0.6 * np.clip(1 - 4.0 * y, 0, 1))
    glow = np.exp(-(((x - 0.86) / 0.34) ** 2) - ((y - 0.41) / 0.075) ** 2)
    reference = blend(reference, rgb("#f9e08a"), 0.85 * glow)
    subject = Subject(reference, flow, where, PIGMENTS)
    block_in(canvas, rng, subject)
    long = Brush(
        0.034, 0.62, 3.4, colour_jitter=0.045, two_tone=0.6, thick=1.1, bend=0.05, dry=0.45, wet=0.25
    )
    paint(canvas, rng, subject, replace(long, width=0.028, length=0.14, coverage=2.6, two_tone=0.4))
    paint(canvas, rng, subject, long)
    paint(canvas, rng, subject, replace(long, width=0.017, length=0.40, coverage=1.5, thick=1.4, dry=0.6))
    paint(
        canvas,
        rng,
        subject,
        replace(long, width=0.007, length=0.30, coverage=0.5, colour_jitter=0.09, dry=0.5),
    )


def _fjord(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    shape = (x.shape[0], x.shape[1])
    flow = heading(-0.25 + 0.3 * np.sin(6 * x - 7 * y) + 0.2 * cloud(rng, shape, 0.25, 2))
    flow = unit(flow + whirl(x, y, (0.93, 0.66), 0.12, 2.0))
    reference = ramp(drift(cloud(rng, shape, 0.06, 3), flow, 0.22), WATER)
    mirror = np.exp(-(((x - 0.88 - 0.1 * np.sin(20 * y)) / 0.12) ** 2)) * np.clip(2.4 - 3.4 * y, 0, 1)
    reference = blend(reference, rgb("#ee9a3a"), 0.85 * mirror * (np.sin(95 * y + 5 * x) > -0.1))
    subject = Subject(reference, flow, where, PIGMENTS)
    block_in(canvas, rng, subject)
    brush = Brush(0.030, 0.30, 3.2, colour_jitter=0.045, two_tone=0.6, thick=1.2, bend=0.1, dry=0.45)
    paint(canvas, rng, subject, brush)
    paint(canvas, rng, subject, replace(brush, width=0.013, length=0.20, coverage=1.3, thick=1.5))


def _shore(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    shape = (x.shape[0], x.shape[1])
    far = (y > 0.475 - 0.035 * np.sin(4 * x + 0.9) - 0.012 * np.sin(13 * x)) & (y < 0.51) & (x < 0.70)
    bank = 1.02 + 0.16 * np.sin(7.0 * y + 0.6) + 0.05 * np.sin(19 * y)
    near = (x > bank) & (y > 0.50 + 0.08 * np.sin(9 * x))
    for where, flow in (
        (far, heading(0.3 * np.cos(5 * x) + 0.2 * cloud(rng, shape, 0.2, 2))),
        (near, unit(heading(1.9 + 0.7 * np.sin(9 * y + 5 * x)) + whirl(x, y, (1.24, 0.72), 0.10, 1.6))),
    ):
        tone = ramp(drift(cloud(rng, shape, 0.05, 3), flow, 0.15), LAND)
        block_in(canvas, rng, Subject(tone, flow, where, PIGMENTS))
        brush = Brush(0.028, 0.22, 4.5, colour_jitter=0.04, two_tone=0.5, thick=1.3, dry=0.4)
        paint(canvas, rng, Subject(tone, flow, where, PIGMENTS), brush)
        thin = replace(brush, width=0.010, length=0.14, coverage=0.7, colour_jitter=0.08, thick=1.6)
        paint(canvas, rng, Subject(tone, flow, where, PIGMENTS), thin)


def _pier(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    shape = (x.shape[0], x.shape[1])
    vanishing = (-0.16, 0.44)
    angle = np.arctan2(y - vanishing[1], x - vanishing[0])
    flow = heading(angle)
    planks = drift(cloud(rng, shape, 0.03, 2), flow, 0.25)
    tone = ramp(planks, WOOD)
    tone = blend(tone, rgb("#2a1420"), 0.75 * (np.sin(angle * 62) > 0.80))
    deck = (angle > 0.62) & (x > vanishing[0])
    block_in(canvas, rng, Subject(tone, flow, deck, PIGMENTS))
    brush = Brush(0.026, 0.42, 4.0, colour_jitter=0.05, two_tone=0.6, thick=1.4, bend=0.03, dry=0.5)
    paint(canvas, rng, Subject(tone, flow, deck, PIGMENTS), brush)
    thin = replace(brush, width=0.009, length=0.26, coverage=1.0, colour_jitter=0.08, thick=1.6)
    paint(canvas, rng, Subject(tone, flow, deck, PIGMENTS), thin)
    for low, high, shade in ((0.555, 0.62, "#3a1a14"), (0.40, 0.445, "#8a4a20"), (0.245, 0.275, "#5e2a18")):
        rail = (angle > low) & (angle < high)
        rail_tone = blend(tone * 0.75, rgb(shade), np.full(shape, 0.6, np.float32))
        stroke = Brush(0.018, 0.30, 9.0, colour_jitter=0.04, pull=0.3, thick=1.7, bend=0.0, dry=0.3)
        paint(canvas, rng, Subject(rail_tone, flow, rail, PIGMENTS), stroke)
    for foot in (0.06, 0.22, 0.47, 0.86):
        top = vanishing[1] + (foot - vanishing[0]) * np.tan(0.245)
        base = vanishing[1] + (foot - vanishing[0]) * np.tan(0.62)
        post = (np.abs(x - foot) < 0.010 + 0.014 * (foot + 0.16)) & (y > top) & (y < base)
        upright = Subject(tone * 0.55, heading(np.full(shape, 1.55, np.float32)), post, PIGMENTS)
        paint(
            canvas, rng, upright, Brush(0.014, 0.12, 9.0, colour_jitter=0.04, pull=0.3, thick=1.7, bend=0.04)
        )

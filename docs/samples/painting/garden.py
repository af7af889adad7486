"""A pond in summer: willows and flowers above, their reflections below, lilies across; all in short dabs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .brush import Brush, Subject, block_in, paint
from .canvas import Canvas, Finish, FloatArray, photograph, primed
from .fields import Mask, blend, cloud, drift, grid, heading, palette, ramp, ranked, rgb

FINISH = Finish(light=0.65, gloss=0.10, weave=0.05, varnish=(1.0, 0.99, 0.95))
PIGMENTS = palette(
    "#143a2e #1f5a3c #3d8048 #76a84e #b4c95a #e6dc82 #f7f0d0 #f2b8c6 #e07a9a #b8406e #8a6ab8 #5a4a9e "
    "#34408a #4a7ab0 #8ab4cf #c9d8e0 #e89a5a #d9522e #20283a"
)
FOLIAGE = palette("#0f2f2a #1c5038 #2f7044 #16403a #6a9c48 #3a5a6a #a9c254 #ddd878")
POND = palette("#14303f #2a5a5a #34508a #1d4a44 #6a7ab8 #5a94a0 #8a7ab4 #a8c4cc #d9c8d8")
BLOSSOM = palette("#8a2a5a #d9527a #f29ab0 #f7d8d8 #e8603a #f2b04a #9a6ac8 #fff4e0")
PADS = palette("#1f5a46 #4a8a4e #8ab45a #2f6a6a #c4d47a")
BANK = 0.40
# x, y, spread, leaves of each raft of lilies
RAFTS = (
    (0.95, 0.50, 0.10, 7),
    (0.38, 0.53, 0.08, 6),
    (0.72, 0.62, 0.07, 5),
    (1.15, 0.68, 0.10, 7),
    (0.22, 0.76, 0.13, 8),
    (0.80, 0.86, 0.12, 6),
    (0.10, 0.93, 0.10, 4),
    (1.22, 0.93, 0.08, 4),
)


def garden(rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Paint it: (height, width, 3) uint8."""
    canvas = primed(width, height, rgb("#6a6a58"))
    x, y = grid(width, height)
    shore = BANK + 0.025 * np.sin(5 * x + 1) + 0.012 * np.sin(14 * x)
    _trees(canvas, rng, x, y, y < shore + 0.02)
    _water(canvas, rng, x, y, y > shore)
    _flowers(canvas, rng, x, y, np.abs(y - shore + 0.035 - 0.03 * np.sin(9 * x)) < 0.045)
    _lilies(canvas, rng, x, y)
    _willow(canvas, rng, x, y)
    return photograph(canvas, FINISH)


def _light(x: FloatArray, y: FloatArray) -> FloatArray:
    """Where the sun breaks through, 0..1: the one large light shape of the picture."""
    return np.asarray(np.exp(-(((x - 0.62 - 0.15 * y) / 0.22) ** 2) - ((y - 0.16) / 0.20) ** 2), np.float32)


def _trees(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    shape = (x.shape[0], x.shape[1])
    mass = ranked(cloud(rng, shape, 0.22, 4) + 0.9 * _light(x, y) - 0.5 * np.cos(7 * x))
    reference = blend(ramp(mass, FOLIAGE), rgb("#f3ecc0"), 0.85 * _light(x, y))
    flow = heading(1.2 + 0.9 * cloud(rng, shape, 0.18, 2))
    subject = Subject(reference, flow, where, PIGMENTS)
    block_in(canvas, rng, subject)
    dab = Brush(0.034, 0.075, 3.0, colour_jitter=0.07, two_tone=0.6, thick=1.3, bend=0.5, pointed=0.2)
    paint(canvas, rng, subject, dab)
    paint(
        canvas,
        rng,
        subject,
        replace(dab, width=0.018, length=0.040, coverage=1.6, thick=1.7, colour_jitter=0.09),
    )
    paint(
        canvas,
        rng,
        subject,
        replace(dab, width=0.010, length=0.022, coverage=0.8, thick=2.1, colour_jitter=0.11),
    )


def _water(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    shape = (x.shape[0], x.shape[1])
    upright = heading(np.full(shape, np.pi / 2, np.float32) + 0.1 * np.sin(20 * x))
    level = heading(0.12 * cloud(rng, shape, 0.2, 2))
    columns = drift(cloud(rng, shape, 0.12, 3), upright, 0.22)
    reference = ramp(columns, POND)
    mirrored = _light(x, 2 * BANK - y * 0.9)
    reference = blend(reference, rgb("#f2e4c4"), 0.8 * mirrored)
    reference = blend(reference, rgb("#12283a"), 0.45 * np.clip(3 * (y - 0.72), 0, 1) * (columns < 0.6))
    subject = Subject(reference, upright, where, PIGMENTS)
    block_in(canvas, rng, subject)
    dab = Brush(0.036, 0.10, 2.8, colour_jitter=0.06, two_tone=0.6, thick=1.1, bend=0.2, pointed=0.3)
    paint(canvas, rng, subject, dab)
    petals = ramp(ranked(cloud(rng, shape, 0.10, 2)), BLOSSOM)
    below = blend(reference, petals, 0.7 * np.exp(-(((y - BANK - 0.06) / 0.05) ** 2)) * (columns > 0.45))
    across = replace(subject, reference=below, flow=level)
    paint(
        canvas,
        rng,
        across,
        replace(dab, width=0.016, length=0.075, coverage=1.5, thick=1.5, colour_jitter=0.08),
    )
    paint(
        canvas,
        rng,
        across,
        replace(dab, width=0.008, length=0.045, coverage=0.6, thick=2.0, colour_jitter=0.12),
    )


def _flowers(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray, where: Mask) -> None:
    shape = (x.shape[0], x.shape[1])
    reference = ramp(ranked(cloud(rng, shape, 0.10, 2)), BLOSSOM)
    flow = heading(2.2 * cloud(rng, shape, 0.1, 2))
    bushy = where & (cloud(rng, shape, 0.05, 2) > -0.2)
    dab = Brush(0.017, 0.024, 2.4, colour_jitter=0.09, two_tone=0.6, thick=2.2, bend=0.8, pointed=0.1)
    paint(canvas, rng, Subject(reference, flow, bushy, PIGMENTS), dab)


def _lilies(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    """Rafts of leaves, larger towards the viewer, some with a flower."""
    shape = (x.shape[0], x.shape[1])
    for raft_x, raft_y, spread, leaves in RAFTS:
        for _ in range(leaves):
            middle_y = raft_y + rng.normal(0, 0.22 * spread)
            middle_x = raft_x + rng.normal(0, spread)
            size = (0.030 + 0.085 * (middle_y - BANK)) * rng.uniform(0.75, 1.3)
            dx, dy = (x - middle_x) / size, (y - middle_y) / (0.36 * size)
            pad = np.hypot(dx, dy) < 1 + 0.1 * np.sin(5 * np.arctan2(dy, dx))
            tone = ramp(np.clip(0.5 - 0.35 * dy + 0.25 * cloud(rng, shape, 0.1, 1), 0, 1), PADS)
            tone = blend(tone, rgb("#102a38"), np.clip(1.6 * dy - 0.7, 0, 0.8))
            subject = Subject(tone, heading(0.1 + 0.25 * dx), pad, PIGMENTS)
            dab = Brush(0.014, 0.045, 7.0, colour_jitter=0.05, two_tone=0.4, thick=1.8, bend=0.2, pointed=0.3)
            paint(canvas, rng, subject, dab)
            if rng.random() < 0.4:
                _lily(canvas, rng, x - middle_x, y - middle_y + 0.2 * size, 0.36 * size)


def _lily(canvas: Canvas, rng: np.random.Generator, dx: FloatArray, dy: FloatArray, size: float) -> None:
    distance = np.hypot(dx, 1.3 * dy) / size
    stops = (("#fff2c0", "#fbe8ea", "#f0a0b8", "#c04a7a"), ("#f7d860", "#ffffff", "#d8d4f0", "#8a7ac0"))
    tone = ramp(np.clip(distance, 0, 1), tuple(map(rgb, stops[int(rng.integers(2))])))
    subject = Subject(tone, heading(np.arctan2(dy, dx)), distance < 1, PIGMENTS)
    petal = Brush(0.012, 0.026, 6.0, colour_jitter=0.04, pull=0.3, thick=2.6, bend=0.1, pointed=0.7)
    paint(canvas, rng, subject, petal)


def _willow(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    shape = (x.shape[0], x.shape[1])
    hang = 0.46 - 1.5 * np.exp(-(((x - 0.66) / 0.30) ** 2)) + 0.07 * np.sin(11 * x) + 0.04 * np.sin(31 * x)
    flow = heading(np.pi / 2 + 0.10 * np.sin(8 * x) + 0.15 * np.sin(5 * y + 6 * x))
    strands = drift(cloud(rng, shape, 0.05, 2), flow, 0.2)
    tone = ramp(drift(cloud(rng, shape, 0.04, 2), flow, 0.1), FOLIAGE)
    strand = Brush(0.009, 0.13, 1.6, colour_jitter=0.05, two_tone=0.5, thick=1.8, bend=0.05, pointed=0.9)
    paint(canvas, rng, Subject(tone, flow, (y < hang) & (strands > 0.45), PIGMENTS), strand)
    leaf = replace(strand, width=0.008, length=0.028, coverage=0.7, bend=0.5, thick=2.2, colour_jitter=0.08)
    paint(canvas, rng, Subject(tone * 1.15, flow, (y < hang) & (strands > 0.6), PIGMENTS), leaf)

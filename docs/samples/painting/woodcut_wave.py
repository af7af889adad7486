"""A woodcut: a great curling wave before a far mountain; flat inks, carved furrows, key lines."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .brush import Brush, Subject, block_in, paint
from .canvas import Canvas, Finish, FloatArray, photograph, primed
from .fields import Mask, cloud, drift, grid, heading, palette, ramp, rgb
from .outline import outline

FINISH = Finish(light=0.40, gloss=0.0, weave=0.02, varnish=(1.0, 0.985, 0.93))
INKS = palette("#12203f #1d3a6b #2f5c94 #5f8fb4 #a3bfc6 #dcd9c3 #f1e6cb #e9c99a #d9a06a #b86a48 #7d8a86")
PAPER = palette("#d98a5a #e6b27a #efd3a4 #f3e3c2 #ecd8b0")
DEEP = palette("#101f40 #1a3566 #28508a #16305c")
MIDDLE = palette("#2f5c94 #5f8fb4 #3a6a9c #7fa6bc")
FOAM = palette("#f4ecd6 #e6e4d2 #fbf5e4 #ccd8d2")
CURL = (0.66, 0.46)  # the middle of the wave's hollow
TIP = 1.42 * np.pi  # how far round the hollow the wave reaches, from straight down over the left


@dataclass(frozen=True)
class Plates:
    """The printing plates, far to near: which one prints where, the tone of each and the run of its grain."""

    number: NDArray[np.intp]
    tones: list[FloatArray] = field(default_factory=list)
    flows: list[FloatArray] = field(default_factory=list)

    def add(self, where: Mask, tone: FloatArray, flow: FloatArray) -> None:
        """Put a plate over those that are there."""
        self.number[where] = len(self.tones)
        self.tones.append(tone)
        self.flows.append(flow)


def woodcut_wave(rng: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Print it: (height, width, 3) uint8."""
    canvas = primed(width, height, rgb("#e9d6ae"))
    x, y = grid(width, height)
    plates = Plates(np.zeros(x.shape, np.intp))
    _distance(plates, rng, x, y)
    _swell(
        plates, rng, x, y - (0.70 + 0.04 * np.sin(6 * x + 2.2) - 0.10 * np.exp(-(((x - 1.28) / 0.12) ** 2)))
    )
    _great_wave(plates, rng, x, y)
    _swell(plates, rng, x, y - (0.90 - 0.13 * np.exp(-(((x - 1.02) / 0.20) ** 2)) + 0.03 * np.sin(7 * x + 1)))
    _print(canvas, rng, plates)
    _spray(canvas, rng, x, y)
    return photograph(canvas, FINISH)


def _print(canvas: Canvas, rng: np.random.Generator, plates: Plates) -> None:
    flat = Brush(
        0.016, 0.14, 4.0, 0.012, 0.15, two_tone=0.15, streak=0.05, dry=0.25, wet=0.1, thick=0.8, bend=0.02
    )
    furrow = Brush(
        0.0045, 0.07, 0.28, 0.02, 0.2, two_tone=0.1, dry=0.25, wet=0.0, thick=1.2, bend=0.02, pointed=1.0
    )
    for number, (tone, flow) in enumerate(zip(plates.tones, plates.flows, strict=True)):
        plate = Subject(tone, flow, plates.number == number, INKS)
        block_in(canvas, rng, plate)
        paint(canvas, rng, plate, flat)
        carved = np.clip(tone + np.where(tone.mean(axis=-1, keepdims=True) > 0.55, -0.30, 0.30), 0, 1)
        paint(canvas, rng, Subject(carved.astype(np.float32), flow, plate.where, INKS), furrow)
    outline(canvas, rng, plates.number, rgb("#0f1a34"), width=0.0065, length=0.03)


def _distance(plates: Plates, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    """The sky in bands of cloud, and a snowy mountain on the horizon."""
    shape = (x.shape[0], x.shape[1])
    level = heading(0.10 * cloud(rng, shape, 0.4, 2))
    evening = np.clip(1.0 - y / 0.72 + 0.10 * cloud(rng, shape, 0.3, 2), 0, 1)
    plates.add(np.ones(shape, np.bool_), ramp(evening, PAPER), level)
    bands = drift(cloud(rng, shape, 0.10, 2), level, 0.35)
    plates.add((bands > 0.72) & (y < 0.60), ramp(1 - evening, palette("#7fa6b4 #b9c8bf #e3d8bd")), level)
    ridge = y - 0.44 - 1.1 * np.maximum(np.abs(x - 0.90), 0.02) ** 1.15
    slope = heading(np.where(x > 0.90, 0.75, np.pi - 0.75) + 0.1 * cloud(rng, shape, 0.1, 2))
    plates.add(
        (ridge > 0) & (y < 0.80), ramp(np.clip(ridge * 5, 0, 1), palette("#3b5878 #5f7f98 #9ab0b0")), slope
    )
    snow = (ridge > 0) & (y < 0.535 + 0.03 * np.sin(38 * x) + 0.012 * np.sin(90 * x))
    plates.add(snow, ramp(np.clip((x - 0.86) * 9, 0, 1), palette("#f6efdc #cfd6d2")), slope)


def _swell(plates: Plates, rng: np.random.Generator, x: FloatArray, depth: FloatArray) -> None:
    """A swell, striped along its back; depth is how far below its crest a point is."""
    shape = (x.shape[0], x.shape[1])
    down, right = np.gradient(depth)
    flow = heading(np.arctan2(-right, down) + 0.05 * cloud(rng, shape, 0.2, 1))
    phase = 70 * depth / (1 + 3.5 * np.maximum(depth, 0)) + 1.6 * np.sin(5 * x)
    stripe = np.sin(phase + cloud(rng, shape, 0.3, 1))
    plates.add(depth > 0, ramp(_banded(stripe), DEEP), flow)
    plates.add((depth > 0.02) & (stripe > 0.35), ramp(_banded(stripe), MIDDLE), flow)
    ragged = 0.030 + 0.012 * cloud(rng, shape, 0.05, 2)
    plates.add((depth > 0) & (depth < ragged), ramp(_banded(stripe), FOAM), flow)


def _great_wave(plates: Plates, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    """A wave that curls to the right round the hollow at CURL; `turn` runs round it, `share` across it."""
    shape = (x.shape[0], x.shape[1])
    dx, dy = x - CURL[0], y - CURL[1]
    turn = np.mod(np.arctan2(-dx, dy) + 1.1, 2 * np.pi) - 1.1
    radius = np.hypot(dx, dy)
    rest = np.clip(1 - turn / TIP, 0, 1)
    thickness = 0.40 * rest**0.75 + 0.9 * np.clip(1 - turn / 1.75, 0, 1)
    claws = 0.05 * np.abs(np.sin(13 * turn + 9 * radius)) - 0.01
    claws *= np.clip((turn - 0.60 * np.pi) / 1.0, 0, 1)
    claws += 0.018 * np.clip((turn - 2.0), 0, 1) * np.abs(np.sin(41 * turn + 30 * radius))
    inner = 0.255 - 0.03 * rest - claws + 0.35 * np.clip(-turn, 0, 2) ** 2
    share = (radius - inner) / (thickness + claws + 1e-3)
    ragged = 1 + 0.05 * np.abs(np.sin(17 * turn)) * np.clip(turn - 1.2, 0, 1)
    body = (share > 0) & (share < ragged) & (turn < TIP) & (turn > -1.0)
    flow = heading(np.arctan2(-dx, dy) + np.pi + 0.25 * (1 - rest) + 0.05 * cloud(rng, shape, 0.15, 1))
    stripe = np.sin(30 * np.abs(share) ** 0.8 + 2.5 * turn + 0.5 * cloud(rng, shape, 0.3, 1))
    plates.add(body, ramp(_banded(stripe), DEEP), flow)
    plates.add(body & (stripe > 0.15), ramp(_banded(stripe), MIDDLE), flow)
    lace = 0.13 * cloud(rng, shape, 0.06, 2)
    foam = (share > 0.80 + lace - 0.10 * np.clip(turn - 2, 0, 2)) & (turn > 0.9)
    foam |= (turn > 0.62 * np.pi) & (share < 0.16 + 1.2 * lace + 0.5 * np.clip(turn - 3.3, 0, 1))
    plates.add(body & foam, ramp(_banded(stripe + lace), FOAM), flow)
    pale = body & foam & (cloud(rng, shape, 0.045, 2) > 0.55)
    plates.add(pale, ramp(_banded(stripe), palette("#8fb0bf #a9c4c8 #c4d4cf")), flow)


def _spray(canvas: Canvas, rng: np.random.Generator, x: FloatArray, y: FloatArray) -> None:
    """Drops thrown off the crest, over everything."""
    drops = np.zeros(x.shape, np.bool_)
    for _ in range(70):
        away, turn = rng.uniform(0.20, 0.52), rng.uniform(0.85, 1.75) * np.pi
        middle = CURL[0] - away * np.sin(turn) + 0.03, CURL[1] + away * np.cos(turn)
        drops |= np.hypot(x - middle[0], y - middle[1]) < rng.uniform(0.004, 0.010)
    tone = ramp(np.full(x.shape, 0.7, np.float32), FOAM)
    subject = Subject(tone, heading(np.full(x.shape, 2.3, np.float32)), drops, INKS)
    paint(
        canvas, rng, subject, Brush(0.010, 0.014, 12.0, 0.02, 0.1, dry=0.0, thick=1.5, bend=0.5, pointed=0.2)
    )


def _banded(stripe: FloatArray) -> FloatArray:
    """A stripe's -1..1 as 0..1."""
    return np.asarray(np.clip(0.5 + 0.5 * stripe, 0, 1), np.float32)

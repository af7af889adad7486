"""The brush: strokes that follow a flow, each a ribbon of bristles that deposit opaque paint and relief."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .canvas import OVERSAMPLE, Canvas, FloatArray
from .fields import Mask, Rgb

_KNOTS = 24  # points a path is traced with; strokes are drawn between them
_SPACING = 0.7  # canvas pixels between samples of a stroke: below 1, so that a ribbon has no holes
_CHUNK = 1_500_000  # samples drawn at once


@dataclass(frozen=True)
class Brush:
    """One way of laying strokes. Lengths are fractions of the picture's height."""

    width: float
    length: float
    coverage: float = 1.5  # how often a point is painted over, on average
    colour_jitter: float = 0.05  # per stroke, in sRGB units
    pull: float = 0.4  # how far a stroke's colour goes to the nearest pigment, 0..1
    two_tone: float = 0.5  # how different the second colour on the same brush is
    streak: float = 0.06  # light and dark between bristles
    dry: float = 0.35  # share of bristles that miss, growing along the stroke
    wet: float = 0.15  # how much paint below is picked up
    thick: float = 1.0  # height of the paint in canvas pixels
    bend: float = 0.15  # radians a stroke strays from the flow
    pointed: float = 0.5  # 0: blunt ends, 1: tapers like a hair


@dataclass(frozen=True)
class Subject:
    """What a pass paints: reference (rows, columns, 3), flow (rows, columns, 2), where it may start."""

    reference: FloatArray
    flow: FloatArray
    where: Mask
    pigments: tuple[Rgb, ...]


@dataclass(frozen=True)
class Strokes:
    """n strokes: paths (n, knots, 2) as x, y and widths (n,) in picture pixels; two colours (n, 3) each."""

    paths: FloatArray
    widths: FloatArray
    first: FloatArray
    second: FloatArray


def paint(canvas: Canvas, rng: np.random.Generator, subject: Subject, brush: Brush) -> None:
    """Cover the subject once with this brush."""
    rows, columns = subject.where.shape
    wanted = int(brush.coverage * rows * columns / (brush.width * brush.length * rows * rows)) + 1
    starts = np.column_stack([rng.uniform(0, columns, wanted), rng.uniform(0, rows, wanted)])
    starts = starts[_look_up(subject.where, starts)].astype(np.float32)
    if not len(starts):
        return
    lengths = brush.length * rows * rng.uniform(0.6, 1.3, len(starts))
    paths = _keep_inside(trace(subject.flow, starts, lengths, brush.bend, rng), subject.where)
    first = mixed(rng, _look_up(subject.reference, starts), subject.pigments, brush.colour_jitter, brush.pull)
    other = mixed(rng, first, subject.pigments, 3 * brush.colour_jitter + 0.05, 0.8)
    widths = brush.width * rows * rng.uniform(0.65, 1.25, len(starts))
    second = first + brush.two_tone * rng.uniform(0, 1, (len(starts), 1)) * (other - first)
    lay(canvas, rng, Strokes(paths, widths.astype(np.float32), first, second.astype(np.float32)), brush)


def block_in(canvas: Canvas, rng: np.random.Generator, subject: Subject) -> None:
    """Rub the subject in with short broad strokes, so that no bare canvas is left where a flow parts."""
    rag = Brush(
        0.030,
        0.055,
        3.5,
        colour_jitter=0.03,
        pull=0.2,
        two_tone=0.3,
        dry=0.15,
        wet=0.4,
        thick=0.5,
        bend=0.6,
        pointed=0.0,
    )
    paint(canvas, rng, subject, rag)


def lay(canvas: Canvas, rng: np.random.Generator, strokes: Strokes, brush: Brush) -> None:
    """Draw the strokes in order, later ones over earlier ones."""
    bristles = _bristles()
    reach = np.linalg.norm(np.diff(strokes.paths, axis=1), axis=-1).sum(axis=1)
    along = int(reach.max() * OVERSAMPLE / _SPACING) + 2
    across = int(strokes.widths.max() * 1.3 * OVERSAMPLE / _SPACING) + 2
    step = max(1, _CHUNK // (along * across))
    for begin in range(0, len(strokes.paths), step):
        part = slice(begin, begin + step)
        chosen = Strokes(strokes.paths[part], strokes.widths[part], strokes.first[part], strokes.second[part])
        _draw(canvas, rng, chosen, brush, bristles, (along, across))


def trace(
    flow: FloatArray, starts: FloatArray, lengths: NDArray[Any], bend: float, rng: np.random.Generator
) -> FloatArray:
    """Follow the flow from each start, half the length back and half on: paths (n, knots, 2)."""
    astray = rng.normal(0, bend, len(starts))
    turn = np.stack([np.cos(astray), np.sin(astray)], axis=-1)
    stride = (lengths / (_KNOTS - 1))[:, None]

    def walk(sign: float, count: int) -> list[FloatArray]:
        at, points = starts.astype(np.float64), []
        for _ in range(count):
            vector = _look_up(flow, at)
            rotated = np.stack(
                [
                    vector[:, 0] * turn[:, 0] - vector[:, 1] * turn[:, 1],
                    vector[:, 0] * turn[:, 1] + vector[:, 1] * turn[:, 0],
                ],
                axis=-1,
            )
            at = at + sign * stride * rotated
            points.append(at.astype(np.float32))
        return points

    back, on = walk(-1, _KNOTS // 2), walk(1, _KNOTS - _KNOTS // 2 - 1)
    return np.stack([*reversed(back), starts.astype(np.float32), *on], axis=1)


def mixed(
    rng: np.random.Generator, colours: FloatArray, pigments: tuple[Rgb, ...], jitter: float, pull: float
) -> FloatArray:
    """Broken colour: each colour strays, then is drawn towards the nearest pigment of the palette."""
    strayed = colours + rng.normal(0, jitter, colours.shape) + rng.normal(0, 0.6 * jitter, (len(colours), 1))
    palette = np.asarray(pigments, np.float32)
    nearest = palette[np.argmin(((strayed[:, None] - palette[None]) ** 2).sum(axis=-1), axis=1)]
    share = pull * rng.uniform(0.4, 1.0, (len(colours), 1))
    return np.asarray(np.clip(strayed * (1 - share) + nearest * share, 0.01, 0.99), np.float32)


def _draw(
    canvas: Canvas,
    rng: np.random.Generator,
    strokes: Strokes,
    brush: Brush,
    bristles: FloatArray,
    samples: tuple[int, int],
) -> None:
    along, across = samples
    count = len(strokes.paths)
    u = np.linspace(0, 1, along, dtype=np.float32)[None, :, None]
    t = np.linspace(-1, 1, across, dtype=np.float32)[None, None, :]
    hairs = _window(rng, bristles, count, samples)
    grain = _window(rng, bristles, count, samples)
    where, inside = _ribbon(canvas, rng, strokes, brush, samples)
    missing = -2.6 + 3.2 * brush.dry * (0.35 + 0.65 * u**2) + 1.6 * np.abs(t) ** 6 + 0.9 * (u > 0.93)
    keep = inside & (grain > missing)
    load = (0.5 + 0.5 * np.tanh(1.4 * hairs + rng.normal(0, 1.2, (count, 1, 1)).astype(np.float32) * t))[keep]
    which = np.broadcast_to(np.arange(count)[:, None, None], keep.shape)[keep]
    paint_colour = strokes.first[which] + load[:, None] * (strokes.second - strokes.first)[which]
    paint_colour += (brush.streak * grain[keep])[:, None]
    target = where[keep]
    under = canvas.colour.reshape(-1, 3)
    pick_up = np.float32(brush.wet) * (0.3 + 0.7 * np.broadcast_to(u, keep.shape)[keep])[:, None]
    under[target] = np.clip(paint_colour + pick_up * (under[target] - paint_colour), 0, 1)
    ridge = 0.55 + 0.28 * grain + 0.45 * np.abs(t) ** 5 + 0.5 * np.exp(-(((u - 0.9) / 0.07) ** 2))
    flat = canvas.relief.reshape(-1)
    flat[target] = 0.45 * flat[target] + np.float32(brush.thick) * ridge[keep]


def _ribbon(
    canvas: Canvas, rng: np.random.Generator, strokes: Strokes, brush: Brush, samples: tuple[int, int]
) -> tuple[np.ndarray, Mask]:
    """Flat canvas index of every sample (n, along, across), and whether it is on the canvas."""
    along, across = samples
    at = np.linspace(0, _KNOTS - 1.001, along, dtype=np.float32)
    knot, part = at.astype(np.intp), (at % 1)[None, :, None]
    tangent = np.gradient(strokes.paths, axis=1)
    normal = np.stack([-tangent[..., 1], tangent[..., 0]], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-6
    spine = strokes.paths[:, knot] * (1 - part) + strokes.paths[:, knot + 1] * part
    side = normal[:, knot] * (1 - part) + normal[:, knot + 1] * part
    u = np.linspace(0, 1, along, dtype=np.float32)
    lift = (1 - u ** (5 - 3 * brush.pointed)) ** (0.35 + 0.5 * brush.pointed)
    press = (1 - np.exp(-14 * (u + 0.02))) * lift
    waver = ndimage.gaussian_filter1d(rng.standard_normal((len(spine), along)), max(2, along / 14), axis=1)
    half = strokes.widths[:, None] / 2 * press * (1 + 0.5 * waver.astype(np.float32))
    offset = half[..., None] * np.linspace(-1, 1, across, dtype=np.float32)
    columns = ((spine[..., 0, None] + side[..., 0, None] * offset) * OVERSAMPLE).astype(np.int32)
    rows = ((spine[..., 1, None] + side[..., 1, None] * offset) * OVERSAMPLE).astype(np.int32)
    height, width = canvas.relief.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    return rows * width + columns, inside


@cache
def _bristles() -> FloatArray:
    """Streaks (2048 along, 512 across) that tile, mean 0 and deviation 1: what a brush's hairs carry."""
    noise = np.random.default_rng(1).standard_normal((2048, 512)).astype(np.float32)
    fine = ndimage.gaussian_filter(noise, (40, 1.1), mode="wrap")
    broad = ndimage.gaussian_filter(np.roll(noise, 700, axis=0), (90, 4.0), mode="wrap")
    speck = ndimage.gaussian_filter(np.roll(noise, 300, axis=1), (5, 1.2), mode="wrap")
    streaks = fine / fine.std() + 0.7 * broad / broad.std() + 0.35 * speck / speck.std()
    return np.asarray((streaks - streaks.mean()) / streaks.std(), np.float32)


def _window(
    rng: np.random.Generator, bristles: FloatArray, count: int, samples: tuple[int, int]
) -> FloatArray:
    """A random piece of the streaks for each of `count` strokes: (count, along, across)."""
    rows = (rng.integers(0, bristles.shape[0], (count, 1)) + np.arange(samples[0])) % bristles.shape[0]
    columns = (rng.integers(0, bristles.shape[1], (count, 1)) + np.arange(samples[1])) % bristles.shape[1]
    return np.asarray(bristles[rows[:, :, None], columns[:, None, :]], np.float32)


def _keep_inside(paths: FloatArray, where: Mask) -> FloatArray:
    """Paths cut where they leave the subject, looking out from the middle, with as many knots as before."""
    middle = _KNOTS // 2
    inside = _look_up(where, paths.reshape(-1, 2)).reshape(paths.shape[:2])
    on = np.cumprod(inside[:, middle:], axis=1).sum(axis=1) - 1
    back = np.cumprod(inside[:, middle::-1], axis=1).sum(axis=1) - 1
    first, last = middle - np.maximum(back, 2), middle + np.maximum(on, 2)
    at = first[:, None] + np.linspace(0, 1, _KNOTS)[None] * (last - first)[:, None]
    knot = np.minimum(at.astype(np.intp), _KNOTS - 2)
    part = (at - knot)[..., None].astype(np.float32)
    row = np.arange(len(paths))[:, None]
    return np.asarray(paths[row, knot] * (1 - part) + paths[row, knot + 1] * part, np.float32)


def _look_up(field: NDArray[Any], points: NDArray[Any]) -> NDArray[Any]:
    """The field's value at the pixel nearest to each (x, y), clamped to the picture."""
    columns = np.clip(points[:, 0], 0, field.shape[1] - 1).astype(np.intp)
    rows = np.clip(points[:, 1], 0, field.shape[0] - 1).astype(np.intp)
    values: NDArray[Any] = field[rows, columns]
    return values

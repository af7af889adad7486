"""Which way down is the quickest: variants of the optimisation on six pairs, to the objective that the plainest reaches.

The plainest is L-BFGS on pixels at one scale. Every picture is scored as it is shown, within 0..255, in float32 and
beside the clock. An evaluation at a smaller scale counts by its share of the pixels.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import torch
from torch import Tensor

from server.engine import lbfgs
from server.engine.box import Box
from server.engine.evaluation import Pending
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions
from server.engine.networks import Networks, taps_in_use
from server.engine.objective import Objective
from server.engine.precondition import FourierBasis, PixelBasis
from server.engine.presets import preset
from server.engine.resample import resize
from server.engine.schedule import Scale, schedule
from server.engine.settings import Settings
from server.networks import standard_networks
from tests.benchmarks.ours import objective_of, specification
from tests.benchmarks.pictures import PAIRS, pair

Record = dict[str, Any]
EVERY = 3  # evaluations between two scores


@dataclass(frozen=True)
class Variant:
    """scales: coarse to fine as the default preset has them. averaged: the mean of the iterates is scored."""

    fourier: bool = True
    scales: bool = True
    history: int = 20
    in_range: bool = True
    averaged: bool = False
    precision: str = "automatic"


PLAINEST = "pixels, one scale"
QUICKEST = "Fourier, in range"
VARIANTS = {
    PLAINEST: Variant(fourier=False, scales=False, in_range=False),
    "pixels, in range": Variant(fourier=False, scales=False),
    "Fourier": Variant(scales=False, in_range=False),
    QUICKEST: Variant(scales=False),
    f"{QUICKEST}, history 5": Variant(scales=False, history=5),
    f"{QUICKEST}, history 50": Variant(scales=False, history=50),
    f"{QUICKEST}, iterates averaged": Variant(scales=False, averaged=True),
    f"{QUICKEST}, float32": Variant(scales=False, precision="float32"),
    "the default: the same over its scales": Variant(),
}


@dataclass(frozen=True)
class Score:
    """work: evaluations so far, in those of the full size."""

    seconds: float
    work: float
    objective: float


def measured(size: int, evaluations: int, pairs: int = len(PAIRS)) -> Record:
    """Of every variant and pair the work and the seconds to the plainest one's last objective; null: not reached."""
    networks = standard_networks("cpu")
    found: Record = {}
    for index in range(pairs):
        curves = {
            name: list(_curve(variant, index, size, evaluations, networks))
            for name, variant in VARIANTS.items()
        }
        target = curves[PLAINEST][-1].objective
        for name, curve in curves.items():
            found.setdefault(name, []).append(_reached(curve, target))
    return {
        "size": size,
        "evaluations_of_the_plainest": evaluations,
        "pairs": [" x ".join(each) for each in PAIRS[:pairs]],
        "variants": {name: {"each": each, **_summary(each, found[PLAINEST])} for name, each in found.items()},
    }


def _reached(curve: list[Score], target: float) -> Record:
    last = curve[-1].objective / target
    for score in curve:
        if score.objective <= target:
            return {"seconds": score.seconds, "work": score.work, "last_objective": last}
    return {"seconds": None, "work": None, "last_objective": last}


def _summary(each: list[Record], plainest: list[Record]) -> Record:
    """Medians over the pairs of the shares of the plainest one's work and time; null where one was not reached."""
    summary: Record = {}
    for unit in ("work", "seconds"):
        shares = [one[unit] / other[unit] for one, other in zip(each, plainest, strict=True) if one[unit]]
        summary[f"share_of_{unit}"] = statistics.median(shares) if len(shares) == len(each) else None
    summary["last_objective"] = statistics.median(one["last_objective"] for one in each)
    return summary


def _curve(variant: Variant, index: int, size: int, evaluations: int, networks: Networks) -> Iterator[Score]:
    """Scores at the full size until the plainest one's work is spent."""
    settings = replace(preset("").settings, size=size, precision=variant.precision)
    content, style = pair(index, size)
    judge = _judge(objective_of(specification(content, style, settings), networks), settings, networks)
    scales = schedule(settings, *content.shape[1:]) if variant.scales else ()
    scales = (*scales[:-1], Scale(*content.shape[1:], evaluations))
    picture: Tensor | None = None
    seconds = work = 0.0
    for scale in scales:
        begin = time.perf_counter()
        sized = resize(content, *scale.size).clamp(0, 1)
        objective = objective_of(specification(sized, style, settings), networks)
        start = sized * 255 if picture is None else resize(picture, *scale.size)
        share = scale.height * scale.width / (content.shape[1] * content.shape[2])
        mean = start
        for count, picture in enumerate(
            islice(_descent(variant, objective, start), scale.iterations), start=1
        ):
            work += share
            if variant.averaged:
                mean = picture = torch.lerp(mean, picture, 0.2)
            if scale is scales[-1] and count % EVERY == 0:
                seconds += time.perf_counter() - begin
                yield Score(seconds, work, judge(picture))
                begin = time.perf_counter()
            if work >= evaluations:
                return
        assert picture is not None
        picture = picture.clamp(0, 255)
        seconds += time.perf_counter() - begin


def _descent(variant: Variant, objective: Objective, start: Tensor) -> Iterator[Tensor]:
    basis = FourierBasis(*start.shape[-2:], like=start) if variant.fourier else PixelBasis()
    box = Box()

    def evaluate(coordinates: Tensor) -> Pending:
        picture = basis.apply(coordinates)
        found = objective.measure(picture)
        if variant.in_range:
            found = box(picture, found)
        return replace(found, gradient=basis.apply(found.gradient))

    for point in lbfgs.minimise(evaluate, basis.invert(start), 1.0, variant.history):
        yield basis.apply(point.place)


def _judge(objective: Objective, settings: Settings, networks: Networks) -> Any:
    exact = Extractor(
        networks.network(settings),  # type: ignore[arg-type]
        taps_in_use(settings),
        Convolutions(),
        torch.float32,
    )
    judging = replace(objective, extractor=exact)

    @torch.no_grad()
    def score(picture: Tensor) -> float:
        return sum(float(term) for term in judging.terms(picture.clamp(0, 255)).values())

    return score

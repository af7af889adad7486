"""Impasto on a CUDA GPU: what each way of being quick is worth, how near the device's peak it is, how large a layer may be.

Weights are random and pictures noise: neither changes the time. Targets come from torch on the GPU, not from ONNX Runtime,
and are not measured. Times are wall-clock, from one evaluation's numbers to the next one's, the optimiser included.
"""

from __future__ import annotations

import gc
import itertools
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.layers import Padding, Pooling
from models.library import load_network
from models.vgg import Stage, stages_for
from server.engine.cache import TargetCache
from server.engine.graphs import LEAST_EVALUATIONS
from server.engine.memory import is_out_of_memory, return_freed_memory
from server.engine.networks import Networks, taps_in_use
from server.engine.notation import parse_bytes
from server.engine.objective import Objective
from server.engine.paint import paint
from server.engine.planner import plan_for
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from server.engine.targets import Features
from server.engine.ways import Ways
from tests.benchmarks.ours import objective_of

Record = dict[str, Any]

NEEDED = "The part 'gpu' needs a CUDA GPU, and torch finds none on this machine: it is left out."
SETTINGS = replace(Settings(), network="vgg19-random", tolerance=0.0)
PRECISIONS = ("float32", "tf32", "reduced")
WARM_UP = 5  # evaluations; the recording is made at the first
STYLE_SIDE = 512
STEP = 512  # pixels: how closely the largest layer is sought
MOST = 16384  # pixels: no layer may be larger (settings.size)
MATRIX = 8192


def evaluations(size: int, count: int, device: torch.device) -> Record:
    """Milliseconds an evaluation of a square picture, for each precision with and without each way.

    peak_flops: of a large matrix product on the device, now, in that precision.
    """
    found: Record = {"size": size, "peak_flops": {}, "evaluations": []}
    work = convolution_flops(stages_for("vgg19", taps_in_use(SETTINGS)), size, size)
    for precision in PRECISIONS:
        peak = peak_flops(precision, device)
        found["peak_flops"][precision] = peak
        for channels_last, recording in itertools.product((True, False), repeat=2):
            settings, ways = replace(SETTINGS, precision=precision), Ways(channels_last, recording)
            forget_networks()
            seconds = _seconds_a_step(*prepared(size, settings, device, ways), count)
            found["evaluations"].append(
                {
                    "precision": precision,
                    "channels_last": channels_last,
                    "recording": recording,
                    "milliseconds": 1000 * seconds,
                    "share_of_peak": work / seconds / peak,
                }
            )
    return found


def run(size: int, count: int, device: torch.device) -> Record:
    """Seconds of so many evaluations of a square picture at one scale as they come: automatic precision, all ways.

    A short run before it loads the libraries; making the recording counts. wanted: so many; fewer where it settled.
    """
    times = []
    for evaluated in (LEAST_EVALUATIONS, count):
        objective, start = prepared(size, SETTINGS, device, Ways())
        _wait(device)
        begin = time.perf_counter()
        done = sum(1 for _ in paint(objective, start, evaluated))
        times.append(time.perf_counter() - begin)
        del objective, start
        forget_networks()
    return {"size": size, "wanted": count, "evaluations": done, "seconds": times[-1]}


def largest(budget: str, device: torch.device) -> Record:
    """The side of the largest square layer that two evaluations go through with `memory=budget`.

    torch gets no more of the GPU's memory than that; what the driver takes besides is not counted.
    """
    total = torch.cuda.mem_get_info(device)[1]
    if parse_bytes(budget) > total:
        return {"budget": budget, "side": None, "why": f"This GPU has {total / 2**30:.0f} GB."}
    torch.cuda.set_per_process_memory_fraction(parse_bytes(budget) / total)
    tried: dict[int, Record] = {}

    def fits(side: int) -> bool:
        record = _layer(side, budget, device)
        if record is not None:
            tried[side] = record
        return record is not None

    side = largest_that(fits, STEP, MOST)
    return {"budget": budget, "side": side or None, **tried.get(side, {})}


def largest_that(fits: Callable[[int], bool], step: int, most: int) -> int:
    """The largest multiple of `step` up to `most` that fits, if what is smaller fits too: by doubling, then halving.

    0: not even one step.
    """
    good, bad = 0, step
    while bad <= most and fits(bad):
        good, bad = bad, 2 * bad
    bad = min(bad, most // step * step + step)
    while bad - good > step:
        middle = (good + bad) // 2 // step * step
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return good


def convolution_flops(stages: tuple[Stage, ...], height: int, width: int) -> float:
    """Multiplications and additions of all convolutions there and back; everything else is left out."""
    total = 0.0
    for stage in stages:
        if stage.kind == "pooling":
            height, width = height // 2, width // 2
        else:
            total += 2 * 2 * 9 * stage.channels_in * stage.channels_out * height * width
    return total


def peak_flops(precision: str, device: torch.device, side: int = MATRIX) -> float:
    """Multiplications and additions a second of a large matrix product, random values, the best of some."""
    dtype = torch.bfloat16 if precision == "reduced" else torch.float32
    left, right = (torch.randn(side, side, device=device).to(dtype) for _ in range(2))
    before = torch.backends.cuda.matmul.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    times = []
    try:
        for _ in range(10):
            _wait(device)
            begin = time.perf_counter()
            left @ right
            _wait(device)
            times.append(time.perf_counter() - begin)
    finally:
        torch.backends.cuda.matmul.allow_tf32 = before
    return 2.0 * side**3 / min(times)


def facts() -> dict[str, str]:
    """The GPU and what drives it."""
    return {
        "GPU": torch.cuda.get_device_name(),
        "GPU memory": f"{torch.cuda.get_device_properties(0).total_memory / 2**30:.0f} GB",
        "CUDA": str(torch.version.cuda),
        "cuDNN": str(torch.backends.cudnn.version()),
    }


def forget_networks() -> None:
    """Gives back the memory of those that nobody uses any more: they hold themselves through what they remember."""
    gc.collect()
    return_freed_memory()


def _layer(side: int, budget: str, device: torch.device) -> Record | None:
    """Seconds an evaluation and how the layer was looked at; None where it does not fit."""
    settings = replace(SETTINGS, memory=budget)
    forget_networks()
    torch.cuda.reset_peak_memory_stats(device)
    try:
        objective, start = prepared(side, settings, device, Ways())
        plan = plan_for(settings, objective.extractor, side * side, device)
        with closing(paint(objective, start, LEAST_EVALUATIONS)) as steps:
            next(steps)
            begin = time.perf_counter()
            next(steps)
            seconds = time.perf_counter() - begin
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return None
    return {
        "seconds_an_evaluation": seconds,
        "planned_tile": plan.side,
        "reserved_bytes": torch.cuda.max_memory_reserved(device),
    }


def prepared(
    size: int, settings: Settings, device: torch.device, ways: Ways
) -> tuple[Objective, Tensor]:
    """The objective of a square picture, and where to start."""
    generator = torch.Generator(device).manual_seed(9)
    content = torch.rand(3, size, size, generator=generator, device=device)
    style = torch.rand(3, STYLE_SIDE, STYLE_SIDE, generator=generator, device=device)
    spec = StyleSpec(content, (StyleImage(style),), settings)
    return objective_of(spec, _networks(device, ways)), content * 255


def _seconds_a_step(objective: Objective, start: Tensor, count: int) -> float:
    """The mean of `count` evaluations after some that do not count."""
    with closing(paint(objective, start, WARM_UP + count)) as steps:
        for _ in range(WARM_UP):
            next(steps)
        begin = time.perf_counter()
        for _ in range(count):
            next(steps)
        return (time.perf_counter() - begin) / count


def _networks(device: torch.device, ways: Ways) -> Networks:
    def features(name: str, pooling: Pooling, padding: Padding, taps: tuple[str, ...]) -> Features:
        network = load_network(name, pooling, padding).to(device)

        def of(image: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
            with torch.no_grad():
                found = network(torch.from_numpy(image).to(device), taps)
            return {tap: each.cpu().numpy() for tap, each in found.items()}

        return of

    return Networks(load_network, features, device, TargetCache(None), ways)


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)

"""One measurement in a process of its own, so that memory and caches are its own; prints one line of JSON.

    python -m tests.benchmarks.measure evaluation plain 512 --repeats 3

Times are wall-clock seconds with as many threads as the machine has cores.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch

from server.machine import usable_cores
from tests.benchmarks.pictures import pair

Record = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=sorted(MEASUREMENTS))
    parser.add_argument("who", choices=("plain", "peer", "impasto"))
    parser.add_argument("size", type=int, help="the long side of the picture, in pixels; 4 to 3")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--target", type=float, nargs="*", default=[], help="objectives to reach")
    parser.add_argument("--pair", type=int, default=0, help="which pair of pictures")
    parser.add_argument("--strength", type=float, default=1.5, help="where the slider is moved to")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", usable_cores())))
    found = MEASUREMENTS[arguments.what](arguments)
    found["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    print(json.dumps(found))


def evaluation(arguments: argparse.Namespace) -> Record:
    """Seconds an evaluation: the objective, its gradient, and for the peer and us one step of the optimiser."""
    times = []
    step = _stepper(arguments)
    warming = 2 if arguments.size <= 1024 else 1  # the first ones also take memory and try kernels
    for _ in range(arguments.repeats + warming):
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return {"seconds": statistics.median(times[warming:]), "all": times}


def curve(arguments: argparse.Namespace) -> Record:
    """The peer's own iterations: seconds each, and the judge's score of the last picture."""
    from tests.benchmarks.peer import artist, picture_of
    from tests.benchmarks.plain_loop import PlainLoop

    content, style = pair(arguments.pair, arguments.size)
    painter = artist(content, style)
    times, losses = [], []
    for _ in range(arguments.repeats):
        begin = time.perf_counter()
        painter.draw()
        times.append(time.perf_counter() - begin)
        losses.append(painter.loss)
    judge = PlainLoop(content * 255, style * 255)
    picture = picture_of(painter)
    return {
        "seconds": sum(times),
        "objective": judge.score(picture),
        "objective_as_shown": judge.score(picture.clamp(0, 255)),
        "losses": losses,
        "iterations": len(times),
    }


def race(arguments: argparse.Namespace) -> Record:
    """Impasto's wall time from the pictures to the targets, kernel trials included.

    Its score is always that of the picture as it is shown, within 0..255.
    """
    from server.engine.stylize import stylize
    from tests.benchmarks.ours import peers_settings, specification
    from tests.benchmarks.plain_loop import PlainLoop

    content, style = pair(arguments.pair, arguments.size)
    judge = PlainLoop(content * 255, style * 255)
    schedule = f"{arguments.size // 4}:20 {arguments.size // 2}:20 {arguments.size}:{arguments.repeats}"
    settings = _changed(replace(peers_settings(arguments.size), schedule=schedule), arguments)
    networks = _networks_without_memory()
    networks.features(settings)
    networks.network(settings)
    waiting, reached = sorted(arguments.target, reverse=True), []
    judging = seconds = 0.0
    evaluations, score = 0, float("inf")
    begin = time.perf_counter()
    for iterate in stylize(specification(content, style, settings), networks):
        evaluations += 1
        if iterate.scale < iterate.scales or iterate.loss > 1.05 * waiting[0]:
            continue
        before = time.perf_counter()
        seconds = before - begin - judging
        score = judge.score(iterate.picture() * 255)
        while waiting and score <= waiting[0]:
            reached.append({"target": waiting.pop(0), "seconds": seconds, "evaluations": evaluations})
        judging += time.perf_counter() - before
        if not waiting:
            break
    return {"seconds": seconds, "score": score, "reached": reached, "evaluations": evaluations}


def features(arguments: argparse.Namespace) -> Record:
    """Seconds of a pass without gradient to every tap: plain torch, or ONNX Runtime as Impasto uses it."""
    from server.networks import standard_networks
    from tests.benchmarks.ours import peers_settings
    from tests.benchmarks.plain_loop import PlainVGG

    content = pair(arguments.pair, arguments.size)[0] * 255
    run: Callable[[], object]
    if arguments.who == "plain":
        network = PlainVGG()
        run = torch.no_grad()(lambda: network(content))
    else:
        session = standard_networks("cpu").features(peers_settings(arguments.size))
        picture = content[None].numpy()
        run = lambda: session(picture)  # noqa: E731
    times = []
    for _ in range(arguments.repeats + 1):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return {"seconds": statistics.median(times[1:])}


def repeats(arguments: argparse.Namespace) -> Record:
    """One slider moved and painted again: from the layer, and from the last result, to the same objective."""
    from server.engine.presets import preset
    from server.engine.spec import Iterate
    from server.engine.stylize import stylize
    from tests.benchmarks.ours import specification

    content, style = pair(arguments.pair, arguments.size)
    networks = _networks_without_memory()

    def painted(settings: Any, start: torch.Tensor | None = None) -> tuple[list[Iterate], list[float]]:
        spec = replace(specification(content, style, settings), start=start)
        begin, iterates, times = time.perf_counter(), [], []
        for iterate in stylize(spec, networks):
            iterates.append(iterate)
            times.append(time.perf_counter() - begin)
        return iterates, times

    usual = replace(preset("").settings, size=arguments.size, tolerance=0.0)
    moved = replace(usual, style_strength=arguments.strength)
    first, _ = painted(usual)
    cold, cold_times = painted(moved)
    warm, warm_times = painted(replace(moved, init="again"), first[-1].picture())
    target = cold[-1].loss
    count = next((index for index, iterate in enumerate(warm) if iterate.loss <= target), None)
    return {
        "seconds": cold_times[-1],
        "evaluations": len(cold),
        "again_seconds": None if count is None else warm_times[count],
        "again_evaluations": None if count is None else count + 1,
        "again_last_objective": warm[-1].loss / target,
        "again_seconds_whole_run": warm_times[-1],
        "style_strength": arguments.strength,
    }


def service(arguments: argparse.Namespace) -> Record:
    """A square layer through the service over all scales, and what was not the engine's own time."""
    from tests.benchmarks.service import travelled

    parameters = {"size": arguments.size, "iterations": arguments.repeats, "tolerance": 0.0}
    return travelled(arguments.size, arguments.size, parameters)


def travel(arguments: argparse.Namespace) -> Record:
    """A square layer there and back, several times; hardly anything is painted."""
    from tests.benchmarks.service import WARM_UP, travelled

    return travelled(arguments.size, arguments.size, WARM_UP, arguments.repeats)


def layer(arguments: argparse.Namespace) -> Record:
    """A square layer through a server of its own, within a memory budget."""
    from tests.benchmarks.layer import painted

    return painted(arguments.size, arguments.repeats, dict(each.split("=", 1) for each in arguments.set))


def convergence(arguments: argparse.Namespace) -> Record:
    """Variants of the optimisation on every pair."""
    from tests.benchmarks.convergence import measured

    begin = time.perf_counter()
    found = measured(arguments.size, arguments.repeats)
    return {**found, "seconds": time.perf_counter() - begin}


def gpu_evaluation(arguments: argparse.Namespace) -> Record:
    """Milliseconds an evaluation of a square picture on the GPU, in every precision and way."""
    from tests.benchmarks.gpu import evaluations, facts

    begin = time.perf_counter()
    found = evaluations(arguments.size, arguments.repeats, torch.device("cuda"))
    return {**found, "facts": facts(), "seconds": time.perf_counter() - begin}


def gpu_run(arguments: argparse.Namespace) -> Record:
    """Seconds of so many evaluations on the GPU."""
    from tests.benchmarks.gpu import facts, run

    return {**run(arguments.size, arguments.repeats, torch.device("cuda")), "facts": facts()}


def gpu_largest(arguments: argparse.Namespace) -> Record:
    """The largest square layer in so many gigabytes of the GPU's memory: here size is those."""
    from tests.benchmarks.gpu import facts, largest

    begin = time.perf_counter()
    found = largest(f"{arguments.size}GB", torch.device("cuda"))
    return {**found, "facts": facts(), "seconds": time.perf_counter() - begin}


def _networks_without_memory() -> Any:
    """The server's networks; no target of an earlier run is remembered."""
    from server.engine.cache import TargetCache
    from server.networks import standard_networks

    return standard_networks("cpu", cache=TargetCache(None))


def _stepper(arguments: argparse.Namespace) -> Callable[[], object]:
    content, style = pair(arguments.pair, arguments.size)
    if arguments.who == "peer":
        from tests.benchmarks.peer import artist

        return artist(content, style).draw  # type: ignore[no-any-return]
    if arguments.who == "plain":
        from tests.benchmarks.plain_loop import PlainLoop

        loop = PlainLoop(content * 255, style * 255)
        return lambda: loop.evaluate(content * 255)
    from server.engine.paint import paint
    from server.networks import standard_networks
    from tests.benchmarks.ours import objective_of, peers_settings, specification

    settings = _changed(peers_settings(arguments.size), arguments)
    networks = standard_networks("cpu")
    networks.make_room(settings, content[0].numel())
    objective = objective_of(specification(content, style, settings), networks)
    steps = paint(objective, content * 255, 1000)
    return lambda: next(steps)


def _changed(settings: Any, arguments: argparse.Namespace) -> Any:
    values: dict[str, Any] = {}
    for each in arguments.set:
        name, _, value = each.partition("=")
        kind = type(getattr(settings, name))
        values[name] = kind(value)
    return settings.with_values(values)


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Record]] = {
    "evaluation": evaluation,
    "curve": curve,
    "race": race,
    "features": features,
    "repeats": repeats,
    "service": service,
    "travel": travel,
    "layer": layer,
    "convergence": convergence,
    "gpu_evaluation": gpu_evaluation,
    "gpu_run": gpu_run,
    "gpu_largest": gpu_largest,
}

if __name__ == "__main__":
    main()

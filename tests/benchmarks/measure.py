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

from tests.benchmarks.pictures import pair

Record = dict[str, Any]
_FIRST_SCALES = "{quarter}:60 {third}:50 {half}:50 {most}:40 {whole}:{iterations}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=sorted(MEASUREMENTS))
    parser.add_argument("who", choices=("plain", "peer", "impasto"))
    parser.add_argument("size", type=int, help="the long side of the picture, in pixels; 4 to 3")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--target", type=float, default=0.0, help="the objective to reach")
    parser.add_argument("--pair", type=int, default=0, help="which pair of pictures")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter")
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", _cores())))
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
    score = PlainLoop(content * 255, style * 255).score(picture_of(painter))
    return {"seconds": sum(times), "score": score, "losses": losses, "iterations": len(times)}


def race(arguments: argparse.Namespace) -> Record:
    """Impasto's wall time from the pictures to the target score, targets and kernel trials included."""
    from server.engine.stylize import stylize
    from server.networks import standard_networks
    from tests.benchmarks.ours import peers_settings, specification
    from tests.benchmarks.plain_loop import PlainLoop

    content, style = pair(arguments.pair, arguments.size)
    judge = PlainLoop(content * 255, style * 255)
    settings = _changed(replace(peers_settings(arguments.size), schedule=_schedule(arguments)), arguments)
    networks = standard_networks("cpu")
    networks.features(settings)
    networks.network(settings)
    judging, evaluations, scores = 0.0, 0, []
    begin = time.perf_counter()
    for iterate in stylize(specification(content, style, settings), networks):
        evaluations += 1
        if iterate.scale < iterate.scales or iterate.loss > 1.02 * arguments.target or iterate.iteration % 2:
            continue
        before = time.perf_counter()
        score = judge.score(iterate.picture() * 255)
        judging += time.perf_counter() - before
        scores.append((round(before - begin - judging, 2), score))
        if score <= arguments.target:
            break
    seconds = time.perf_counter() - begin - judging
    score = judge.score(iterate.picture() * 255)
    reached = score <= arguments.target
    return {
        "seconds": seconds,
        "score": score,
        "reached": reached,
        "evaluations": evaluations,
        "scores": scores,
    }


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
    objective = objective_of(specification(content, style, settings), standard_networks("cpu"))
    steps = paint(objective, content * 255, 1000)
    return lambda: next(steps)


def _schedule(arguments: argparse.Namespace) -> str:
    sizes = {"quarter": 4.0, "third": 8**0.5, "half": 2.0, "most": 2**0.5, "whole": 1.0}
    sides = {name: round(arguments.size / share) for name, share in sizes.items()}
    return _FIRST_SCALES.format(**sides, iterations=arguments.repeats)


def _changed(settings: Any, arguments: argparse.Namespace) -> Any:
    values: dict[str, Any] = {}
    for each in arguments.set:
        name, _, value = each.partition("=")
        kind = type(getattr(settings, name))
        values[name] = kind(value)
    return settings.with_values(values)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Record]] = {
    "evaluation": evaluation,
    "curve": curve,
    "race": race,
    "features": features,
}

if __name__ == "__main__":
    main()

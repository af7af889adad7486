"""What the way editor -> server -> editor costs besides the engine, with a real client in a process of its own.

The server runs in this process, its engine's time is taken around every step of it; the client's process tells when
its order left, when the first preview came and when the picture was whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from server.engine.spec import Iterate, StyleSpec
from server.engine.stylize import stylize
from server.jobs.store import Store
from server.jobs.studio import Studio
from server.limits import Limits
from server.machine import this_machine
from server.networks import standard_networks
from server.service.listening import listen

Record = dict[str, Any]
TOKEN = "the benchmark's own token"
WARM_UP = {"size": 64, "iterations": 1, "scales": 1}


class TimedEngine:
    """Counts each run's seconds inside the engine: everything up to an iterate, but not what is made of it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._networks = standard_networks("cpu")

    def __call__(self, spec: StyleSpec) -> Iterator[Iterate]:
        self.seconds.append(0.0)
        iterates = stylize(spec, self._networks)
        while True:
            begin = time.perf_counter()
            iterate = next(iterates, None)
            self.seconds[-1] += time.perf_counter() - begin
            if iterate is None:
                return
            yield iterate


def travelled(width: int, height: int, parameters: dict[str, Any], orders: int = 1) -> Record:
    """So many orders of a layer of that size, after a small one that warms everything up: the one in the middle."""
    engine = TimedEngine()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(engine, Store(Path(folder), Limits()), Limits())
        server, port = listen(
            "127.0.0.1:0", TOKEN, studio, lambda: this_machine(torch.device("cpu")), Limits()
        )
        try:
            found = _client(f"127.0.0.1:{port}", width, height, parameters, orders)
        finally:
            studio.close("The benchmark is over.", seconds=10)
            server.stop(0.2).wait(5)
    runs = [
        {**run, "engine_seconds": seconds, "besides_seconds": run["seconds"] - seconds}
        for run, seconds in zip(found, engine.seconds[1:], strict=True)
    ]
    runs.sort(key=lambda run: run["besides_seconds"])
    return {**runs[len(runs) // 2], "besides_seconds_of_all": [run["besides_seconds"] for run in runs]}


def _client(
    address: str, width: int, height: int, parameters: dict[str, Any], orders: int
) -> list[Record]:
    command = [sys.executable, "-m", "tests.benchmarks.service", address, str(width), str(height), str(orders)]
    done = subprocess.run(
        [*command, json.dumps(parameters)], capture_output=True, text=True, check=True, timeout=3600
    )
    found: list[Record] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """The client's process."""
    from plugin_common.callbacks import Callbacks
    from plugin_common.client import Client
    from plugin_common.order import Order, Picture, Style
    from tests.benchmarks.pictures import rgba

    address, parameters = sys.argv[1], json.loads(sys.argv[5])
    width, height, orders = map(int, sys.argv[2:5])
    content, style = rgba("astronaut", height, width), rgba("swirling_night", 384, 512)
    layers = [Picture(each.shape[1], each.shape[0], "u8", each.tobytes()) for each in (content, style)]
    found: list[Record] = []
    with Client(address, TOKEN) as client:
        small = Order(layers[1], (Style(layers[1]),), parameters=WARM_UP)
        client.start(small).wait()
        order = Order(layers[0], (Style(layers[1]),), parameters=parameters)
        for _ in range(orders):
            previews: list[float] = []
            begin = time.perf_counter()
            callbacks = Callbacks(preview=lambda _: previews.append(time.perf_counter() - begin))  # noqa: B023
            job = client.start(order, callbacks)
            job.wait()
            if job.problem is not None:
                raise SystemExit(job.problem.sentence)
            seconds = time.perf_counter() - begin
            found.append({"seconds": seconds, "first_preview_seconds": previews[0], "previews": len(previews)})
    print(json.dumps(found))


if __name__ == "__main__":
    main()

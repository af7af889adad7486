"""A server inside the test's own process, and engines whose timing the test decides."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from plugin_common.client import Client
from plugin_common.order import Mask, Order, Picture, Style
from server.engine.spec import Iterate, StyleSpec
from server.jobs.store import Store
from server.jobs.studio import Studio
from server.limits import Limits
from server.machine import this_machine
from server.painting import Engine
from server.service.listening import listen

TOKEN = "the-test's-own-token"


@dataclass(frozen=True)
class RunningService:
    address: str
    studio: Studio

    def client(self, token: str = TOKEN) -> Client:
        return Client(self.address, token)


@contextmanager
def running_service(engine: Engine, folder: Path, limits: Limits | None = None) -> Iterator[RunningService]:
    """A server on a free port; its results lie in `folder`."""
    limits = limits or Limits()
    studio = Studio(engine, Store(folder, limits), limits)
    server, port = listen("127.0.0.1:0", TOKEN, studio, lambda: this_machine(torch.device("cpu")), limits)
    try:
        yield RunningService(f"127.0.0.1:{port}", studio)
    finally:
        studio.close("The test is over.", seconds=10)
        server.stop(0.2).wait(5)


class SteppedEngine:
    """Paints the negative of the content. Each iteration waits until the test allows it."""

    def __init__(self, iterations: int = 3) -> None:
        self.iterations = iterations
        self.seeds: list[int] = []  # of the jobs begun so far
        self.closed = threading.Event()  # the latest job's generator was closed
        self._allowed = threading.Semaphore(0)

    def allow(self, iterations: int) -> None:
        self._allowed.release(iterations)

    def __call__(self, spec: StyleSpec) -> Iterator[Iterate]:
        self.seeds.append(spec.settings.seed)
        try:
            for number in range(1, self.iterations + 1):
                assert self._allowed.acquire(timeout=30), "the test allowed too few iterations"
                yield iterate(spec, number, self.iterations)
        finally:
            self.closed.set()


def quick_engine(spec: StyleSpec) -> Iterator[Iterate]:
    """Paints the negative of the content in three iterations, at once."""
    for number in range(1, 4):
        yield iterate(spec, number, 3)


def iterate(spec: StyleSpec, number: int, of: int) -> Iterate:
    height, width = spec.content.shape[1:]
    return Iterate(
        scale=1,
        scales=1,
        iteration=number,
        iterations=of,
        width=width,
        height=height,
        loss=3.0 / number,
        terms={"content": 1.0 / number, "style": 2.0 / number},
        fraction=number / of,
        seconds_elapsed=0.1 * number,
        seconds_left=0.1 * (of - number),
        picture=lambda: 1 - spec.content,
        sketch=lambda: 1 - spec.content,
        stopped="finished" if number == of else "",
    )


def picture(width: int = 12, height: int = 8, depth: str = "u8", seed: int = 0) -> Picture:
    """Random opaque pixels."""
    random = np.random.default_rng(seed)
    if depth == "f32":
        values = random.random((height, width, 4), dtype=np.float32)
        values[..., 3] = 1
    else:
        dtype = {"u8": np.uint8, "u16": np.uint16}[depth]
        values = random.integers(0, np.iinfo(dtype).max + 1, (height, width, 4), dtype=dtype)
        values[..., 3] = np.iinfo(dtype).max
    return Picture(width, height, depth, values.tobytes())


def mask(width: int = 12, height: int = 8, value: int = 255) -> Mask:
    return Mask(width, height, bytes([value]) * (width * height))


def order(content: Picture | None = None, **changes: object) -> Order:
    """A small order that the server takes."""
    return Order(content or picture(), (Style(picture(10, 6, seed=1)),), **changes)  # type: ignore[arg-type]


def values_of(each: Picture) -> np.ndarray:
    """(height, width, 4) of the picture's own type."""
    dtype = {"u8": np.uint8, "u16": np.uint16, "f32": np.float32}[each.depth]
    return np.frombuffer(each.pixels, dtype).reshape(each.height, each.width, 4)

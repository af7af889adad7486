"""`impasto serve` as its users meet it: a process that starts, is stopped by signals, and keeps what it painted."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from models.library import load_network
from plugin_common.callbacks import Callbacks
from plugin_common.order import Order, Style
from plugin_common.wire import impasto_pb2 as wire
from tests.tools.running_service import picture
from tests.tools.server_process import REPOSITORY, ServerProcess, environment

LONG = {"size": 64, "iterations": 100_000, "scales": 1}


@pytest.fixture(scope="module", autouse=True)
def _weights() -> None:
    load_network("vgg19")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path)
    yield running
    running.kill()


def long_order() -> Order:
    return Order(picture(96, 96), (Style(picture(96, 96, seed=1)),), parameters=LONG)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_keeps_the_picture_so_far(
    server: ServerProcess, tmp_path: Path, number: signal.Signals
) -> None:
    assert server.first_line.count("\n") == 1 and "Ctrl+C stops it" in server.first_line
    times = [time.monotonic()]
    ended: list[wire.Cancelled] = []
    with server.client() as client:
        heard = Callbacks(progress=lambda _: times.append(time.monotonic()), cancelled=ended.append)
        running = client.start(long_order(), heard)
        deadline = time.monotonic() + 120
        while len(times) < 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        waiting = client.start(long_order(), Callbacks(cancelled=ended.append))
        while not waiting.job_id and time.monotonic() < deadline:
            time.sleep(0.05)
        code, said, seconds = server.end(number)
        assert running.wait(5) and waiting.wait(5)
    assert (code, said) == (0, "")
    # Within an iteration and a second on an idle machine; a busy one stretches both.
    assert seconds < 5 + 3 * max(after - before for before, after in itertools.pairwise(times))
    assert sorted(each.has_result for each in ended) == [False, True]
    assert all(each.reason == "The server was stopped." for each in ended)
    again = ServerProcess(tmp_path)
    try:
        with again.client() as client:
            (kept,) = client.list_jobs()
            assert kept.job_id == running.job_id and kept.state == wire.Job.CANCELLED
            assert client.fetch(kept.job_id).width == 96
    finally:
        again.kill()


def test_a_taken_port_is_one_sentence(server: ServerProcess, tmp_path: Path) -> None:
    port = server.address.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "server.cli", "serve", "--port", port],
        cwd=REPOSITORY,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1 and second.stdout == ""
    assert (
        second.stderr.count("\n") == 1 and f"127.0.0.1:{port}" in second.stderr and "--port" in second.stderr
    )


def test_a_client_hears_when_the_server_dies(server: ServerProcess) -> None:
    progress: list[wire.Progress] = []
    with server.client() as client:
        job = client.start(long_order(), Callbacks(progress=progress.append))
        deadline = time.monotonic() + 60
        while not progress and time.monotonic() < deadline:
            time.sleep(0.05)
        server.kill()
        assert job.wait(10) and job.problem is not None
        assert job.problem.code == "UNAVAILABLE" and "impasto serve" in job.problem.remedy


def test_it_says_what_it_runs_on(server: ServerProcess) -> None:
    expected = "CPU" if not torch.cuda.is_available() else torch.cuda.get_device_name()
    assert expected in server.first_line

"""What an editor sees of the client: problems in plain words, and quick transfer of large layers."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest

from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Order, Picture, Style
from plugin_common.problem import ImpastoProblem
from plugin_common.transfer import plain_values, values_of
from tests.tools.running_service import (
    RunningService,
    SteppedEngine,
    order,
    picture,
    quick_engine,
    running_service,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(quick_engine, tmp_path_factory.mktemp("results")) as running:
        yield running


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def test_no_server_is_a_sentence_and_a_remedy_at_once() -> None:
    address = free_address()
    with Client(address) as client:
        began = time.monotonic()
        with pytest.raises(ImpastoProblem) as raised:
            client.describe()
        assert time.monotonic() - began < 5
        problem = raised.value.problem
        assert (
            problem.code == "UNAVAILABLE"
            and address in problem.sentence
            and "impasto serve" in problem.remedy
        )
        job = client.start(order())
        assert job.wait(5) and job.problem == problem
        assert not client.healthy()


def test_another_programs_port_is_recognised() -> None:
    web = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        with Client(f"127.0.0.1:{web.server_port}") as client:
            with pytest.raises(ImpastoProblem):
                client.describe(timeout=5)
            assert not client.healthy()
    finally:
        web.shutdown()
        web.server_close()


def test_a_grpc_server_of_another_kind_is_recognised() -> None:
    other = grpc.server(ThreadPoolExecutor(2))
    port = other.add_insecure_port("127.0.0.1:0")
    other.start()
    try:
        with Client(f"127.0.0.1:{port}") as client, pytest.raises(ImpastoProblem) as raised:
            client.describe()
        assert raised.value.problem.code == "UNIMPLEMENTED" and "same version" in raised.value.problem.remedy
    finally:
        other.stop(0).wait()


def test_a_server_that_hangs_does_not_hang_the_editor() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with Client(f"127.0.0.1:{silent.getsockname()[1]}") as client:
            began = time.monotonic()
            with pytest.raises(ImpastoProblem) as raised:
                client.describe(timeout=0.5)
            assert time.monotonic() - began < 3
            assert raised.value.problem.code == "DEADLINE_EXCEEDED"


def test_a_proxy_in_the_environment_is_not_asked(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "grpc_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with service.client() as client:
        assert client.describe().version


def test_a_callback_that_raises_does_not_lose_the_result(
    service: RunningService, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("the editor closed its window")

    with service.client() as client:
        job = client.start(
            order(), Callbacks(progress=broken, preview=broken, result=broken, accepted=broken)
        )
        assert job.wait(10) and job.picture is not None
    assert "the editor closed its window" in caplog.text


def test_cancel_comes_from_any_thread_and_ends_an_upload(tmp_path: Path) -> None:
    engine = SteppedEngine()
    with running_service(engine, tmp_path) as service, service.client() as client:
        large = Picture(4000, 4000, "u8", bytes(64_000_000))
        ended = threading.Event()
        job = client.start(order(large), Callbacks(cancelled=lambda _: ended.set()))
        threading.Thread(target=job.cancel).start()
        assert job.wait(10) and ended.is_set()
        assert engine.seeds == []


def test_pixels_may_be_any_buffer(service: RunningService) -> None:
    plain = picture()
    with service.client() as client:
        for kind in (bytes, bytearray, memoryview):
            job = client.start(order(Picture(plain.width, plain.height, "u8", kind(plain.pixels))))
            assert job.wait(10) and job.picture is not None
            assert len(job.picture.pixels) == len(plain.pixels)


def test_a_layer_of_16_megapixels_travels_there_and_back_quickly(tmp_path: Path) -> None:
    engine = SteppedEngine(iterations=1)
    with running_service(engine, tmp_path) as service, service.client() as client:
        layer = Picture(4000, 4000, "u8", b"\xc8" * 64_000_000)
        accepted = threading.Event()
        began = time.process_time()
        job = client.start(Order(layer, (Style(picture()),)), Callbacks(accepted=lambda _: accepted.set()))
        assert accepted.wait(60)
        there = time.process_time() - began
        engine.allow(1)
        assert job.wait(60) and job.picture is not None
        began = time.process_time()
        assert len(client.fetch(job.job_id).pixels) == 64_000_000
        back = time.process_time() - began
    # Of both ends together, as a busy machine stretches the wall time: 0.1 to 0.2 s were measured each way.
    assert there + back < 1.5, f"{there:.2f} s there, {back:.2f} s back"


def test_plain_values_survive_the_messages() -> None:
    values = {"strength": 1.5, "size": 512, "keep": True, "taps": "conv4_2:0.5", "off": False, "zero": 0}
    there_and_back = plain_values(values_of(values))
    assert there_and_back == values
    assert {name: type(value) for name, value in there_and_back.items()} == {
        name: type(value) for name, value in values.items()
    }

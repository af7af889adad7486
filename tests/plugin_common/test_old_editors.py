"""The client runs with the grpcio and protobuf of GIMP 3's Python on Debian 13, as well as with today's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.running_service import TOKEN, quick_engine, running_service
from tests.tools.server_process import REPOSITORY

OLD = ("grpcio==1.51.1", "protobuf==4.21.12")
SCRIPT = """
import sys, threading
import grpc, google.protobuf
from plugin_common import local_server
from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Mask, Order, Picture, Region, Style
from plugin_common.problem import ImpastoProblem
assert grpc.__version__ == "1.51.1" and google.protobuf.__version__ == "4.21.12"
address, token = sys.argv[1:]
picture = Picture(8, 4, "u8", bytes(range(128)))
mask = Mask(8, 4, b"\\xff" * 32)
with Client(address, token) as client:
    assert client.healthy() and client.describe().presets[0].name == "Impasto"
    heard = []
    job = client.start(
        Order(picture, (Style(picture),), regions=(Region(mask, 0),), apply_mask=mask),
        Callbacks(progress=lambda progress: heard.append(dict(progress.terms)), done=heard.append),
    )
    assert job.wait(20) and job.picture is not None, job.problem
    assert job.picture.pixels[:3] == bytes([255, 254, 253]) and heard
    assert client.fetch(job.job_id) == job.picture
    assert client.list_jobs()[0].has_result
    client.forget(job.job_id)
    refused = client.start(Order(picture, ()))
    assert refused.wait(20) and refused.problem.field == "styles", refused.problem
forbidden = {"numpy", "torch"} & set(sys.modules)
assert not forbidden, forbidden
with Client(address, "wrong") as client:
    try:
        client.describe()
    except ImpastoProblem as error:
        assert error.problem.code == "UNAUTHENTICATED" and "token" in error.problem.remedy
print("fine")
"""


@pytest.fixture(scope="session")
def old_libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the old pair, fetched as wheels."""
    folder = tmp_path_factory.mktemp("old")
    fetched = subprocess.run(
        (
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--only-binary=:all:", "--target", str(folder), *OLD),
        ),
        capture_output=True,
        text=True,
    )
    if fetched.returncode:
        pytest.skip(f"no wheels of {' and '.join(OLD)} for this Python: {fetched.stderr.strip()[-200:]}")
    return folder


def test_the_client_works_with_the_libraries_of_gimp_3_on_debian_13(
    old_libraries: Path, tmp_path: Path
) -> None:
    with running_service(quick_engine, tmp_path) as service:
        result = subprocess.run(
            [sys.executable, "-S", "-c", SCRIPT, service.address, TOKEN],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(old_libraries), str(REPOSITORY)])},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (result.returncode, result.stdout) == (0, "fine\n"), result.stderr


def test_the_client_loads_nothing_that_an_editor_lacks() -> None:
    script = "import sys, plugin_common.client, plugin_common.local_server; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "grpc" in loaded
    assert loaded.isdisjoint({"numpy", "torch", "grpc_status", "google.rpc", "server", "models"})

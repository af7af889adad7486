"""Only those who hold the token get in; health and reflection stay open."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from plugin_common.problem import ImpastoProblem
from plugin_common.token import token_file
from server.service.auth import server_token
from tests.tools.running_service import RunningService, order, quick_engine, running_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(quick_engine, tmp_path_factory.mktemp("results")) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("IMPASTO_TOKEN", raising=False)
    return tmp_path


@pytest.mark.parametrize("token", ["", "wrong", "the-test's-own-token "])
def test_every_call_without_the_token_is_turned_away(service: RunningService, token: str, home: Path) -> None:
    with service.client(token) as client:
        for call in (client.describe, client.list_jobs):
            with pytest.raises(ImpastoProblem) as raised:
                call()
            assert raised.value.problem.code == "UNAUTHENTICATED"
            assert str(token_file()) in raised.value.problem.remedy
        job = client.start(order())
        assert job.wait(10) and job.problem is not None and job.problem.code == "UNAUTHENTICATED"
        watcher = client.watch("any")
        assert watcher.wait(10) and watcher.problem is not None and watcher.problem.code == "UNAUTHENTICATED"


def test_health_and_reflection_are_open(service: RunningService) -> None:
    with grpc.insecure_channel(service.address) as channel:
        for name in ("", "impasto.v1.Impasto"):
            answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
        ask = reflection_pb2.ServerReflectionRequest(list_services="")
        (answer,) = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([ask]))
        listed = {each.name for each in answer.list_services_response.service}
    assert listed >= {"impasto.v1.Impasto", "grpc.health.v1.Health"}


def test_the_token_is_made_once_and_only_its_user_can_read_it(home: Path) -> None:
    token = server_token()
    path = home / "impasto" / "token"
    assert len(token) >= 40 and path.read_text().strip() == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert server_token() == token
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_has_the_first_word(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_TOKEN", "given")
    assert server_token() == "given"
    assert not (home / "impasto" / "token").exists()

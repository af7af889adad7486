"""Finding and starting the server of this computer, as an editor does."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import stat
import sys
import time
from pathlib import Path

import pytest

from plugin_common import folders, local_server
from plugin_common.client import Client
from plugin_common.problem import ImpastoProblem
from plugin_common.token import read_token, token_file
from tests.tools.running_service import quick_engine, running_service
from tests.tools.server_process import REPOSITORY, environment


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing is installed, and an environment such as an editor leaves it."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user-cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    for name in ("IMPASTO_SERVER", "IMPASTO_ADDRESS", "IMPASTO_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def real_command(home: Path) -> list[str]:
    """`impasto serve` of this repository; it writes its process id down, then becomes the server."""
    script = (
        f"import os, sys; open({str(home / 'pid')!r}, 'w').write(str(os.getpid())); "
        f"sys.path.insert(0, {str(REPOSITORY)!r}); from server.cli import main; sys.exit(main())"
    )
    return [sys.executable, "-c", script, "serve"]


def test_the_server_is_started_found_healthy_and_outlives_the_caller(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = free_address()
    local_server.description_file().parent.mkdir(parents=True)
    local_server.description_file().write_text(
        json.dumps({"command": real_command(home), "address": address})
    )
    # What Krita's AppImage leaves for its own Python must not reach the server's.
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert local_server.start(seconds=120) == address
    process = int((home / "pid").read_text())
    try:
        with Client(address) as client:
            assert client.describe().version
        assert os.getsid(process) == process, "it must not end with the editor's session"
        assert local_server.start() == address, "a second start finds it running"
        assert int((home / "pid").read_text()) == process
        assert "listens at" in local_server.log_file().read_text()
        assert stat.S_IMODE(token_file().stat().st_mode) == 0o600
    finally:
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)


def test_a_server_that_answers_already_needs_no_command(home: Path) -> None:
    with running_service(quick_engine, home / "results") as service:
        assert local_server.start(service.address) == service.address


def test_nothing_installed_is_a_sentence_and_a_remedy(home: Path) -> None:
    with pytest.raises(ImpastoProblem, match=r"not installed.*IMPASTO_SERVER"):
        local_server.start(free_address())


def test_a_command_that_fails_shows_its_last_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; print('the disk is full'); sys.exit(3)"
    monkeypatch.setenv("IMPASTO_SERVER", shlex.join([sys.executable, "-c", script]))
    with pytest.raises(ImpastoProblem, match=r"exit code 3(.|\n)*the disk is full"):
        local_server.start(free_address())


def test_a_command_that_never_answers_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    monkeypatch.setenv("IMPASTO_SERVER", shlex.join([sys.executable, "-c", script]))
    began = time.monotonic()
    with pytest.raises(ImpastoProblem, match="did not answer within 2 seconds"):
        local_server.start(free_address(), seconds=2)
    assert time.monotonic() - began < 10
    os.kill(int(local_server.log_file().read_text()), signal.SIGKILL)


def test_a_command_that_is_not_there_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_SERVER", "/no/such/impasto serve")
    with pytest.raises(ImpastoProblem, match="'/no/such/impasto'"):
        local_server.start(free_address())


@pytest.mark.parametrize("text", ["{", "[]", '{"command": 3}'])
def test_a_broken_description_is_a_sentence(home: Path, text: str) -> None:
    local_server.description_file().parent.mkdir(parents=True)
    local_server.description_file().write_text(text)
    with pytest.raises(ImpastoProblem, match=r"server\.json"):
        local_server.installation()


def test_the_environment_comes_before_the_installer_before_the_path(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert local_server.installation().command == ()
    program = home / "empty" / "impasto"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert local_server.installation().command == (str(program), "serve")
    local_server.description_file().parent.mkdir(parents=True)
    local_server.description_file().write_text(
        '{"command": ["installed", "serve"], "address": "127.0.0.1:9"}'
    )
    assert local_server.installation() == local_server.Installation(("installed", "serve"), "127.0.0.1:9")
    monkeypatch.setenv("IMPASTO_SERVER", "mine serve")
    monkeypatch.setenv("IMPASTO_ADDRESS", "127.0.0.1:10")
    assert local_server.installation() == local_server.Installation(("mine", "serve"), "127.0.0.1:10")


def test_inside_a_flatpak_the_users_own_folder_is_meant(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FLATPAK_ID", "org.kde.krita")
    assert folders.config_folder() == home / ".config" / "impasto"
    assert folders.cache_folder() == home / ".cache" / "impasto"


def in_flatpak(home: Path, monkeypatch: pytest.MonkeyPatch, spawn: str) -> None:
    """As inside the sandbox of Flatpak's GIMP, with this script in the place of flatpak-spawn."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FLATPAK_ID", "org.gimp.GIMP")
    (home / "empty").mkdir()
    program = home / "empty" / "flatpak-spawn"
    program.write_text(f"#!/bin/sh\n{spawn}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_out_of_a_flatpak_the_server_is_started_on_the_host(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_flatpak(home, monkeypatch, f'echo "$@" >{home}/asked; exit 0')
    monkeypatch.setenv("IMPASTO_SERVER", "/opt/impasto serve")
    address = free_address()
    with pytest.raises(ImpastoProblem, match="ended at once"):
        local_server.start(address)
    asked = (home / "asked").read_text().strip()
    assert asked == f"--host /opt/impasto serve --host 127.0.0.1 --port {address.rpartition(':')[2]}"


@pytest.mark.parametrize(
    "spawn",
    ["echo 'Portal call failed: org.freedesktop.DBus.Error.ServiceUnknown' >&2; exit 1", None],
    ids=["no permission", "no flatpak-spawn"],
)
def test_a_flatpak_that_may_not_start_it_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch, spawn: str | None
) -> None:
    in_flatpak(home, monkeypatch, spawn or "")
    if spawn is None:
        (home / "empty" / "flatpak-spawn").unlink()
    monkeypatch.setenv("IMPASTO_SERVER", "/opt/impasto serve")
    with pytest.raises(ImpastoProblem) as caught:
        local_server.start(free_address())
    assert "impasto serve" in caught.value.problem.remedy
    assert "--talk-name=org.freedesktop.Flatpak org.gimp.GIMP" in caught.value.problem.remedy


def test_while_the_server_comes_up_the_editor_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_SERVER", f"{sys.executable} -c 'import time; time.sleep(1); raise SystemExit(3)'")
    told: list[int] = []
    with pytest.raises(ImpastoProblem):
        local_server.start(free_address(), waiting=lambda: told.append(1))
    assert len(told) > 2


def test_the_token_comes_from_the_environment_or_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_token() == ""
    token_file().parent.mkdir(parents=True)
    token_file().write_text("from the file\n")
    assert read_token() == "from the file"
    monkeypatch.setenv("IMPASTO_TOKEN", "from the environment")
    assert read_token() == "from the environment"

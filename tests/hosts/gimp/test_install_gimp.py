"""The installer, and what the dialog knows of the server before one runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import torch
from gimp_host import Host, find, python_of

from plugin_common.wire import impasto_pb2 as wire
from plugin_gimp.impasto.painter import parameters, texts
from server.install.bundle import ROOT
from server.install.gimp import build_zip, copy_plugin, find_gimps, install, place_plugin, remove_plugin
from server.limits import Limits
from server.machine import this_machine
from server.service.translate import description_message


@pytest.fixture
def dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog's rows as an installed plug-in has them."""
    copy_plugin(tmp_path / "impasto")
    monkeypatch.setattr(parameters, "DESCRIPTION", tmp_path / "impasto" / "painter" / "description.json")
    parameters.description.cache_clear()


def test_the_dialog_offers_what_the_server_describes(tmp_path: Path) -> None:
    copy_plugin(tmp_path)
    left = json.loads((tmp_path / "painter" / "description.json").read_text(encoding="utf-8"))
    told = description_message(this_machine(torch.device("cpu")), Limits())
    main = [each for each in told.parameters if each.group == wire.Parameter.MAIN]
    assert [each["name"] for each in left["parameters"]] == [each.name for each in main]
    assert [each["kind"] for each in left["parameters"]] == [
        wire.Parameter.Kind.Name(each.kind) for each in main
    ]
    assert [each["maximum"] for each in left["parameters"]] == [each.maximum for each in main]
    assert [each["name"] for each in left["presets"]] == [each.name for each in told.presets]


def test_installing_puts_plug_in_bridge_and_client_where_gimp_looks(tmp_path: Path) -> None:
    place_plugin(tmp_path)
    plugin = tmp_path / "plug-ins" / "impasto"
    assert os.access(plugin / "impasto.py", os.X_OK)
    assert (plugin / "lib" / "gimpfu" / "__init__.py").exists()
    assert (plugin / "lib" / "plugin_common" / "client.py").exists()
    assert "PYTHONPATH" in (tmp_path / "environ" / "gimpfu.env").read_text()


def test_uninstalling_leaves_no_file_behind(tmp_path: Path) -> None:
    place_plugin(tmp_path)
    remove_plugin(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_installing_again_replaces_what_was_there(tmp_path: Path) -> None:
    place_plugin(tmp_path)
    stale = tmp_path / "plug-ins" / "impasto" / "lib" / "gimpfu" / "stale.py"
    stale.write_text("")
    copy_plugin(tmp_path / "plug-ins" / "impasto")
    assert not stale.exists()


@pytest.mark.usefixtures("dialog")
def test_only_what_departs_from_the_dialogs_defaults_is_sent() -> None:
    chosen = {row.name: row.default for row in parameters.rows()}
    assert parameters.departures(chosen) == {}
    assert parameters.departures({**chosen, "style-strength": 2.5}) == {"style_strength": 2.5}


def test_region_pairs_and_settings_are_read_from_text() -> None:
    assert texts.pairs("Sky = Clouds; Hair") == [("Sky", "Clouds"), ("Hair", "Hair")]
    assert texts.settings("iterations = 40; colors = content; tv-weight=0.5") == {
        "iterations": 40, "colors": "content", "tv_weight": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["= 3", "iterations"])
def test_a_setting_that_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="name = value"):
        texts.settings(text)


# A Flatpak that has GIMP 3.0, whose Python has gRPC, so that nothing is fetched.
FAKE_FLATPAK = """#!/bin/sh
case "$1" in
    list) printf 'org.gimp.GIMP\\t3.0.6\\n' ;;
    run) echo "$*" >>"$HOME/asked"; echo "3.13 yes" ;;
esac
"""


@pytest.fixture
def flatpak_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user whose only GIMP is Flatpak's."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "flatpak").write_text(FAKE_FLATPAK)
    (tmp_path / "bin" / "flatpak").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for name in ("XDG_CONFIG_HOME", "GIMP2_DIRECTORY", "GIMP3_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "shared, place",
    [(False, ".var/app/org.gimp.GIMP/config/GIMP/3.0"), (True, ".config/GIMP/3.0")],
    ids=["its own folder", "the folder that an older GIMP has left"],
)
def test_flatpaks_gimp_gets_the_plug_in_where_it_looks(
    shared: bool, place: str, flatpak_user: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shared:
        (flatpak_user / ".config" / "GIMP" / "2.10").mkdir(parents=True)
    assert install(uninstall=False) == 0
    assert (flatpak_user / place / "plug-ins" / "impasto" / "impasto.py").exists()
    assert "--command=python3 org.gimp.GIMP" in (flatpak_user / "asked").read_text()
    said = capsys.readouterr().out
    assert "GIMP 3.0 (Flatpak, Python 3.13)" in said
    assert "flatpak override --user --talk-name=org.freedesktop.Flatpak org.gimp.GIMP" in said
    assert json.loads((flatpak_user / ".config" / "impasto" / "server.json").read_text())["command"]
    assert install(uninstall=True) == 0
    assert not list(flatpak_user.rglob("impasto.py"))


def test_a_gimp_of_the_distribution_and_flatpaks_share_one_folder(flatpak_user: Path) -> None:
    (flatpak_user / "bin" / "gimp-3.0").write_text("#!/bin/sh\n")
    (flatpak_user / "bin" / "gimp-3.0").chmod(0o755)
    system, flatpak = find_gimps()
    assert not system.sandboxed and flatpak.sandboxed
    assert system.folder == flatpak.folder == flatpak_user / ".config" / "GIMP" / "3.0"


def test_without_a_gimp_it_says_so(
    flatpak_user: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(flatpak_user / "empty"))
    assert install(uninstall=False) == 1
    said = capsys.readouterr().err
    assert "no GIMP 2.10, 3.0 or 3.2 was found" in said and "Traceback" not in said


def test_the_installed_plug_in_is_in_gimp_2_10_and_gone_after_uninstalling(tmp_path: Path) -> None:
    host = host_or_skip("2.10")
    home = Home(host, tmp_path, str(tmp_path), "2.10")
    command = [sys.executable, "-m", "server.cli", "install", "gimp"]
    kept = {name: value for name, value in os.environ.items() if name not in ("XDG_CONFIG_HOME", "GIMP2_DIRECTORY")}
    environment = {**kept, "HOME": str(tmp_path), "PIP_CACHE_DIR": pip_cache()}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert f"Impasto is installed for GIMP 2.10 (Python 3.11) in {home.settings / 'plug-ins'}" in said
    assert home.knows_impasto()
    subprocess.run([*command, "--uninstall"], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert not home.knows_impasto()


def test_the_unpacked_zip_is_in_gimp_3_and_gone_after_removing(tmp_path: Path) -> None:
    host = host_or_skip("3.0")
    inside = f"/tmp/impasto-tests-{uuid.uuid4().hex[:8]}"
    home = Home(host, host.root / inside.lstrip("/"), inside, "3.0")
    try:
        build_zip(tmp_path / "impasto-gimp.zip", [python_of(host)])
        subprocess.run(["unzip", "-q", tmp_path / "impasto-gimp.zip", "-d", home.settings / "plug-ins"], check=True)
        assert (home.settings / "plug-ins" / "impasto" / "lib" / f"vendor-{python_of(host)}" / "grpc").is_dir()
        assert home.knows_impasto()
        remove_plugin(home.settings)
        assert not home.knows_impasto()
    finally:
        shutil.rmtree(home.folder, ignore_errors=True)


class Home:
    """A user's home as a GIMP sees it (`inside`) and as we do (`folder`), in which GIMP looks for few plug-ins only."""

    def __init__(self, host: Host, folder: Path, inside: str, version: str) -> None:
        self.host, self.folder, self.inside = host, folder, inside
        self.settings = folder / ".config" / "GIMP" / version
        (self.settings / "plug-ins").mkdir(parents=True)
        (self.settings / "gimprc").write_text(f'(plug-in-path "${{gimp_dir}}/plug-ins:{inside}/system")\n')
        (folder / "system").mkdir()
        installed = next((host.root / "usr" / "lib").glob("**/plug-ins/script-fu"))
        (folder / "system" / "script-fu").symlink_to(f"/{installed.relative_to(host.root)}")

    def knows_impasto(self) -> bool:
        """Starts this GIMP and asks it."""
        old = self.host.version.startswith("2")
        write = "(lambda (port) (write (defined? 'plug-in-impasto) port))"
        ask = f'(call-with-output-file "{self.inside}/answer" {write})'
        interpreter = [] if old else ["--batch-interpreter=plug-in-script-fu-eval"]
        leave = ["-b", "(gimp-quit 0)"] if old else ["--quit"]
        environment = ["env", "-i", f"HOME={self.inside}", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        command = [*self.host.prefix, *environment, self.host.program, "-idf", "-n", *interpreter, "-b", ask, *leave]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, stdin=subprocess.DEVNULL)
        assert answer.exists(), done.stderr[-2000:]
        return answer.read_text() == "#t"


def host_or_skip(version: str) -> Host:
    host = find(version)
    if not isinstance(host, Host):
        pytest.skip(host)
    return host


def pip_cache() -> str:
    """The user's own, so that a throw-away home does not fetch gRPC anew."""
    asked = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()

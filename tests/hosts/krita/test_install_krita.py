"""`impasto install krita` in a throw-away home, and the zip in the hands of Krita's own importer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from krita_session import ROOT, KritaSession, run_installer

from server.install import krita
from server.install.kde_config import with_key

IMPORTER = Path("/usr/share/krita/pykrita/plugin_importer/plugin_importer.py")

needs_krita = pytest.mark.needs_krita


def resources_of(home: Path) -> Path:
    return home / ".local/share/krita"


@needs_krita
@pytest.mark.timeout(600)
def test_install_puts_the_plug_in_and_what_it_needs_in_place(session: KritaSession) -> None:
    resources = resources_of(session.home)
    assert (resources / "pykrita/impasto.desktop").exists()
    assert (resources / "pykrita/impasto/lib/plugin_common/client.py").exists()
    assert list((resources / "pykrita/impasto/lib").glob("vendor-3.*/grpc/__init__.py"))
    assert (resources / "actions/impasto.action").exists()
    assert "enable_impasto=true" in (session.home / ".config/kritarc").read_text()


@needs_krita
@pytest.mark.timeout(600)
def test_install_leaves_a_command_that_starts_the_server(session: KritaSession, tmp_path: Path) -> None:
    command = json.loads((session.home / ".config/impasto/server.json").read_text())["command"]
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0
    assert "--port" in done.stdout


@needs_krita
@pytest.mark.timeout(600)
def test_uninstall_leaves_nothing_of_it_behind(session: KritaSession, tmp_path: Path) -> None:
    for part in (".local/share/krita/pykrita", ".local/share/krita/actions", ".config"):
        shutil.copytree(session.home / part, tmp_path / part)
    settings = tmp_path / ".config/kritarc"
    before = settings.read_text()
    done = run_installer(tmp_path, "--uninstall")
    assert done.returncode == 0, done.stderr
    assert settings.read_text() == before.replace("enable_impasto=true\n", "")
    left = [path.name for path in resources_of(tmp_path).rglob("*") if "impasto" in path.name]
    assert [name for name in left if "harness" not in name] == []


@needs_krita
@pytest.mark.timeout(300)
def test_krita_s_own_importer_takes_the_zip(tmp_path: Path) -> None:
    plugin = tmp_path / "impasto.zip"
    krita.build_zip(plugin, krita.KritaPython("3.11", has_wire_libraries=True))
    resources = tmp_path / "resources"
    resources.mkdir()
    done = subprocess.run(
        ["/usr/bin/python3", str(IMPORTER), str(plugin), str(resources)], capture_output=True, text=True
    )
    assert "Imported plugin: Impasto" in done.stdout, done.stderr
    assert (resources / "pykrita/impasto.desktop").exists()
    assert (resources / "pykrita/impasto/ui/docker.py").exists()
    assert (resources / "pykrita/impasto/lib/plugin_common/wire/impasto_pb2.py").exists()
    assert (resources / "actions/impasto.action").exists()


def test_without_krita_the_installer_says_how_to_get_it(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert krita.install(uninstall=False) == 1
    said = capsys.readouterr().err
    assert "no Krita was found" in said and "apt install krita" in said
    assert "Traceback" not in said


def test_a_key_of_a_kde_file_is_set_and_taken_out_without_touching_the_rest() -> None:
    text = "[a]\nx=1\n\n[python]\nenable_other=true\n\n[b]\ny=2\n"
    changed = with_key(text, "python", "enable_impasto", "true")
    assert changed == text.replace("[python]\n", "[python]\nenable_impasto=true\n")
    assert with_key(changed, "python", "enable_impasto", "false").count("enable_impasto") == 1
    assert with_key(changed, "python", "enable_impasto", None) == text
    assert with_key("", "python", "enable_impasto", None) == ""
    assert with_key("", "python", "k", "v") == "[python]\nk=v\n"


def test_the_plug_in_and_the_distribution_have_one_version() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    plugin = (ROOT / "plugin_krita/impasto/connection.py").read_text()
    version = next(line.split('"')[1] for line in project.splitlines() if line.startswith("version ="))
    assert f'VERSION = "{version}"' in plugin


@pytest.mark.skipif(os.name == "nt", reason="Linux's folders")
def test_the_folders_follow_the_environment(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert krita.resource_folder() == tmp_path / "data/krita"
    assert krita.settings_file() == tmp_path / "config/kritarc"

"""The installer, and what the dialog knows of the server before one runs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import torch

from plugin_common.wire import impasto_pb2 as wire
from plugin_gimp.impasto.painter import parameters, texts
from server.install.gimp import Gimp, copy_plugin, place_plugin, remove_plugin
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
    place_plugin(Gimp("3.0", tmp_path, "3.13", True))
    plugin = tmp_path / "plug-ins" / "impasto"
    assert os.access(plugin / "impasto.py", os.X_OK)
    assert (plugin / "lib" / "gimpfu" / "__init__.py").exists()
    assert (plugin / "lib" / "plugin_common" / "client.py").exists()
    assert "PYTHONPATH" in (tmp_path / "environ" / "gimpfu.env").read_text()


def test_uninstalling_leaves_no_file_behind(tmp_path: Path) -> None:
    place_plugin(Gimp("2.10", tmp_path, "3.11", True))
    remove_plugin(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_installing_again_replaces_what_was_there(tmp_path: Path) -> None:
    place_plugin(Gimp("3.0", tmp_path, "3.13", True))
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

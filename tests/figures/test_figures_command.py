"""The command paints a sheet, keeps an index, and refuses what it cannot do in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from PIL import Image

from server.cli import main
from server.figures.measures import seam_ratio
from server.figures.run import Cell
from server.figures.sheet import draw_sheet

QUICK = ["--size", "64", "--iterations", "2"]


def test_a_study_becomes_a_sheet_a_line_of_the_index_and_a_section_of_the_page(tmp_path: Path) -> None:
    assert main(["figures", "--only", "pooling", *QUICK, "--out", str(tmp_path)]) == 0
    assert main(["figures", "--only", "ratio-sweep", *QUICK, "--out", str(tmp_path)]) == 0
    entries = json.loads((tmp_path / "index.json").read_text())
    assert [entry["name"] for entry in entries] == ["ratio-sweep", "pooling"]
    for entry in entries:
        assert {"name", "file", "parameters", "seconds"} <= set(entry)
        assert Image.open(tmp_path / entry["file"]).width > 400
        assert all(panel["evaluations"] >= 1 for panel in entry["panels"])
    page = (tmp_path / "index.html").read_text()
    assert "What the source reported" in page
    assert "ratio-sweep.png" in page


def test_other_pictures_can_be_given(tmp_path: Path) -> None:
    Image.new("RGB", (90, 70), (200, 80, 40)).save(tmp_path / "mine.png")
    picture = str(tmp_path / "mine.png")
    words = [
        "figures",
        "--only",
        "pooling",
        *QUICK,
        "--content",
        picture,
        "--style",
        picture,
        "--out",
        str(tmp_path),
    ]
    assert main(words) == 0
    (entry,) = json.loads((tmp_path / "index.json").read_text())
    assert entry["parameters"]["content"] == "mine.png"
    assert entry["parameters"]["styles"][0] == "mine.png"


def test_an_unknown_study_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--only", "nothing"]) == 2
    assert "ratio-sweep" in capsys.readouterr().err


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    words = ["figures", "--only", "edges", "--style", str(tmp_path / "notes.txt"), "--out", str(tmp_path)]
    assert main(words) == 2
    assert "notes.txt cannot be read" in capsys.readouterr().err


def test_without_the_samples_it_asks_for_styles_or_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("server.figures.pictures.SAMPLES", tmp_path / "not installed")
    assert main(["figures", "--only", "pooling", *QUICK, "--out", str(tmp_path)]) == 2
    refusal = capsys.readouterr().err
    assert "--style FILE" in refusal
    assert "checkout" in refusal


def test_a_missing_model_leaves_a_note_in_its_place() -> None:
    painted = torch.rand(3, 40, 60)
    cells = [Cell("one", painted), Cell("two", None, missing="There is no such model.")]
    sheet = draw_sheet("Title", cells, 2, (painted, painted), side=200, plots=False)
    assert sheet.width > 2 * 200


def test_a_seam_raises_the_ratio_and_an_even_ramp_has_none() -> None:
    ramp = torch.linspace(0, 1, 96).expand(3, 64, 96).contiguous() + torch.linspace(0, 1, 64)[:, None]
    assert seam_ratio(ramp, 48, 0.25) == pytest.approx(1, abs=1e-3)
    broken = ramp.clone()
    broken[:, :, 48:] += 0.2
    assert seam_ratio(broken, 48, 0.25) > 1.5

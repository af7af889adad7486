"""Exported networks agree with torch, are made once, and share one copy of the weights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from export_tools import export_onnx, verify
from export_tools.ensure import feature_session
from export_tools.export_onnx import export
from export_tools.parity import SIZES, compare, holds
from models.cache import cache_folder
from models.catalogue import entry
from models.features import FeatureSession
from models.layers import Padding, Pooling
from models.library import load_network
from models.networks import taps_of


@pytest.mark.parametrize("name", ["vgg19", "vgg16", "resnet50-random"])
@pytest.mark.parametrize("pooling", ["max", "average"])
@pytest.mark.parametrize("padding", ["zeros", "replicate"])
def test_every_tap_agrees_with_torch_at_three_sizes(name: str, pooling: Pooling, padding: Padding) -> None:
    network = load_network(name, pooling, padding)
    taps = taps_of(entry(name).architecture)
    rows = compare(network, feature_session(name, taps, pooling, padding, device="cpu"))
    assert [row.tap for row in rows] == list(taps)
    assert len(SIZES) == 3
    assert any(side % 2 for size in SIZES for side in size)
    assert holds(rows), rows


def test_a_difference_is_noticed() -> None:
    """The comparison must fail when the export is of something else: here, of the other pooling."""
    session = feature_session("vgg16-random", ["conv2_1"], "average", device="cpu")
    rows = compare(load_network("vgg16-random", "max"), session, sizes=[(33, 21)])
    assert not holds(rows)


def test_an_export_holds_no_layer_deeper_than_its_taps(tmp_path: Path) -> None:
    model = export(load_network("vgg16-random"), ["conv1_2", "conv2_1"], "vgg16-random")
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    assert len(convolutions) == 3
    onnx.save(model, tmp_path / "alone.onnx")
    assert FeatureSession(tmp_path / "alone.onnx").taps == ("conv1_2", "conv2_1")


def test_an_export_tells_nothing_about_the_machine_that_made_it() -> None:
    data = export(load_network("vgg16-random"), ["conv1_1"], "vgg16-random").SerializeToString()
    assert str(Path(export_onnx.__file__).parent).encode() not in data


def test_the_second_session_opens_what_the_first_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPASTO_CACHE", str(tmp_path))
    feature_session("vgg16-random", ["conv1_1"], device="cpu")
    (first,) = cache_folder().rglob("*.onnx")
    written = first.stat().st_mtime_ns
    feature_session("vgg16-random", {"conv1_1"}, device="cpu")
    assert [path.stat().st_mtime_ns for path in cache_folder().rglob("*.onnx")] == [written]
    feature_session("vgg16-random", ["conv1_1", "conv1_2"], device="cpu")
    files = list(cache_folder().rglob("*.onnx"))
    assert len(files) == 2
    assert all(path.stat().st_size < 200_000 for path in files), (
        "the weights lie in the safetensors file alone"
    )


def test_a_damaged_export_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_CACHE", str(tmp_path))
    feature_session("vgg16-random", ["conv1_1"], device="cpu")
    (path,) = cache_folder().rglob("*.onnx")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert feature_session("vgg16-random", ["conv1_1"], device="cpu").taps == ("conv1_1",)
    assert path.stat().st_size > len(whole) // 2


def test_an_unknown_tap_is_refused_before_anything_is_made() -> None:
    with pytest.raises(ValueError, match="no layer named 'conv9_9'"):
        feature_session("vgg16-random", ["conv9_9"])


def test_the_command_line_writes_a_file_of_its_own_and_verifies_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "vgg16.onnx"
    words = ["--network", "vgg16-random", "--taps", "conv1_2,conv2_1", "--out", str(out), "--verify"]
    assert export_onnx.main(words) == 0
    assert "conv2_1" in capsys.readouterr().out
    onnx.checker.check_model(onnx.load(out))


def test_the_command_line_says_in_one_sentence_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export_onnx.main(["--taps", "conv7_1", "--out", str(tmp_path / "x.onnx")]) == 1
    assert "no layer named 'conv7_1'" in capsys.readouterr().err


def test_help_explains_itself() -> None:
    for program in (export_onnx, verify):
        name = program.__name__
        done = subprocess.run(
            [sys.executable, "-m", name, "--help"], capture_output=True, text=True, check=True
        )
        assert name in done.stdout
        assert "default" in done.stdout

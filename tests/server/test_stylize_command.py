"""`impasto stylize` from the shell's side: files in, files out, exit codes."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import torch
from torch import Tensor

from server.cli import main
from server.commission import Pixels
from server.pictures import read_picture, write_picture
from tests.tools.running_service import TOKEN, quick_engine, running_service
from tests.tools.server_process import REPOSITORY

QUICK = ["--size", "64", "--iterations", "4", "--scales", "1"]
PROFILE: bytes = imagecodecs.cms_profile("srgb")


@pytest.fixture
def files(tmp_path: Path, photograph: Tensor, painting: Tensor, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which becomes the current one, with content.png (16 bits, a profile), style.png and masks."""
    write_picture(tmp_path / "content.png", Pixels(as_values(photograph, np.uint16), PROFILE))
    write_picture(tmp_path / "style.png", Pixels(as_values(painting, np.uint8)))
    height, width = photograph.shape[1:]
    mask = np.zeros((height, width, 4), np.uint8)
    mask[..., 3] = 255
    mask[:, : width // 2, :3] = 255
    write_picture(tmp_path / "left.png", Pixels(mask))
    mask[..., :3] = 255 - mask[..., :3]
    write_picture(tmp_path / "right.png", Pixels(mask))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def as_values(image: Tensor, dtype: type) -> np.ndarray:
    rgba = torch.cat([image, torch.ones_like(image[:1])]).permute(1, 2, 0).numpy()
    return np.rint(rgba * np.iinfo(dtype).max).astype(dtype)


def stylize(*words: str) -> int:
    return main(["stylize", "content.png", "style.png", "-o", "out.png", *QUICK, *words])


def test_a_picture_is_painted_with_its_depth_and_profile_kept(
    files: Path, capsys: pytest.CaptureFixture
) -> None:
    assert stylize() == 0
    before, after = read_picture(files / "content.png"), read_picture(files / "out.png")
    assert after.values.dtype == np.uint16 and after.values.shape == before.values.shape
    assert after.icc_profile == PROFILE
    assert np.abs(after.values.astype(int) - before.values)[..., :3].mean() > 65535 * 0.01
    assert capsys.readouterr().out == "out.png\n"


def test_the_mask_snapshots_and_plot_are_written(files: Path) -> None:
    words = ["--mask", "left.png", "--snapshots", "growing", "--every", "2", "--loss-plot", "loss.svg"]
    assert stylize(*words) == 0
    before, after = read_picture(files / "content.png").values, read_picture(files / "out.png").values
    half = before.shape[1] // 2
    assert np.array_equal(after[:, half:], before[:, half:])
    assert not np.array_equal(after[:, :half], before[:, :half])
    names = [path.name for path in sorted((files / "growing").iterdir())]
    assert names == ["00002.png", "00004.png", "contact_sheet.png", "losses.csv"]
    table = list(csv.DictReader((files / "growing" / "losses.csv").open()))
    assert [row["iteration"] for row in table] == ["1", "2", "3", "4"]
    assert float(table[-1]["style"]) < float(table[0]["style"])
    sheet = read_picture(files / "growing" / "contact_sheet.png")
    assert sheet.width > 2 * 240 and sheet.values[..., :3].std() > 10
    assert np.array_equal(read_picture(files / "growing" / "00004.png").values, after)
    plot = (files / "loss.svg").read_text()
    assert "<svg" in plot


def test_a_picture_that_settled_early_says_so(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert stylize("--tolerance", "1", "--iterations", "40") == 0
    assert capsys.readouterr().out.startswith("out.png (settled: the loss fell by less than 100 %")


def test_regions_and_several_styles_with_weights(files: Path) -> None:
    words = ["--region", "left.png=0", "--region", "right.png=1", "--style-blend", "1,2"]
    assert main(["stylize", "content.png", "style.png", "content.png", "-o", "out.png", *QUICK, *words]) == 0


def test_the_working_size_can_be_written(files: Path) -> None:
    assert stylize("--output-size", "working") == 0
    height, width = read_picture(files / "out.png").values.shape[:2]
    assert (width, height) == (64, 48)


def test_a_run_goes_on_from_an_earlier_result(files: Path) -> None:
    assert stylize() == 0
    first = read_picture(files / "out.png").values.astype(int)
    (files / "out.png").rename(files / "first.png")
    assert stylize("--start", "first.png", "--iterations", "1") == 0
    second = read_picture(files / "out.png").values.astype(int)
    original = read_picture(files / "content.png").values.astype(int)
    assert np.abs(second - first).mean() < np.abs(second - original).mean()


def test_what_the_network_sees_is_painted_without_any_style(files: Path) -> None:
    words = ["--mode", "content", "--content-taps", "conv2_2", "-o", "out.png"]
    assert main(["stylize", "content.png", *words, *QUICK]) == 0
    assert read_picture(files / "out.png").values.shape == read_picture(files / "content.png").values.shape


TEXTURE = [
    "stylize",
    "style.png",
    "--mode",
    "texture",
    "--width",
    "90",
    "--height",
    "70",
    "-o",
    "out.png",
    *QUICK,
]


def test_a_texture_needs_no_content_and_has_the_size_asked_for(files: Path) -> None:
    assert main(TEXTURE) == 0
    assert read_picture(files / "out.png").values.shape == (70, 90, 4)


def test_a_texture_without_content_can_be_painted_on_a_server(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPASTO_TOKEN", TOKEN)
    with running_service(quick_engine, files / "results") as service:
        assert main([*TEXTURE, "--server", service.address]) == 0
    assert read_picture(files / "out.png").values.shape == (70, 90, 4)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["content.png"], "styles"),
        (["style.png", "--mode", "texture"], "--width"),
        (["style.png", "--mode", "texture", "--width", "90"], "height"),
        (["content.png", "style.png", "--mode", "texture", "--style-taps", "conv9_9"], "style_taps"),
        (["content.png", "--mode", "content", "--init", "style"], "styles"),
        (["content.png", "--mode", "content", "--region", "left.png=0"], "--region"),
        (["style.png", "--mode", "texture", "--width", "90", "--height", "70", "--colors", "keep"], "colors"),
    ],
)
def test_a_mode_without_the_picture_it_needs_is_refused(
    files: Path, capsys: pytest.CaptureFixture, words: list[str], named: str
) -> None:
    assert main(["stylize", *words, "-o", "out.png", *QUICK]) == 2
    said = capsys.readouterr().err
    assert named in said and said.count("\n") == 1


def test_the_same_order_can_be_painted_on_a_server(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPASTO_TOKEN", TOKEN)
    with running_service(quick_engine, files / "results") as service:
        assert stylize("--server", service.address, "--mask", "left.png") == 0
    before, after = read_picture(files / "content.png"), read_picture(files / "out.png")
    half = before.width // 2
    assert np.array_equal(after.values[:, half:], before.values[:, half:])
    assert np.array_equal(after.values[:, : half - 1, :3], 65535 - before.values[:, : half - 1, :3])
    assert after.icc_profile == PROFILE


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--preset", "Rembrandt"], "preset"),
        (["--size", "1"], "size"),
        (["--smoothness", "nan"], "smoothness"),
        (["--mask", "style.png"], "style.png"),
        (["--mask", "missing.png"], "missing.png"),
        (["--style-blend", "1,2"], "--style-blend"),
        (["--style-blend", "x"], "--style-blend"),
        (["--region", "left.png"], "--region"),
        (["--region", "left.png=3"], "--region"),
        (["--init", "previous"], "start"),
        (["--every", "0", "--snapshots", "s"], "--every"),
        (["--loss-plot", "loss.doc"], "--loss-plot"),
        (["-o", "out.xyz"], "out.xyz"),
        (["--style-taps", "conv9_9"], "style_taps"),
        (["--server", "127.0.0.1:1", "--snapshots", "s"], "--server"),
        (["--output-size", "working", "--mask", "left.png"], "--output-size"),
    ],
)
def test_input_that_cannot_be_used_is_named_with_code_2(
    files: Path, capsys: pytest.CaptureFixture, words: list[str], named: str
) -> None:
    assert stylize(*words) == 2
    said = capsys.readouterr().err
    assert said.startswith("impasto stylize: ") and named in said and said.count("\n") == 1
    assert not (files / "out.png").exists()


def test_no_server_is_a_sentence_with_code_1(files: Path, capsys: pytest.CaptureFixture) -> None:
    assert stylize("--server", "127.0.0.1:1") == 1
    assert "does not answer" in capsys.readouterr().err


def test_ctrl_c_writes_the_picture_so_far(files: Path) -> None:
    words = [
        "content.png",
        "style.png",
        "-o",
        "out.png",
        "--size",
        "64",
        "--iterations",
        "100000",
        "--scales",
        "1",
    ]
    words += ["--snapshots", "growing", "--every", "1"]
    script = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); from server.cli import main; sys.exit(main())"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", script, "stylize", *words],
        cwd=files,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not list((files / "growing").glob("*3.png")) and time.monotonic() < deadline:
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "out.png (stopped early)\n", "")
    assert read_picture(files / "out.png").width == 96

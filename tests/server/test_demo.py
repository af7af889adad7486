from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from torch import Tensor

from server import demo
from tests.tools.server_process import environment


def test_the_demo_paints_and_stops_its_server(
    tmp_path: Path, vgg19: Tensor, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    output = tmp_path / "out" / "demo.png"
    assert demo.main({"size": 64, "iterations": 2, "scales": 1}, output) == 0
    assert max(Image.open(output).size) >= 384
    first, *_, last = capfd.readouterr().out.splitlines()
    assert "listens at" in first and str(output) in last and "install" in last
    assert list((tmp_path / "cache" / "results").iterdir()) == []

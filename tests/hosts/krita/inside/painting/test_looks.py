"""What the docker looks like, written to out/krita to be looked at; here with Krita's dark theme."""

from __future__ import annotations

import time

import pytest
from easel import PATIENCE, Easel, picture
from PyQt5.QtGui import QImage

PHOTOGRAPH = (600, 400)


@pytest.fixture
def ready(easel: Easel) -> Easel:
    """A document with a picture in it and a style chosen."""
    document = easel.document(*PHOTOGRAPH)
    easel.layer(document, "Sea", "woodcut_wave")
    easel.layer(document, "Cat", "cat")
    easel.wait_until_ready()
    easel.choose(parameters={"size": 128, "scales": 2, "iterations": 12}, only_inside_selection=True)
    easel.ui(lambda: easel.docker.controls.style_box.choose_file(str(picture("swirling_night"))))
    time.sleep(0.8)
    return easel


def test_idle_running_and_done_can_be_seen(ready: Easel) -> None:
    pictures = [ready.screenshot("dark-1-idle")]
    job = ready.stylize()
    ready.ui.wait(lambda: job.preview is not None and len(job.losses) > 6, PATIENCE)
    time.sleep(0.2)
    pictures.append(ready.screenshot("dark-2-running"))
    ready.finish()
    time.sleep(1.0)
    pictures.append(ready.screenshot("dark-3-done"))
    seen = {bytes(QImage(str(path)).bits().asstring(4000 * 1000)) for path in pictures}
    assert len(seen) == 3


def test_an_error_can_be_seen(ready: Easel) -> None:
    ready.choose(style=None)
    ready.stylize()
    assert ready.problem()
    time.sleep(0.5)
    assert ready.screenshot("dark-4-error").exists()

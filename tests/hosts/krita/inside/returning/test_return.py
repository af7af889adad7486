"""The start after Krita was quit with a job running; with Krita's bright theme."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from easel import PATIENCE, Easel, picture
from PyQt5.QtGui import QPalette

FOLDER = Path(os.environ["IMPASTO_TESTS_FOLDER"])


def open_left_document(easel: Easel) -> object:
    def open_it() -> object:
        document = easel.app.openDocument(str(FOLDER / "left.kra"))
        document.setBatchmode(True)
        easel.app.activeWindow().addView(document)
        return document

    document = easel.ui(open_it)
    easel.documents.append(document)
    easel.ui.wait(lambda: easel.session.document == document and document.activeNode() is not None)
    easel.wait_until_ready()
    return document


def test_the_run_that_was_left_is_picked_up_from_the_history(easel: Easel) -> None:
    document = open_left_document(easel)
    left = (FOLDER / "left-job").read_text()
    rows = easel.ui(lambda: easel.docker.history.rows)
    row = next(row for row in rows if row.record.job_id == left)
    assert row.record.state.value == "running"
    easel.press(row.insert_button)
    easel.finish()
    assert easel.names(document) == ["Background", "Paint", "Photo", "Photo in the style of Paint"]


def test_the_choices_are_those_of_before(easel: Easel) -> None:
    open_left_document(easel)
    assert easel.ui(lambda: easel.session.choices.parameters["style_strength"]) == 1.5
    assert easel.ui(lambda: easel.session.choices.style.name) == "Paint"


def test_a_new_document_begins_with_the_settings_of_the_last_start(easel: Easel) -> None:
    easel.document()
    assert easel.ui(lambda: easel.session.choices.parameters["style_strength"]) == 1.5


@pytest.mark.parametrize("state", ["idle", "running", "done", "error"])
def test_the_docker_can_be_seen_in_the_bright_theme(easel: Easel, state: str) -> None:
    assert easel.ui(lambda: easel.docker.palette().color(QPalette.Window).lightness()) > 128
    document = easel.document(600, 400)
    easel.layer(document, "Coffee", "coffee")
    easel.wait_until_ready()
    easel.choose(parameters={"size": 128, "scales": 2, "iterations": 12})
    easel.ui(lambda: easel.docker.controls.style_box.choose_file(str(picture("stained_discs"))))
    if state == "error":
        easel.choose(style=None)
    if state != "idle":
        job = easel.stylize()
    if state == "running":
        easel.ui.wait(lambda: job.preview is not None and len(job.losses) > 6, PATIENCE)
    if state == "done":
        easel.finish()
    time.sleep(0.8)
    assert easel.screenshot(f"bright-{state}").exists()

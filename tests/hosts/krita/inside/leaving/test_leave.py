"""Krita is quit while a job runs; what the next start finds is tested in `returning`."""

from __future__ import annotations

import os
from pathlib import Path

from easel import LONG, PATIENCE, Easel

FOLDER = Path(os.environ["IMPASTO_TESTS_FOLDER"])


def test_krita_can_be_left_with_a_job_running(easel_for_all: Easel) -> None:
    """The document is saved first; the fixture that would end the run is not asked for."""
    easel = easel_for_all
    document, _, _ = easel.scene()
    easel.choose(parameters={**LONG, "iterations": 400, "style_strength": 1.5})
    assert easel.ui(lambda: document.saveAs(str(FOLDER / "left.kra")))
    job = easel.stylize()
    easel.ui.wait(lambda: job.state.value == "running", PATIENCE)
    (FOLDER / "left-job").write_text(job.job_id)
    assert easel.ui(lambda: easel.session.runner.is_busy)

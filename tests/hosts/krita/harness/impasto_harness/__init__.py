"""Runs pytest in a thread inside Krita, then closes Krita.

pytest must not sit on Krita's UI thread: while Python waits there, Krita holds back its own events (active layer,
undo texts), so the tests live in a thread and hand each call over (see `ui.py`). Environment:
IMPASTO_TESTS (the folder to run), IMPASTO_TESTS_OUT (where junit.xml and report.txt go),
IMPASTO_TESTS_PACKAGES (where pytest for Krita's Python lies), IMPASTO_TESTS_LEAVE (quit with jobs still running).
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import shlex
import sys
import threading
import traceback
from pathlib import Path

from krita import Krita
from PyQt5.QtCore import QTimer
from PyQt5.QtWidgets import QApplication, QDialog, QLabel

OUT = Path(os.environ["IMPASTO_TESTS_OUT"])
WAIT_FOR_DOCKERS_MS = 300  # the window is there a little before its dockers are laid out


class Harness:
    def __init__(self) -> None:
        faulthandler.enable()
        # Krita's own hook opens a modal box, which would hang the run
        sys.excepthook = self.note_uncaught
        self.timer = QTimer()
        self.timer.setInterval(100)
        self.timer.timeout.connect(self.step)
        self.timer.start()
        self.thread: threading.Thread | None = None

    def step(self) -> None:
        """Wait for the window, run the tests, wait for their end, close Krita."""
        self.close_modal_box()
        if self.thread is None:
            if Krita.instance().activeWindow() is not None:
                self.thread = threading.Thread(target=run_tests, name="pytest", daemon=True)
                QTimer.singleShot(WAIT_FOR_DOCKERS_MS, self.thread.start)
        elif self.thread.ident is not None and not self.thread.is_alive():
            self.timer.stop()
            close_krita()

    @staticmethod
    def close_modal_box() -> None:
        """A modal box would hang the run, and Impasto must never be the cause of one: note its words and close it."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            words = [box.windowTitle(), *(label.text() for label in box.findChildren(QLabel))]
            with (OUT / "uncaught.txt").open("a") as file:
                file.write(f"modal box: {' | '.join(filter(None, words))}\n")
            box.reject()

    @staticmethod
    def note_uncaught(kind, value, trace) -> None:
        with (OUT / "uncaught.txt").open("a") as file:
            file.write("".join(traceback.format_exception(kind, value, trace)))


def run_tests() -> None:
    sys.path[:0] = [os.environ["IMPASTO_TESTS_PACKAGES"], str(Path(__file__).parent)]
    import pytest

    with (OUT / "report.txt").open("w", buffering=1) as report, contextlib.redirect_stdout(report):
        pytest.main(
            [
                "-v",
                "--capture=no",
                "--durations=0",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:faulthandler",
                "--import-mode=importlib",
                f"--junitxml={OUT / 'junit.xml'}",
                f"--rootdir={Path(os.environ['IMPASTO_TESTS']).parent}",
                f"--confcutdir={Path(os.environ['IMPASTO_TESTS']).parent}",
                "-c",
                os.devnull,
                *shlex.split(os.environ.get("IMPASTO_TESTS_ARGUMENTS", "")),
                os.environ["IMPASTO_TESTS"],
            ]
        )


def close_krita() -> None:
    app = Krita.instance()
    app.setBatchmode(True)
    for document in app.documents():
        document.setBatchmode(True)
        document.setModified(False)
        document.close()
    QTimer.singleShot(0, app.action("file_quit").trigger)


harness = Harness()

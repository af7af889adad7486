"""Long work on Krita's UI thread, cut into steps short enough that nobody notices.

The work is a generator. Each `yield` is a place where Krita may go on; `answer = yield in_background(function)` has a
thread run the function meanwhile, for work that touches nothing of Krita.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from PyQt5.QtCore import QObject, QTimer, pyqtSignal

# At most this much is done before Krita's event loop has its turn again; one step may overrun it by its own length.
SLICE_SECONDS = 0.012


@dataclass(frozen=True)
class InBackground:
    function: Callable[[], Any]


def in_background(function: Callable[[], Any]) -> InBackground:
    """To be yielded: run `function` in a thread, come back with its result or its exception."""
    return InBackground(function)


Work = Generator[InBackground | None, Any, Any]


class Steps(QObject):
    """Runs one generator to its end; `finished` gets its return value, `failed` the exception it died of."""

    finished = pyqtSignal(object)
    failed = pyqtSignal(object)
    _answered = pyqtSignal(object, object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self._answered.connect(self._resume)
        self._stopped = False

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """Give the work up; neither signal follows."""
        self._stopped = True
        self._timer.stop()
        self._work.close()

    def _slice(self) -> None:
        end = time.perf_counter() + SLICE_SECONDS
        while time.perf_counter() < end:
            if not self._step(lambda: next(self._work)):
                return

    def _step(self, advance: Callable[[], InBackground | None]) -> bool:
        """One step of the work. True when the next one may follow at once."""
        try:
            wanted = advance()
        except StopIteration as end:
            self._timer.stop()
            self.finished.emit(end.value)
        except Exception as error:
            self._timer.stop()
            self.failed.emit(error)
        else:
            if wanted is None:
                return True
            self._timer.stop()
            threading.Thread(
                target=self._run, args=(wanted.function,), name="impasto-work", daemon=True
            ).start()
        return False

    def _run(self, function: Callable[[], Any]) -> None:
        try:
            answer, error = function(), None
        except Exception as raised:
            answer, error = None, raised
        try:
            self._answered.emit(answer, error)
        except RuntimeError:
            return  # Krita is closing and the object behind the signal is gone

    def _resume(self, answer: Any, error: Exception | None) -> None:
        if self._stopped:
            return
        go_on = (
            self._step(lambda: self._work.throw(error))
            if error is not None
            else self._step(lambda: self._work.send(answer))
        )
        if go_on:
            self._timer.start()


def run_through(work: Work) -> Any:
    """Run the work at once, for scripts that wait for it. Returns its value."""
    try:
        wanted = next(work)
        while True:
            wanted = work.send(wanted.function() if wanted else None)
    except StopIteration as end:
        return end.value

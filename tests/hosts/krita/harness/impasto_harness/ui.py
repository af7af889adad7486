"""Hands calls from the test thread to Krita's UI thread, each as an event of its own at the top event loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QCoreApplication, QObject, Qt, pyqtSignal


class UiThread(QObject):
    _asked = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.moveToThread(QCoreApplication.instance().thread())
        self._asked.connect(self._run, Qt.QueuedConnection)

    def __call__(self, function: Callable[[], Any], timeout: float = 60) -> Any:
        """Run `function` on the UI thread; its result or its exception comes back."""
        call: dict[str, Any] = {"function": function, "finished": threading.Event()}
        self._asked.emit(call)
        if not call["finished"].wait(timeout):
            raise TimeoutError(f"Krita's UI thread did not answer within {timeout} s")
        if "error" in call:
            raise call["error"]
        return call["result"]

    def wait(self, condition: Callable[[], Any], timeout: float = 30, every: float = 0.02) -> None:
        """Wait until `condition`, asked on the UI thread, is true."""
        end = time.monotonic() + timeout
        while not self(condition):
            if time.monotonic() > end:
                raise AssertionError(f"not so within {timeout} s: {condition}")
            time.sleep(every)

    def _run(self, call: dict[str, Any]) -> None:
        try:
            call["result"] = call["function"]()
        except BaseException as error:
            call["error"] = error
        call["finished"].set()

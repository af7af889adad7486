"""A job whose events are being read on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import grpc

from plugin_common.call_errors import problem_of_call, problem_of_failed
from plugin_common.callbacks import Callbacks
from plugin_common.order import Picture
from plugin_common.problem import ImpastoProblem, Problem
from plugin_common.transfer import PictureAssembly
from plugin_common.wire import impasto_pb2 as wire

_log = logging.getLogger(__name__)


class RunningJob:
    """Reads a call's events and tells the callbacks; made by `Client.start` and `Client.watch`.

    job_id: empty until the server has accepted the job. picture and problem: how it ended, for those who `wait`.
    """

    def __init__(
        self, callbacks: Callbacks, cancel_on_server: Callable[[str], None], address: str, job_id: str = ""
    ) -> None:
        self.job_id = job_id
        self.picture: Picture | None = None
        self.problem: Problem | None = None
        self._callbacks = callbacks
        self._cancel_on_server = cancel_on_server
        self._address = address
        self._lock = threading.Lock()
        self._cancel_asked = False
        self._ended = threading.Event()
        self._assembly: PictureAssembly | None = None
        self._call: Any = None

    def cancel(self) -> None:
        """Asks the server to stop the job; returns at once, from any thread. `cancelled` (or `done`) follows."""
        with self._lock:
            self._cancel_asked = True
            if not self.job_id:
                return
        self._cancel_on_server(self.job_id)

    def wait(self, timeout: float | None = None) -> bool:
        """Waits until the job has ended, at most `timeout` seconds. True when it has."""
        return self._ended.wait(timeout)

    def read(self, call: Any) -> None:
        """Starts the thread that reads `call`, an iterator of events."""
        self._call = call
        threading.Thread(target=self._read, name="impasto-events", daemon=True).start()

    def uploading(self, requests: Iterator[wire.StylizeRequest]) -> Iterator[wire.StylizeRequest]:
        """The requests, ending the call between two of them when cancel was asked."""
        for request in requests:
            if self._cancel_asked:
                self._call.cancel()
                return
            yield request

    def _read(self) -> None:
        try:
            for event in self._call:
                if self._handle(event):
                    return
            self._fail(Problem("UNAVAILABLE", "The Impasto server ended the call early.", "Try again."))
        except grpc.RpcError as error:
            if self._cancel_asked and error.code() == grpc.StatusCode.CANCELLED:
                self._tell("cancelled", wire.Cancelled())
            else:
                self._fail(problem_of_call(error, self._address))
        except ImpastoProblem as error:
            self._fail(error.problem)
        finally:
            self._ended.set()

    def _handle(self, event: wire.Event) -> bool:
        """Tells the callbacks of one event. True when it was the last."""
        kind = event.WhichOneof("kind")
        if kind == "accepted":
            self._accept(event.accepted.job_id)
        if kind == "result":
            self._assembly = PictureAssembly(event.result.image)
        elif kind == "chunk" and self._assembly is not None:
            self._assembly.add(event.chunk)
        elif kind == "failed":
            self._fail(problem_of_failed(event.failed))
        elif kind is not None:
            if kind == "done" and self._assembly is not None:
                self.picture = self._assembly.picture()
                self._tell("result", self.picture)
            self._tell(kind, getattr(event, kind))
        return kind in ("done", "failed", "cancelled")

    def _accept(self, job_id: str) -> None:
        with self._lock:
            self.job_id = job_id
            cancel_now = self._cancel_asked
        if cancel_now:
            self._cancel_on_server(job_id)

    def _fail(self, problem: Problem) -> None:
        self.problem = problem
        self._tell("failed", problem)

    def _tell(self, name: str, value: object) -> None:
        # An exception in an editor's callback must not end the reading: the result would be lost.
        callback = getattr(self._callbacks, name, None)
        if callback is not None:
            try:
                callback(value)
            except Exception:
                _log.exception("The callback '%s' failed.", name)

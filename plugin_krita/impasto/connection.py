"""Whether a server answers, and what it can do.

gRPC is imported by the thread that asks, never by Krita's own: its first import takes a quarter of a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from plugin_common.problem import ImpastoProblem, Problem

from .memory import read_setting
from .text import i18n

if TYPE_CHECKING:
    from plugin_common.client import Client
    from plugin_common.wire.impasto_pb2 import Description

VERSION = "0.1.0"
ASK_AGAIN_MS = 3000
ASK_AGAIN_WHEN_READY_MS = 10000
ANSWER_SECONDS = 3.0


class ConnectionState(Enum):
    ASKING = "asking"
    READY = "ready"
    ABSENT = "absent"  # nothing answers
    STARTING = "starting"
    REFUSED = "refused"  # it does not accept our token
    OTHER_VERSION = "other version"
    TROUBLE = "trouble"  # it answers with something else


class Connection(QObject):
    """Asks the server in the background, again and again, and tells when the answer changes."""

    changed = pyqtSignal()
    _answered = pyqtSignal(object, object)
    _started = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ConnectionState.ASKING
        self.description: Description | None = None
        self.problem: Problem | None = None
        self.client: Client | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.ask)
        self._answered.connect(self._take_answer)
        self._started.connect(self._take_start)

    @property
    def address(self) -> str:
        """The painter's own choice, else the one that the installer left."""
        if own := read_setting("address", ""):
            return own
        from plugin_common import local_server

        try:
            return local_server.installation().address
        except ImpastoProblem:
            return "127.0.0.1:7860"

    def start_asking(self) -> None:
        self._timer.start(ASK_AGAIN_MS)
        self.ask()

    def stop(self) -> None:
        """Called when Krita closes: nothing may be told after this. Jobs on the server go on."""
        self._timer.stop()
        self.blockSignals(True)
        client, self.client = self.client, None
        if client is not None:
            client.close()

    def ask(self) -> None:
        """Ask the server what it is, unless an answer is being waited for already."""
        if self._asking or self.state is ConnectionState.STARTING:
            return
        self._asking = True
        address, client = self.address, self.client

        def describe() -> None:
            answer = _ask(client if client and client.address == address else None, address)
            _emit(lambda: self._answered.emit(address, answer))

        threading.Thread(target=describe, name="impasto-connection", daemon=True).start()

    def start_server(self) -> None:
        """Start the server that is installed on this computer, in the background."""
        if self.state is ConnectionState.STARTING:
            return
        self._set(ConnectionState.STARTING, None)
        address = self.address

        def start() -> None:
            from plugin_common import local_server

            try:
                local_server.start(address)
                problem = None
            except ImpastoProblem as error:
                problem = error.problem
            except OSError as error:
                problem = Problem(
                    "INTERNAL", i18n("The server cannot be started: {error}.").format(error=error)
                )
            _emit(lambda: self._started.emit(problem))

        threading.Thread(target=start, name="impasto-start", daemon=True).start()

    def _take_answer(self, address: str, answer: Any) -> None:
        self._asking = False
        if self.state is ConnectionState.STARTING:
            return
        if address != self.address:
            self.ask()
        elif isinstance(answer, Problem):
            if answer.code == "DEADLINE_EXCEEDED" and self.state is ConnectionState.READY:
                return  # it is there, and busy
            self.client = None
            self._set(state_of(answer), answer)
        else:
            self.client, self.description = answer
            problem = version_problem(self.description.version) if self.description else None
            self._set(ConnectionState.OTHER_VERSION if problem else ConnectionState.READY, problem)

    def _take_start(self, problem: Problem | None) -> None:
        self._set(ConnectionState.ASKING if problem is None else ConnectionState.TROUBLE, problem)
        self.ask()

    def _set(self, state: ConnectionState, problem: Problem | None) -> None:
        # A server that would not start leaves its reason in the docker until something better is known
        if self.state is ConnectionState.TROUBLE and state is ConnectionState.ABSENT:
            return
        self._timer.setInterval(ASK_AGAIN_WHEN_READY_MS if state is ConnectionState.READY else ASK_AGAIN_MS)
        self.state, self.problem = state, problem
        self.changed.emit()


def state_of(problem: Problem) -> ConnectionState:
    """What a failed question says about the server."""
    return {
        "UNAVAILABLE": ConnectionState.ABSENT,
        "DEADLINE_EXCEEDED": ConnectionState.ABSENT,
        "UNAUTHENTICATED": ConnectionState.REFUSED,
        "PERMISSION_DENIED": ConnectionState.REFUSED,
        "UNIMPLEMENTED": ConnectionState.OTHER_VERSION,
    }.get(problem.code, ConnectionState.TROUBLE)


def version_problem(server: str) -> Problem | None:
    """The contract only grows within one major version; before 1.0 the second number counts as major.

    A server that runs from a checkout without being installed calls itself 0.0.0 and is taken at its word.
    """
    if _generation(server) in (_generation(VERSION), ("0", "0")):
        return None
    return Problem(
        "FAILED_PRECONDITION",
        i18n("The server is version {server}, this plug-in is {plugin}.").format(
            server=server, plugin=VERSION
        ),
        i18n("Run 'impasto install krita' in a terminal, then start Krita again."),
    )


def _generation(version: str) -> tuple[str, ...]:
    parts = version.split(".")
    return tuple(parts[:2]) if parts[0] == "0" else tuple(parts[:1])


def _ask(client: Client | None, address: str) -> tuple[Client, Description] | Problem:
    """What the server describes, with the client that it was asked through; runs in a thread."""
    try:
        from plugin_common.client import Client
    except Exception as error:
        return Problem("INTERNAL", i18n("gRPC does not work here: {error}.").format(error=error))
    asked = client or Client(address)
    try:
        return asked, asked.describe(ANSWER_SECONDS)
    except ImpastoProblem as error:
        if asked is not client:
            asked.close()
        return error.problem


def _emit(emit: Callable[[], None]) -> None:
    """Emit a signal from a thread. While Krita closes, the object behind it may be gone."""
    try:
        emit()
    except RuntimeError:
        return

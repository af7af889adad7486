"""Whether the server is there, in words, with a button that helps when it is not."""

from __future__ import annotations

from PyQt5.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..connection import Connection, ConnectionState
from ..text import i18n
from .parts import BAD, GOOD, WAIT, Dot, ElidedLabel


class ConnectionRow(QWidget):
    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.dot = Dot()
        self.label = ElidedLabel()
        self.button = QPushButton()
        self.button.setObjectName("impasto_start_server")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.dot)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self.button.clicked.connect(self._help)
        connection.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        state = self._connection.state
        kind = {ConnectionState.READY: GOOD, ConnectionState.ASKING: WAIT, ConnectionState.STARTING: WAIT}
        self.dot.show_kind(kind.get(state, BAD))
        self.label.setText(connection_text(self._connection))
        self.label.setToolTip(connection_text(self._connection))
        starts = state in (ConnectionState.ABSENT, ConnectionState.TROUBLE)
        self.button.setText(i18n("Start It") if starts else i18n("Try Again"))
        self.button.setToolTip(
            i18n("Start the Impasto server on this computer. It stays until you log out.")
            if starts
            else i18n("Ask the server again.")
        )
        self.button.setVisible(
            state not in (ConnectionState.READY, ConnectionState.ASKING, ConnectionState.STARTING)
        )

    def _help(self) -> None:
        if self._connection.state in (ConnectionState.ABSENT, ConnectionState.TROUBLE):
            self._connection.start_server()
        else:
            self._connection.ask()


def connection_text(connection: Connection) -> str:
    description, problem = connection.description, connection.problem
    if connection.state is ConnectionState.READY and description is not None:
        return i18n("Ready: {device}").format(device=description.device)
    if connection.state is ConnectionState.ABSENT:
        return i18n("No server is running.")
    if connection.state is ConnectionState.STARTING:
        return i18n("Starting the server…")
    if connection.state is ConnectionState.ASKING:
        return i18n("Looking for the server…")
    return str(problem) if problem is not None else i18n("The server has not answered yet.")

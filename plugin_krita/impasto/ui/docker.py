"""The docker: the session's widgets in one column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from krita import DockWidget, Krita
from PyQt5.QtCore import Qt, QTimer
from PyQt5.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ..layer import active_layer
from ..session import Session
from ..text import i18n
from .connection_row import ConnectionRow
from .controls import Controls
from .history_list import HistoryList
from .parts import Fold, Notice
from .progress_view import ProgressView
from .remembered import is_open, remember_open

ACTIVE_LAYER_MS = 400
JOB_MS = 100


class ImpastoDocker(DockWidget):
    """Krita makes one for each of its windows; all show the same session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setWindowTitle(i18n("Impasto"))
        self.connection_row = ConnectionRow(session.connection)
        self.controls = Controls(session)
        self.history = HistoryList()
        self.notice = Notice()
        self.progress = ProgressView()
        self.stylize_button = QPushButton(i18n("Stylize"))
        self.cancel_button = QPushButton(i18n("Cancel"))
        self._lay_out()
        self._connect()
        self._show_history()
        self._show_job()

    def canvasChanged(self, canvas: Any) -> None:
        """Called by Krita when another document comes to the front, or none is left."""
        self.session.show_document(Krita.instance().activeDocument())

    def _lay_out(self) -> None:
        history = Fold(i18n("History"), self.history, is_open("history", True), remember_open("history"))
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(2, 2, 2, 2)
        rows.addWidget(self.controls)
        rows.addWidget(history)
        rows.addStretch(1)
        self.stylize_button.setObjectName("impasto_stylize_button")
        self.stylize_button.setMinimumHeight(self.stylize_button.fontMetrics().height() + 14)
        self.cancel_button.setMinimumHeight(self.stylize_button.minimumHeight())
        bold = self.stylize_button.font()
        bold.setBold(True)
        self.stylize_button.setFont(bold)
        self.cancel_button.setObjectName("impasto_cancel_button")
        self.cancel_button.setToolTip(
            i18n("Stop painting. What there is so far stays in the history and can be inserted from there.")
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.stylize_button, 1)
        buttons.addWidget(self.cancel_button, 1)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.connection_row)
        layout.addWidget(scrolling(column), 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.progress)
        layout.addLayout(buttons)
        # A change of layout in here stays in here: without the scroll area it would have Krita lay out its whole window
        # anew, which takes a tenth of a second
        self.setWidget(scrolling(whole))

    def _connect(self) -> None:
        session = self.session
        self.stylize_button.clicked.connect(lambda: session.stylize())
        self.cancel_button.clicked.connect(session.cancel)
        self.history.use.connect(session.use_again)
        self.history.insert.connect(session.bring)
        self.history.forget.connect(session.forget)
        self._job_timer = QTimer(self)
        self._job_timer.setSingleShot(True)
        self._job_timer.setInterval(JOB_MS)
        self._job_timer.timeout.connect(self._show_job)
        session.job_changed.connect(self._show_job_soon)
        session.history_changed.connect(self._show_history)
        session.problem_changed.connect(self._show_problem)
        session.connection.changed.connect(self._show_target)
        self._timer = QTimer(self)
        self._timer.setInterval(ACTIVE_LAYER_MS)
        self._timer.timeout.connect(self._show_target)
        self._timer.start()

    def _show_target(self) -> None:
        """Krita tells nobody that another layer is active, so the docker looks while it is seen."""
        if not self.isVisible():
            return
        self.controls.show_selection()
        document = self.session.document
        layer = active_layer(document) if document is not None else None
        name = f" '{layer.name}'" if layer is not None else ""
        self.stylize_button.setToolTip(
            i18n(
                "Repaint the layer{name} in the chosen style, as a new layer above it. The layer itself stays as it is."
            ).format(name=name)
        )

    def _show_job_soon(self) -> None:
        """Many events of a quick job are shown at once; whether a job runs is shown without delay."""
        if self.session.runner.is_busy == self.stylize_button.isVisible():
            self._show_job()
        elif not self._job_timer.isActive():
            self._job_timer.start()

    def _show_job(self) -> None:
        job, busy = self.session.runner.job, self.session.runner.is_busy
        self.progress.show_job(job)
        self.stylize_button.setVisible(not busy)
        self.cancel_button.setVisible(busy)
        self.cancel_button.setEnabled(not (job is not None and job.cancel_asked))

    def _show_history(self) -> None:
        job = self.session.runner.job
        busy_job = job.job_id if job is not None and self.session.runner.is_busy else ""
        self.history.show_records(self.session.history(), busy_job)

    def _show_problem(self) -> None:
        problem = self.session.problem
        if problem is None:
            self.notice.hide()
            return
        label, press = self._help_for(problem.code)
        self.notice.tell(str(problem), label, press)

    def _help_for(self, code: str) -> tuple[str, Callable[[], None] | None]:
        """The button beside a problem: what most likely helps."""
        if code == "UNAVAILABLE":
            return i18n("Start the Server"), self.session.connection.start_server
        if code in ("INTERNAL", "UNKNOWN", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"):
            return i18n("Try Again"), self.session.stylize
        return "", None


def scrolling(widget: QWidget) -> QScrollArea:
    """The widget exactly as wide as there is room, with a scroll bar when it is higher."""
    widget.setSizePolicy(QSizePolicy.Ignored, QSizePolicy.Preferred)
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
    return area

"""What was painted before: pictures, how they were made, and what can be done with them again."""

from __future__ import annotations

import base64
import time

from krita import Krita
from PyQt5.QtCore import QSize, Qt, pyqtSignal
from PyQt5.QtGui import QPixmap
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ..record import JobState, Record
from ..text import duration, i18n
from .parts import ElidedLabel, tool_button

SHOWN = 12
PICTURE = 44


class HistoryList(QWidget):
    """`use`, `insert` and `forget` are emitted with a Record."""

    use = pyqtSignal(object)
    insert = pyqtSignal(object)
    forget = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HistoryRow] = []
        self._empty = QLabel(i18n("Results appear here, each with the settings it was made with."))
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._empty)

    def show_records(self, records: list[Record], busy_job: str) -> None:
        """busy_job: the id of the run that the docker follows just now; it is not listed."""
        shown = [record for record in records if record.job_id != busy_job][:SHOWN]
        made = {row.record.job_id: row for row in self.rows}
        for row in self.rows:
            if row.record not in shown:
                row.hide()
                row.deleteLater()
                del made[row.record.job_id]
        # Lines that stay are kept: making a dozen anew would be felt
        self.rows = [made.get(record.job_id) or HistoryRow(self, record) for record in shown]
        for place, row in enumerate(self.rows):
            self._layout.insertWidget(place, row)
        self._empty.setVisible(not self.rows)


class HistoryRow(QWidget):
    def __init__(self, history: HistoryList, record: Record) -> None:
        super().__init__(history)
        self.record = record
        picture = QLabel()
        picture.setFixedSize(QSize(PICTURE, PICTURE))
        picture.setAlignment(Qt.AlignCenter)
        picture.setPixmap(thumbnail(record))
        title, details = ElidedLabel(record.title), ElidedLabel(describe(record))
        details.setEnabled(False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(details)
        icon = Krita.instance().icon
        self.insert_button = tool_button(icon("addlayer"), insert_tip(record))
        self.use_button = tool_button(
            icon("reload-preset"),
            i18n("Use these again: set the style and every knob as they were for this result."),
        )
        self.forget_button = tool_button(
            icon("edit-delete"), i18n("Take this line off the history. Layers stay as they are.")
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        for button in (self.insert_button, self.use_button, self.forget_button):
            layout.addWidget(button)
        self.setToolTip(parameters_text(record))
        self.insert_button.clicked.connect(lambda: history.insert.emit(record))
        self.use_button.clicked.connect(lambda: history.use.emit(record))
        self.forget_button.clicked.connect(lambda: history.forget.emit(record))


def thumbnail(record: Record) -> QPixmap:
    pixmap = QPixmap()
    if record.thumbnail:
        pixmap.loadFromData(base64.b64decode(record.thumbnail))
        pixmap = pixmap.scaled(PICTURE, PICTURE, Qt.KeepAspectRatio, Qt.SmoothTransformation)
    return pixmap


def describe(record: Record) -> str:
    """One line: how it went, how it was made, when."""
    state = {
        JobState.DONE: duration(record.seconds) if record.seconds else "",
        JobState.CANCELLED: i18n("cancelled"),
        JobState.FAILED: i18n("failed"),
    }.get(record.state, i18n("not picked up yet"))
    started = time.localtime(record.created)
    same_day = time.strftime("%x", started) == time.strftime("%x")
    when = time.strftime("%H:%M" if same_day else "%d %b %H:%M", started)
    return " · ".join(part for part in (when, state, record.choices.preset) if part)


def insert_tip(record: Record) -> str:
    if record.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        return i18n("Insert this result again, as a new layer above its source.")
    return i18n("Pick this run up again: wait for its result and insert it.")


def parameters_text(record: Record) -> str:
    """The settings of a run, one a line."""
    lines = [record.title]
    values = record.used or record.choices.parameters
    lines += [f"{name.replace('_', ' ')}: {value}" for name, value in sorted(values.items())]
    return "\n".join(lines)

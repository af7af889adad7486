"""The plug-in's model: the painter's choices, the connection, the run and the history. Dockers show it and turn its knobs."""

from __future__ import annotations

from krita import Document, Krita
from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from plugin_common.problem import ImpastoProblem, Problem

from . import memory
from .choices import Choices, Value, choices_from_json
from .connection import Connection
from .layer import Layer, find_layer
from .order_making import Target, choose_target
from .record import JobState, Record
from .runner import Runner


class Session(QObject):
    """One for the whole of Krita. Every method belongs to the UI thread and returns at once."""

    choices_changed = pyqtSignal()
    job_changed = pyqtSignal()
    history_changed = pyqtSignal()
    problem_changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.connection = Connection(self)
        self.runner = Runner(self.connection, self)
        self.document: Document | None = None
        self.choices = memory.load_choices(None)
        self.problem: Problem | None = None
        self.runner.changed.connect(self._show_job)
        self.runner.kept.connect(self.history_changed)
        self._watch_krita()

    def show_document(self, document: Document | None) -> None:
        """Called when another document becomes active: its own choices and history are taken up."""
        if document is not None and self.document is not None and document == self.document:
            return
        self.document = document
        self.choices = memory.load_choices(document)
        self.choices_changed.emit()
        self.history_changed.emit()

    def choose(self, choices: Choices) -> None:
        if choices != self.choices:
            self.choices = choices
            memory.save_choices(self.document, choices)
            self.choices_changed.emit()

    def choose_parameter(self, name: str, value: Value) -> None:
        self.choose(self.choices.with_parameter(name, value))

    def stylize(self, layer: Layer | None = None) -> None:
        """Repaint the active layer, or the given one, as chosen."""
        if self.runner.is_busy:
            return
        self.report(None)
        try:
            target = choose_target(self.document, self.choices, layer)
            self.runner.start(target, self.choices, self._earlier_result(target))
            memory.write_setting("last", self.choices.to_json())
        except ImpastoProblem as error:
            self.report(error.problem)

    def repeat_last(self) -> None:
        """Repaint the active layer with the choices of the last run, wherever that was."""
        if last := memory.read_setting("last", ""):
            self.choose(choices_from_json(last))
        self.stylize()

    def cancel(self) -> None:
        self.runner.cancel()

    def history(self) -> list[Record]:
        return memory.load_history(self.document)

    def use_again(self, record: Record) -> None:
        """Set everything as it was chosen for that run."""
        self.choose(record.choices)

    def bring(self, record: Record) -> None:
        """Insert the picture of an earlier run, or follow it when it is still being painted."""
        if self.runner.is_busy:
            return
        self.report(None)
        try:
            self.runner.bring(record)
        except ImpastoProblem as error:
            self.report(error.problem)

    def forget(self, record: Record) -> None:
        """Take a run off the history. The server drops its picture by itself after a while."""
        memory.drop_record(self.document, record.job_id)
        self.history_changed.emit()

    def report(self, problem: Problem | None) -> None:
        """Show a problem in the docker, or take the last one away."""
        self.problem = problem
        self.problem_changed.emit()

    def close(self) -> None:
        """Krita is closing."""
        self.runner.close()
        self.connection.stop()

    def _show_job(self) -> None:
        job = self.runner.job
        if job is not None and job.state is JobState.FAILED and job.problem is not self.problem:
            self.report(job.problem)
            self.connection.ask()
        self.job_changed.emit()

    def _earlier_result(self, target: Target) -> Layer | None:
        """The newest result of this source that is still in the document."""
        for record in self.history():
            if record.source == target.source.uid and record.layer:
                layer = find_layer(target.document, record.layer)
                if layer is not None:
                    return layer
        return None

    def _watch_krita(self) -> None:
        self._notifier = Krita.instance().notifier()  # its signals stop when nobody keeps it
        self._notifier.setActive(True)
        self._notifier.applicationClosing.connect(self.close)
        # When this is told the document is still among the open ones
        self._notifier.imageClosed.connect(lambda _: QTimer.singleShot(0, self._document_closed))

    def _document_closed(self) -> None:
        self.runner.document_closed()
        if not Krita.instance().documents():
            self.show_document(None)

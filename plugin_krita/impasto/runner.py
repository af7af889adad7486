"""The life of one run: read the layer, send it, follow the server, insert the picture, remember it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from krita import Document
from PyQt5.QtCore import QObject, QTimer, pyqtSignal

from plugin_common.order import Order
from plugin_common.problem import ImpastoProblem

from . import memory, problems
from .choices import Choices
from .connection import Connection
from .delivery import insert_result
from .job import Ear, Job
from .keeping import THUMBNAIL, document_of, record_of
from .layer import Layer, is_open
from .order_making import Target, make_order
from .record import JobState, Record, packed, unpacked
from .scratch import Scratch
from .steps import Steps, Work, in_background

if TYPE_CHECKING:
    from plugin_common.client import Client


class Runner(QObject):
    """One run at a time. `changed` is emitted whenever the job has something new to show, `kept` when the history has."""

    changed = pyqtSignal()
    kept = pyqtSignal()

    def __init__(self, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self._connection = connection
        self._scratch = Scratch()
        self._steps: Steps | None = None
        self._ear: Ear | None = None

    @property
    def is_busy(self) -> bool:
        return self.job is not None and not self.job.state.is_over

    def start(self, target: Target, choices: Choices, previous: Layer | None) -> None:
        """Begin a run. previous: the layer with this source's last result, if there is one."""
        client = self._client()
        job = Job(target.title, target.document, target.source.uid, target.box, "", choices)
        job.before = target.source.node.thumbnail(THUMBNAIL, THUMBNAIL)
        self._begin(job)
        order = make_order(target, choices, previous, self._scratch)
        self._go(order, lambda made: self._send(client, job, made))

    def bring(self, record: Record) -> None:
        """Insert the picture of an earlier run; one that is still being painted is followed until it is ready."""
        client = self._client()
        job = Job(record.title, document_of(record), record.source, record.box, record.mask, record.choices)
        job.job_id, job.created, job.state = record.job_id, record.created, JobState.SENDING
        job.record = record
        self._begin(job)
        ear = self._listen()
        self._go(_fetch_or_watch(client, record.job_id, ear), self._take_brought)

    def cancel(self) -> None:
        """Stop the run; what the server has painted so far can be fetched from the history."""
        job = self.job
        if job is None or job.state.is_over or job.cancel_asked:
            return
        job.cancel_asked = True
        if job.running is not None:
            job.running.cancel()
            self.changed.emit()
        elif job.state is not JobState.SENDING:
            self._stop_steps()
            self._end(JobState.CANCELLED)

    def close(self) -> None:
        """Krita is closing: nothing may be told after this. The job goes on at the server and waits in the history."""
        self.blockSignals(True)
        self._stop_steps()
        self._ear = None
        self.job = None
        self._scratch.close()

    def document_closed(self) -> None:
        """A run whose layer is still being read ends with its document; a later one goes on and waits in the history."""
        job = self.job
        if job and job.state is JobState.PREPARING and job.document and not is_open(job.document):
            self.cancel()

    # ---- from order to picture

    def _send(self, client: Client, job: Job, order: Order) -> None:
        self._set_state(JobState.SENDING)
        ear = self._listen()

        def send() -> Any:
            if order.apply_mask is not None:
                job.mask = packed(order.apply_mask.pixels)
            return client.start(order, ear.callbacks())

        self._go(_in_thread(send), self._take_running)

    def _take_running(self, running: Any) -> None:
        job = self.job
        if job is not None and not job.state.is_over:
            job.running = running
            if job.cancel_asked:
                running.cancel()
            self.changed.emit()

    def _take_brought(self, brought: Any) -> None:
        """Either the finished picture, or the job that is followed from now on."""
        if self.job is not None and hasattr(brought, "pixels"):
            self.job.picture = brought
            self._insert(self.job)
        else:
            self._take_running(brought)

    def _listen(self) -> Ear:
        """An ear for this run only: what an earlier run still has to say is not heard."""
        ear = Ear(self)
        ear.heard.connect(lambda kind, message: self._hear(ear, kind, message))
        self._ear = ear
        return ear

    def _hear(self, ear: Ear, kind: str, message: Any) -> None:
        job = self.job
        if ear is not self._ear or job is None or job.state.is_over:
            return
        if kind == "failed":
            self._fail(ImpastoProblem(message))
        elif kind == "cancelled":
            job.has_result = message.has_result
            self._end(JobState.CANCELLED)
        elif kind == "done":
            job.done = message
            self._insert(job)
        else:
            job.take(kind, message)
            if kind == "accepted":
                self._keep(job, JobState.RUNNING)
            self.changed.emit()

    # ---- from picture to layer

    def _insert(self, job: Job) -> None:
        document = job.document
        if document is None or not is_open(document):
            # Kept as done, so that the history offers it
            self._keep(job, JobState.DONE)
            self._fail(problems.document_closed(), keep=False)
            return
        self._set_state(JobState.INSERTING)
        self._go(_insertion(job, document, self._scratch), lambda layer: self._take_layer(job, layer))

    def _take_layer(self, job: Job, layer: Layer) -> None:
        job.layer = layer
        job.picture = None  # up to a gigabyte, and the layer has it now
        self._end(JobState.DONE)

    # ---- the end

    def _fail(self, error: Exception, keep: bool = True) -> None:
        if self.job is not None and not self.job.state.is_over:
            self.job.problem = problems.problem_of(error)
            self._end(JobState.FAILED, keep)

    def _end(self, state: JobState, keep: bool = True) -> None:
        job = self.job
        # Closing a document takes Krita 20 ms; the layer is shown first
        QTimer.singleShot(0, self._scratch.close)
        self._ear = None
        if job is None:
            return
        job.state = state
        if keep and job.job_id:
            self._keep(job, state)
        self.changed.emit()

    def _keep(self, job: Job, state: JobState) -> None:
        memory.keep_record(
            job.document if job.document and is_open(job.document) else None, record_of(job, state)
        )
        self.kept.emit()

    def _begin(self, job: Job) -> None:
        self.job = job
        self._ear = None
        self.changed.emit()

    def _set_state(self, state: JobState) -> None:
        if self.job is not None:
            self.job.state = state
            self.changed.emit()

    def _client(self) -> Client:
        client = self._connection.client
        if client is None:
            raise (
                ImpastoProblem(self._connection.problem)
                if self._connection.problem
                else problems.not_connected()
            )
        return client

    def _go(self, work: Work, then: Callable[[Any], None]) -> None:
        steps = Steps(work, self)
        steps.finished.connect(then)
        steps.failed.connect(self._fail)
        self._steps = steps
        steps.start()

    def _stop_steps(self) -> None:
        if self._steps is not None:
            self._steps.stop()
            self._steps = None


def _insertion(job: Job, document: Document, scratch: Scratch) -> Work:
    """Returns the new Layer."""
    assert job.picture is not None
    mask = (yield in_background(lambda: unpacked(job.mask))) if job.mask else None
    work = insert_result(document, job.source, job.title, job.box, mask, job.picture, scratch)
    return (yield from work)


def _in_thread(function: Callable[[], Any]) -> Work:
    return (yield in_background(function))


def _fetch_or_watch(client: Client, job_id: str, ear: Ear) -> Work:
    """Returns the Picture of a job that has ended, or the RunningJob of one that has not."""

    def ask() -> Any:
        from plugin_common.wire import impasto_pb2 as wire

        for job in client.list_jobs():
            if job.job_id == job_id and job.state in (wire.Job.QUEUED, wire.Job.RUNNING):
                return client.watch(job_id, ear.callbacks())
        return client.fetch(job_id)

    return (yield in_background(ask))

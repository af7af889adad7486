"""Where jobs are painted: one at a time, in turn, watched by anyone, stopped by anyone, their pictures kept."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from server.commission import Commission, Pixels
from server.engine.spec import Iterate
from server.failures import failure_of
from server.jobs.again import latest_of, subject_of
from server.jobs.card import Card, State
from server.jobs.events import Cancelled, Event, Failed, Finished, Preview, Progress, Queued
from server.jobs.feed import Feed
from server.jobs.line import Line
from server.jobs.store import Store
from server.limits import Limits
from server.painting import Engine, Painting, paint
from server.pixels import preview, srgb_image, thinned
from server.refusals import LimitExceeded, NoPicture, NoSuchJob

_THUMBNAIL_SIDE = 96
_KEPT_WITHOUT_PICTURE = 100
_log = logging.getLogger(__name__)


@dataclass
class _Job:
    """A job from inside. Everything here changes under the studio's lock only; feed and stop lock themselves."""

    card: Card
    client: str = ""
    commission: Commission | None = None  # dropped when the job ends
    feed: Feed = field(default_factory=Feed)
    stop: threading.Event = field(default_factory=threading.Event)
    unsaved: Pixels | None = None  # the picture, when the disk would not take it


class Studio:
    """Takes commissions and paints them on a thread of its own. Every method may be called from any thread."""

    def __init__(self, engine: Engine, store: Store, limits: Limits) -> None:
        self._engine = engine
        self._store = store
        self._limits = limits
        self._lock = threading.Condition()
        self._jobs: dict[str, _Job] = {}
        self._line = Line()
        self._running: _Job | None = None
        self._closing_reason = ""
        for card in store.cards():
            self._jobs[card.job_id] = _kept_job(card)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="impasto-subject")
        self._worker = threading.Thread(target=self._work, name="impasto-studio", daemon=True)
        self._worker.start()

    def submit(self, commission: Commission, client: str) -> Card:
        """Puts a commission in the line. Raises LimitExceeded when the line is full or the studio closes."""
        with self._lock:
            if self._closing_reason:
                raise LimitExceeded(self._closing_reason, "Start it again: impasto serve", "server")
            if len(self._line) >= self._limits.max_waiting_jobs:
                raise LimitExceeded(
                    f"{len(self._line)} jobs are waiting already.",
                    "Try again when one of them is done, or cancel one.",
                    "max_waiting_jobs",
                )
            job = _Job(_new_card(commission), client, commission)
            self._jobs[job.card.job_id] = job
            self._line.add(client, job.card.job_id)
            self._tell_places()
            self._lock.notify_all()
            return job.card

    def watch(self, job_id: str, wanted: Callable[[], bool]) -> tuple[Callable[[], None], Iterator[Event]]:
        """A job's events, its latest state first, until its last one or until `wanted()` is false.

        The first value makes the watcher ask `wanted()` again at once. Raises NoSuchJob.
        """
        with self._lock:
            feed = self._find(job_id).feed
        return feed.poke, feed.events(wanted)

    def card(self, job_id: str) -> Card:
        """One job as lists show it. Raises NoSuchJob."""
        with self._lock:
            return self._find(job_id).card

    def cards(self) -> list[Card]:
        """Every job, newest first."""
        with self._lock:
            return sorted((job.card for job in self._jobs.values()), key=lambda card: -card.created)

    def pixels(self, job_id: str) -> Pixels:
        """A job's picture. Raises NoSuchJob, or NoPicture while there is none."""
        with self._lock:
            job = self._find(job_id)
        if not job.card.has_result:
            raise NoPicture(
                f"The job has no picture: it is {job.card.state.value}.", "Wait until it is done.", "job_id"
            )
        return job.unsaved or self._store.pixels(job_id)

    def cancel(self, job_id: str, reason: str = "") -> Card:
        """Stops a job: a waiting one at once, the running one after its iteration. Raises NoSuchJob."""
        with self._lock:
            job = self._find(job_id)
            job.stop.set()
            if job.card.state is State.QUEUED:
                self._line.remove(job_id)
                self._end(job, State.CANCELLED, Cancelled(has_result=False, reason=reason))
                self._tell_places()
            return job.card

    def forget(self, job_id: str) -> None:
        """Drops a job and its picture; a running one stops first. Raises NoSuchJob."""
        self.cancel(job_id)
        with self._lock:
            self._lock.wait_for(lambda: self._running is None or self._running.card.job_id != job_id)
            self._jobs.pop(job_id, None)
        self._store.remove(job_id)

    def close(self, reason: str, seconds: float | None = None) -> None:
        """Cancels every job and waits until the running one has stopped, at most `seconds`."""
        with self._lock:
            self._closing_reason = reason
            for job_id in self._line.order():
                self.cancel(job_id, reason)
            if self._running is not None:
                self._running.stop.set()
            self._lock.notify_all()
        self._worker.join(seconds)
        if not self._worker.is_alive():
            self._aside.shutdown(wait=False)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._paint(job)
            except Exception as error:
                failure = failure_of(error)
                if failure.code == "INTERNAL":
                    _log.exception("Job %s failed.", job.card.job_id)
                with self._lock:
                    self._end(job, State.FAILED, Failed(failure), failure=failure)
            with self._lock:
                self._running = None
                self._tell_places()
                self._lock.notify_all()

    def _next(self) -> _Job | None:
        """Waits for a job; None when the studio closes."""
        with self._lock:
            self._lock.wait_for(lambda: self._closing_reason or len(self._line))
            job_id = self._line.take()
            if job_id is None:
                return None
            job = self._running = self._jobs[job_id]
            if job.card.place:
                job.feed.tell(Queued(0))
            job.card = replace(job.card, state=State.RUNNING, place=0)
            self._tell_places()
            return job

    def _paint(self, job: _Job) -> None:
        assert job.commission is not None

        def on_iterate(iterate: Iterate) -> None:
            with self._lock:
                job.card = replace(job.card, fraction=iterate.fraction)
            job.feed.tell(Progress.of(iterate))

        def on_preview(rgb: np.ndarray[Any, Any]) -> None:
            job.feed.tell(Preview(rgb))

        subject = self._aside.submit(subject_of, job.commission)  # takes a while of a large layer
        commission = job.commission
        if commission.settings.init == "again" and commission.start is None:
            commission = self._with_earlier_result(commission, _known(subject))
        painting = paint(commission, self._engine, on_iterate, on_preview, job.stop.is_set)
        if painting is not None:
            self._keep(job, painting, _known(subject))
        with self._lock:
            if painting is not None and painting.complete:
                self._end(job, State.DONE, Finished(painting.report))
            else:
                event = Cancelled(has_result=painting is not None, reason=self._closing_reason)
                self._end(job, State.CANCELLED, event)

    def _with_earlier_result(self, commission: Commission, subject: str) -> Commission:
        """The commission with the last picture of the same pictures and masks as its start, if one is kept."""
        earlier = latest_of(subject, self.cards())
        if earlier is None:
            return commission
        try:
            return replace(commission, start=self.pixels(earlier.job_id))
        except (NoPicture, NoSuchJob):  # it went in the meantime
            return commission

    def _keep(self, job: _Job, painting: Painting, subject: str) -> None:
        """Saves the picture before anyone hears that it is ready."""
        card = replace(
            job.card,
            state=State.DONE if painting.complete else State.CANCELLED,
            fraction=1.0 if painting.complete else job.card.fraction,
            has_result=True,
            thumbnail=_thumbnail(painting.pixels),
            report=painting.report,
            subject=subject,
        )
        try:
            removed = self._store.save(card, painting.pixels)
        except OSError as error:
            _log.warning("The picture is kept in memory only: %s", error)
            job.unsaved, removed = painting.pixels, []
        with self._lock:
            job.card = replace(card, state=State.RUNNING)
            for job_id in removed:
                self._jobs.pop(job_id, None)

    def _end(self, job: _Job, state: State, event: Event, **changes: Any) -> None:
        job.card = replace(job.card, state=state, place=0, **changes)
        job.commission = None
        job.feed.tell(event)
        without_picture = [
            each.card.job_id
            for each in self._jobs.values()
            if each.card.state in (State.FAILED, State.CANCELLED) and not each.card.has_result
        ]
        for job_id in without_picture[:-_KEPT_WITHOUT_PICTURE]:
            del self._jobs[job_id]

    def _tell_places(self) -> None:
        for place, job_id in enumerate(self._line.order(), start=int(self._running is not None)):
            job = self._jobs[job_id]
            if job.card.place != place:
                job.card = replace(job.card, place=place)
                job.feed.tell(Queued(place))

    def _find(self, job_id: str) -> _Job:
        if job_id not in self._jobs:
            raise NoSuchJob(
                f"There is no job '{job_id}', or it was forgotten.", "See the list of jobs.", "job_id"
            )
        return self._jobs[job_id]


def _new_card(commission: Commission) -> Card:
    return Card(
        job_id=uuid.uuid4().hex,
        state=State.QUEUED,
        label=commission.label,
        preset=commission.preset,
        parameters=commission.settings.values(),
        created=time.time(),
        width=commission.content.width,
        height=commission.content.height,
    )


def _kept_job(card: Card) -> _Job:
    """A job of an earlier server, with the last event that its watchers would have heard."""
    job = _Job(card)
    if card.state is State.DONE and card.report is not None:
        job.feed.tell(Finished(card.report))
    else:
        job.feed.tell(Cancelled(has_result=True))
    return job


def _known(subject: Future[str]) -> str:
    """The digest; empty where it could not be made: no painting is lost for want of it."""
    try:
        return subject.result()
    except Exception as error:
        _log.warning("A later run cannot start from this result: %r", error)
        return ""


def _thumbnail(pixels: Pixels) -> np.ndarray[Any, Any]:
    """(height, width, 3) uint8 sRGB."""
    step = max(1, max(pixels.width, pixels.height) // (4 * _THUMBNAIL_SIDE))
    return preview(srgb_image(thinned(pixels, step)), _THUMBNAIL_SIDE)

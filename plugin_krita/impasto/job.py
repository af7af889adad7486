"""One run, from the button to the layer: its state, and what the server tells about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from krita import Document
from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QImage

from plugin_common.order import Picture
from plugin_common.problem import Problem

from .choices import Choices
from .layer import Box, Layer
from .record import JobState, Record

if TYPE_CHECKING:
    from plugin_common.callbacks import Callbacks
    from plugin_common.running_job import RunningJob
    from plugin_common.wire import impasto_pb2 as wire

LOSSES_SHOWN = 400


@dataclass
class Job:
    """What the docker shows of a run.

    fraction: of the whole job's work, 0..1. seconds_left: negative when not known. before: a small picture of the source.
    mask: the selection, `packed`; empty when there was none. record: of the earlier run that this one fetches.
    """

    title: str
    document: Document | None
    source: str
    box: Box
    mask: str
    choices: Choices
    state: JobState = JobState.PREPARING
    job_id: str = ""
    created: float = field(default_factory=time.time)
    place: int = 0
    scale: int = 0
    scales: int = 0
    iteration: int = 0
    iterations: int = 0
    fraction: float = 0.0
    seconds_left: float = -1.0
    losses: list[float] = field(default_factory=list)
    preview: QImage | None = None
    before: QImage | None = None
    record: Record | None = None
    picture: Picture | None = None
    done: wire.Done | None = None
    problem: Problem | None = None
    has_result: bool = False
    layer: Layer | None = None
    running: RunningJob | None = None
    cancel_asked: bool = False

    def take(self, kind: str, message: Any) -> None:
        """Note what the server tells: an event that does not end the run."""
        if kind == "accepted":
            self.job_id, self.place, self.state = message.job_id, message.place, JobState.QUEUED
        elif kind == "queued":
            self.place = message.place
        elif kind == "progress":
            self.state = JobState.RUNNING
            self._take_progress(message)
        elif kind == "preview":
            self._take_preview(message)
        elif kind == "result":
            self.picture = message

    def _take_progress(self, progress: wire.Progress) -> None:
        self.scale, self.scales = progress.scale, progress.scales
        self.iteration, self.iterations = progress.iteration, progress.iterations
        self.fraction, self.seconds_left = progress.fraction, progress.seconds_left
        self.losses.append(progress.loss)
        if len(self.losses) > LOSSES_SHOWN:
            # Half the points draw the same curve
            self.losses = self.losses[::2]

    def _take_preview(self, preview: wire.Preview) -> None:
        image = QImage(preview.rgb, preview.width, preview.height, preview.width * 3, QImage.Format_RGB888)
        self.preview = image.copy()  # the wire's bytes do not outlive the message


class Ear(QObject):
    """Brings what the client hears, on a thread of its own, to Krita's UI thread: the signals are queued."""

    heard = pyqtSignal(str, object)

    def callbacks(self) -> Callbacks:
        from plugin_common.callbacks import Callbacks

        return Callbacks(
            accepted=self._teller("accepted"),
            queued=self._teller("queued"),
            progress=self._teller("progress"),
            preview=self._teller("preview"),
            result=self._teller("result"),
            done=self._teller("done"),
            failed=self._teller("failed"),
            cancelled=self._teller("cancelled"),
        )

    def _teller(self, kind: str) -> Callable[[object], None]:
        def tell(message: object) -> None:
            try:
                self.heard.emit(kind, message)
            except RuntimeError:
                return  # Krita is closing and this object is gone

        return tell

"""The running job: the picture so far, how far it is, how long it will take."""

from __future__ import annotations

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QImage, QPainter, QPaintEvent
from PyQt5.QtWidgets import QSizePolicy, QStyle, QStyleOptionProgressBar, QVBoxLayout, QWidget

from ..job import Job
from ..record import JobState
from ..text import duration, i18n
from .parts import ElidedLabel, LossCurve

PREVIEW_HEIGHT = 190


class Preview(QWidget):
    """A picture as large as the docker's width allows, in its own proportions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.setToolTip(i18n("The picture so far. Your document is touched only once it is finished."))
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        self.image = image
        self.setVisible(image is not None)
        if image is not None and image.width():
            height = min(PREVIEW_HEIGHT, self.width() * image.height() // image.width())
            self.setFixedHeight(max(24, height))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image is None:
            return
        size = self.image.size().scaled(self.size(), Qt.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.SmoothPixmapTransform)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(self.rect().adjusted(left, top, -left, -top), self.image)


class ProgressBar(QWidget):
    """Looks like Qt's own, which paints itself at once instead of when it is due and so holds up whoever sets it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.setFixedHeight(self.fontMetrics().height() + 6)

    def show_fraction(self, fraction: float) -> None:
        self.fraction = fraction
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionProgressBar()
        option.initFrom(self)
        option.minimum, option.maximum, option.progress = 0, 1000, round(1000 * self.fraction)
        option.text, option.textVisible = f"{self.fraction:.0%}", True
        option.textAlignment = Qt.AlignCenter
        option.state |= QStyle.State_Horizontal
        self.style().drawControl(QStyle.CE_ProgressBar, option, QPainter(self), self)


class ProgressView(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview()
        self.curve = LossCurve()
        self.curve.setToolTip(
            i18n(
                "How far the picture still is from what was asked: it falls fast at first, and has settled when flat."
            )
        )
        self.bar = ProgressBar()
        self.bar.setObjectName("impasto_progress")
        self.line = ElidedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.preview, self.curve, self.bar, self.line):
            layout.addWidget(widget)

    def show_job(self, job: Job | None) -> None:
        self.setVisible(job is not None)
        if job is None:
            return
        # Once it is over, the layer and the history show the picture
        self.preview.show_image(None if job.state.is_over else job.preview)
        self.curve.setVisible(len(job.losses) > 1 and not job.state.is_over)
        self.curve.show_losses(job.losses)
        self.bar.setVisible(not job.state.is_over)
        self.bar.show_fraction(1.0 if job.state is JobState.INSERTING else job.fraction)
        self.line.setText(progress_line(job))
        self.line.setToolTip(progress_line(job))


def progress_line(job: Job) -> str:
    """Where the run is, in words."""
    if job.cancel_asked and not job.state.is_over:
        return i18n("Stopping…")
    if job.state is JobState.QUEUED and job.place:
        return i18n("Waiting: {count} before this one").format(count=job.place)
    if job.state is JobState.RUNNING:
        return running_line(job)
    if job.state is JobState.DONE:
        took = i18n("Done in {time}").format(time=duration(job.done.seconds)) if job.done else i18n("Done")
        return f"{took}: {job.title}"
    return {
        JobState.PREPARING: i18n("Reading the layer…"),
        JobState.SENDING: i18n("Sending it to the server…"),
        JobState.QUEUED: i18n("Getting ready to paint…"),
        JobState.INSERTING: i18n("Making the layer…"),
        JobState.CANCELLED: i18n("Cancelled. The picture so far is in the history.")
        if job.has_result
        else i18n("Cancelled."),
        JobState.FAILED: i18n("Not finished."),
    }[job.state]


def running_line(job: Job) -> str:
    parts = [
        i18n("Scale {scale} of {scales}").format(scale=job.scale, scales=job.scales),
        i18n("step {step} of {steps}").format(step=job.iteration, steps=job.iterations),
    ]
    if job.seconds_left >= 0:
        parts.append(i18n("{time} left").format(time=duration(job.seconds_left)))
    return " · ".join(parts)

"""Between a run and what is remembered of it."""

from __future__ import annotations

import base64
from dataclasses import replace

from krita import Document, Krita
from PyQt5.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PyQt5.QtGui import QImage

from .choices import Value
from .job import Job
from .layer import find_layer, is_open
from .record import JobState, Record

THUMBNAIL = 96


def record_of(job: Job, state: JobState) -> Record:
    """What the history keeps of the job. A finished run that was only fetched again stays what it was."""
    layer = job.layer.uid if job.layer else ""
    if job.record is not None and job.done is None:
        return replace(job.record, state=state, layer=layer)
    used: dict[str, Value] = {}
    if job.done is not None:
        for name, value in job.done.parameters.items():
            used[name] = getattr(value, value.WhichOneof("kind"))
    return Record(
        job_id=job.job_id,
        title=job.title,
        source=job.source,
        box=job.box,
        choices=replace(job.choices, preset=job.done.preset if job.done else job.choices.preset),
        state=state,
        created=job.created,
        document=document_name(job.document),
        mask=job.mask,
        used=used,
        layer=layer,
        seconds=job.done.seconds if job.done else 0.0,
        thumbnail=_png(job.preview or job.before),
    )


def document_of(record: Record) -> Document | None:
    """The open document with the layer that was repainted, else the one in front."""
    for document in Krita.instance().documents():
        if find_layer(document, record.source) is not None:
            return document
    return Krita.instance().activeDocument()


def document_name(document: Document | None) -> str:
    if document is None or not is_open(document):
        return ""
    return document.fileName() or document.name()


def _png(image: QImage | None) -> str:
    if image is None:
        return ""
    small = image.scaled(THUMBNAIL, THUMBNAIL, Qt.KeepAspectRatio, Qt.SmoothTransformation)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.WriteOnly)
    small.save(buffer, "PNG")
    return base64.b64encode(bytes(data)).decode("ascii")

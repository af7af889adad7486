"""Where choices and history are kept: in the document (an annotation), in kritarc, and in a file beside Krita's resources."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from krita import Document, Krita
from PyQt5.QtCore import QByteArray

from .choices import Choices, choices_from_json
from .record import Record, records_from_json, records_to_json

GROUP = "impasto"
_CHOICES = "impasto/choices"
_HISTORY = "impasto/history"
KEPT_IN_DOCUMENT = 20
KEPT_IN_FILE = 30


def load_choices(document: Document | None) -> Choices:
    """The document's own choices; for one that has none, those made last anywhere, without its layers."""
    own = _annotation(document, _CHOICES) if document else ""
    if own:
        return choices_from_json(own)
    default = choices_from_json(read_setting("choices", ""))
    is_file = default.style is not None and default.style.kind.value == "file"
    return replace(default, regions=(), style=default.style if is_file else None)


def save_choices(document: Document | None, choices: Choices) -> None:
    text = choices.to_json()
    write_setting("choices", text)
    if document is not None:
        _annotate(document, _CHOICES, "The style and settings chosen in the Impasto docker", text)


def load_history(document: Document | None) -> list[Record]:
    """The runs of this document and the latest of all documents, newest first."""
    own = records_from_json(_annotation(document, _HISTORY)) if document else []
    known = {record.job_id for record in own}
    others = [record for record in _read_file() if record.job_id not in known]
    return sorted(own + others, key=lambda record: -record.created)


def keep_record(document: Document | None, record: Record) -> None:
    """Add the record, or put it in the place of the one with its job id."""
    _write_file(_with(record, _read_file())[:KEPT_IN_FILE])
    if document is not None:
        kept = _with(record, records_from_json(_annotation(document, _HISTORY)))[:KEPT_IN_DOCUMENT]
        _annotate(document, _HISTORY, "What Impasto has painted in this picture", records_to_json(kept))


def drop_record(document: Document | None, job_id: str) -> None:
    _write_file([record for record in _read_file() if record.job_id != job_id])
    if document is not None:
        kept = [each for each in records_from_json(_annotation(document, _HISTORY)) if each.job_id != job_id]
        _annotate(document, _HISTORY, "What Impasto has painted in this picture", records_to_json(kept))


def read_setting(name: str, default: str) -> str:
    """A value of kritarc."""
    return str(Krita.instance().readSetting(GROUP, name, default))


def write_setting(name: str, value: str) -> None:
    Krita.instance().writeSetting(GROUP, name, value)


def _with(record: Record, records: list[Record]) -> list[Record]:
    return [record, *(each for each in records if each.job_id != record.job_id)]


def _annotation(document: Document, name: str) -> str:
    return bytes(document.annotation(name)).decode("utf-8", errors="replace")


def _annotate(document: Document, name: str, description: str, text: str) -> None:
    """Keep text in the document, without the mark of an unsaved change when nothing else has changed."""
    modified = document.modified()
    document.setAnnotation(name, description, QByteArray(text.encode("utf-8")))
    document.setModified(modified)


def _history_file() -> Path:
    return Path(Krita.instance().getAppDataLocation()) / "impasto-history.json"


def _read_file() -> list[Record]:
    try:
        return records_from_json(_history_file().read_text(encoding="utf-8"))
    except OSError:
        return []


def _write_file(records: list[Record]) -> None:
    """A full disk or a read-only folder costs the list of runs, never the run."""
    try:
        _history_file().write_text(records_to_json(records), encoding="utf-8")
    except OSError:
        return

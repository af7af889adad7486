"""What is remembered of each run, as plain data: enough to show it, to fetch its picture again and to repeat it."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from plugin_common.order import Buffer

from .choices import Choices, choices_from
from .layer import Box


class JobState(StrEnum):
    PREPARING = "preparing"  # the layer's pixels are being read
    SENDING = "sending"  # on their way to the server
    QUEUED = "queued"  # the server paints something else first
    RUNNING = "running"
    INSERTING = "inserting"  # the picture is here and becomes a layer
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True)
class Record:
    """One run. source: the unique id of the layer that was repainted; box: where that layer had pixels.

    mask: the selection there, as `packed` bytes, empty when there was none. used: every parameter as the server used it.
    layer: the unique id of the result. created: seconds since 1970. thumbnail: a PNG, base64.
    """

    job_id: str
    title: str
    source: str
    box: Box
    choices: Choices
    state: JobState
    created: float
    document: str = ""
    mask: str = ""
    used: dict[str, Any] = field(default_factory=dict)
    layer: str = ""
    seconds: float = 0.0
    thumbnail: str = ""


def packed(data: Buffer) -> str:
    """Bytes as short text, for JSON."""
    return base64.b64encode(zlib.compress(data)).decode("ascii")


def unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def records_to_json(records: list[Record]) -> str:
    return json.dumps([asdict(record) for record in records])


def records_from_json(text: str) -> list[Record]:
    """The records that `records_to_json` wrote; damaged ones are left out."""
    try:
        entries = json.loads(text) if text else []
    except ValueError:
        return []
    records = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            records.append(_record_from(entry))
        except (KeyError, TypeError, ValueError):
            continue
    return records


def _record_from(entry: dict[str, Any]) -> Record:
    known = {name: entry[name] for name in Record.__dataclass_fields__ if name in entry}
    record = Record(**known)
    return replace(
        record,
        box=Box(**entry["box"]),
        choices=choices_from(entry["choices"]),
        state=JobState(entry["state"]),
    )

"""What lists of jobs show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from numpy.typing import NDArray

from server.engine.parameters import Value
from server.failures import Failure
from server.painting import Report


class State(Enum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Card:
    """One job, seen from outside.

    created: seconds since 1970. width, height: of the result. place: jobs ahead of it. fraction: of its work, 0..1.
    thumbnail: (height, width, 3) uint8 sRGB. failure: when it failed. report: when it has a picture.
    subject: tells which pictures and masks were painted (again.py); empty where nobody asked.
    """

    job_id: str
    state: State
    label: str
    preset: str
    parameters: Mapping[str, Value]
    created: float
    width: int
    height: int
    place: int = 0
    fraction: float = 0.0
    has_result: bool = False
    thumbnail: NDArray[Any] | None = None
    failure: Failure | None = None
    report: Report | None = None
    subject: str = ""

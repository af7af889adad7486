"""What happens to a job, as its watchers hear it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from server.engine.spec import Iterate
from server.failures import Failure
from server.painting import Report


@dataclass(frozen=True)
class Queued:
    """place: how many jobs are ahead; 0: it begins now."""

    place: int


@dataclass(frozen=True)
class Progress:
    """An Iterate without its pictures."""

    scale: int
    scales: int
    iteration: int
    iterations: int
    width: int
    height: int
    loss: float
    terms: Mapping[str, float]
    fraction: float
    seconds_elapsed: float
    seconds_left: float

    @staticmethod
    def of(iterate: Iterate) -> Progress:
        """The numbers of an iterate."""
        names = Progress.__dataclass_fields__
        return Progress(**{name: getattr(iterate, name) for name in names})


@dataclass(frozen=True)
class Preview:
    """rgb: (height, width, 3) uint8 sRGB."""

    rgb: NDArray[Any]


@dataclass(frozen=True)
class Finished:
    """The picture is ready."""

    report: Report


@dataclass(frozen=True)
class Failed:
    """There is no picture."""

    failure: Failure


@dataclass(frozen=True)
class Cancelled:
    """It was stopped. has_result: what was painted so far is kept."""

    has_result: bool
    reason: str = ""


Event = Queued | Progress | Preview | Finished | Failed | Cancelled
Last = Finished | Failed | Cancelled

"""What a caller wants to hear about a running job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugin_common.order import Picture
from plugin_common.problem import Problem
from plugin_common.wire import impasto_pb2 as wire


@dataclass(frozen=True)
class Callbacks:
    """Functions called, in the order of events, on the thread that reads the job's events; each may be left out.

    A run ends with exactly one of done, failed and cancelled; result comes just before done.
    An editor must bring the calls over to its own thread before it touches its windows.
    """

    accepted: Callable[[wire.Accepted], object] | None = None
    queued: Callable[[wire.Queued], object] | None = None
    progress: Callable[[wire.Progress], object] | None = None
    preview: Callable[[wire.Preview], object] | None = None
    result: Callable[[Picture], object] | None = None
    done: Callable[[wire.Done], object] | None = None
    failed: Callable[[Problem], object] | None = None
    cancelled: Callable[[wire.Cancelled], object] | None = None

"""One job's events, for any number of watchers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from server.jobs.events import Event, Last, Preview, Progress, Queued


class Feed:
    """Keeps the latest event of each kind: a late watcher hears the state of things, a slow one skips what is stale."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._latest: dict[type, tuple[int, Event]] = {}

    def tell(self, event: Event) -> None:
        """Passes an event on to every watcher."""
        with self._changed:
            self._count += 1
            if isinstance(event, Progress | Last):
                self._latest.pop(Queued, None)
            if isinstance(event, Last):
                self._latest.pop(Preview, None)
            self._latest[type(event)] = (self._count, event)
            self._changed.notify_all()

    def poke(self) -> None:
        """Makes every watcher look again whether it is still wanted."""
        with self._changed:
            self._changed.notify_all()

    def events(self, wanted: Callable[[], bool]) -> Iterator[Event]:
        """The latest state, then every event as it comes, up to the last one or until `wanted()` is false."""
        seen = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._count > seen or not wanted())  # noqa: B023
                if not wanted():
                    return
                fresh = sorted((number, event) for number, event in self._latest.values() if number > seen)
                seen = self._count
            for _, event in fresh:
                yield event
                if isinstance(event, Last):
                    return

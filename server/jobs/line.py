"""Who paints next: clients take turns, and each one's own jobs keep their order."""

from __future__ import annotations

from collections import deque


class Line:
    """The waiting jobs of every client. Not locked; its owner is."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[str]] = {}
        self._served: dict[str, int] = {}  # the turn in which a client was last served
        self._turn = 0

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, client: str, job_id: str) -> None:
        """Puts a job behind the client's other jobs."""
        self._waiting.setdefault(client, deque()).append(job_id)

    def remove(self, job_id: str) -> None:
        """Takes a job out of the line, if it is in it."""
        for client, jobs in list(self._waiting.items()):
            if job_id in jobs:
                jobs.remove(job_id)
                if not jobs:
                    del self._waiting[client]

    def take(self) -> str | None:
        """The next job, which leaves the line; None when nobody waits."""
        if not self._waiting:
            return None
        client = self._next_client(self._waiting, self._served)
        job_id = self._waiting[client][0]
        self.remove(job_id)
        self._turn += 1
        # Only those who wait, and the one whose job runs now, can be preferred or deferred later.
        self._served = {each: turn for each, turn in self._served.items() if each in self._waiting}
        self._served[client] = self._turn
        return job_id

    def order(self) -> list[str]:
        """Every waiting job in the order in which they will be taken if nobody else comes."""
        waiting = {client: deque(jobs) for client, jobs in self._waiting.items()}
        served, turn, result = dict(self._served), self._turn, []
        while waiting:
            client = self._next_client(waiting, served)
            result.append(waiting[client].popleft())
            if not waiting[client]:
                del waiting[client]
            turn += 1
            served[client] = turn
        return result

    @staticmethod
    def _next_client(waiting: dict[str, deque[str]], served: dict[str, int]) -> str:
        """The one whose last turn is longest ago; among new ones, the first to come."""
        return min(waiting, key=lambda client: served.get(client, 0))

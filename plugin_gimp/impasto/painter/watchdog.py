"""Cancel in GIMP's progress bar kills the plug-in where it stands. A small process of its own notices that and tells
the server to stop: its input ends without the word 'done'."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

DONE = "done"


@contextmanager
def watched(address: str) -> Iterator[Callable[[str], None]]:
    """While the context lasts, the job named to the given function is cancelled if this process is killed."""
    command = [sys.executable, str(Path(__file__).resolve()), address, *sys.path]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdin is not None
    stdin = process.stdin

    def watch(job_id: str) -> None:
        stdin.write(job_id + "\n")
        stdin.flush()

    try:
        yield watch
        stdin.write(DONE + "\n")
    finally:
        # Without the word, after an error as after a kill, the job is called off.
        stdin.close()
        process.wait()


def main() -> None:
    address = sys.argv[1]
    sys.path[:0] = sys.argv[2:]
    job_id = ""
    for line in sys.stdin:
        if line.strip() == DONE:
            return
        job_id = line.strip()
    if job_id:
        from plugin_common.client import Client
        from plugin_common.problem import ImpastoProblem

        with Client(address) as client, contextlib.suppress(ImpastoProblem):  # it may have ended by itself
            client.cancel(job_id)


if __name__ == "__main__":
    main()

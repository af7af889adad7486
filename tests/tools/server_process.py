"""`impasto serve` as a process of its own, on a free port, in a home of its own, with the machine's model cache."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from models.cache import cache_folder
from plugin_common.client import Client

REPOSITORY = Path(__file__).parents[2]


class ServerProcess:
    """Started by its constructor, ready when that returns. home: holds its token and its results."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--port", "0"],
            cwd=REPOSITORY,
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline()
        found = re.search(r"listens at (\S+:\d+)", self.first_line)
        assert found, self.first_line + self.process.communicate(timeout=10)[1]
        self.address = found[1]

    def client(self) -> Client:
        token = (self.home / "config" / "impasto" / "token").read_text().strip()
        return Client(self.address, token)

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> tuple[int, str, float]:
        """Exit code, everything it said on standard error, and the seconds it took to end."""
        began = time.monotonic()
        self.process.send_signal(with_signal)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said, time.monotonic() - began

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def environment(home: Path) -> dict[str, str]:
    """A home without settings, and the weights that are on this machine already."""
    cache = home / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    if not (cache / "weights").exists():
        (cache / "weights").symlink_to(cache_folder() / "weights")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMPASTO_")}
    return {**kept, "XDG_CONFIG_HOME": str(home / "config"), "IMPASTO_CACHE": str(cache)}

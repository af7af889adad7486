"""A real GIMP 3 window on a screen of its own: everything (screen, window manager, keys) runs in GIMP's chroot."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gimp_host import Room

SCREEN = (1360, 900)
DISPLAY = f":{200 + os.getpid() % 700}"  # two runs at a time do not meet
PATIENCE = 240.0


class Window:
    """What a user does and sees."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def key(self, *keys: str) -> None:
        self._run("xdotool", "key", "--delay", "200", *keys)

    def type(self, text: str) -> None:
        self._run("xdotool", "type", "--delay", "40", text)

    def click(self, x: int, y: int) -> None:
        self._run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def titles(self) -> list[str]:
        numbers = self._run("xdotool", "search", "--onlyvisible", "--name", ".").split()
        return [self._run("xdotool", "getwindowname", number).strip() for number in numbers]

    def number(self, title: str) -> str:
        return self._run("xdotool", "search", "--onlyvisible", "--name", title).split()[0]

    def wait_for(self, words: str, absent: bool = False) -> str:
        """The title of the window that holds these words, as soon as there is one (or none any more)."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = [title for title in self.titles() if words in title]
            if bool(found) != absent:
                time.sleep(1.0)  # it is drawn a moment after it is named
                return found[0] if found else ""
            time.sleep(0.5)
        raise AssertionError(f"There was no '{words}' within {PATIENCE:.0f} s, only {self.titles()}.")

    def enlarge(self, title: str) -> None:
        number = self.number(title)
        self._run("xdotool", "windowmove", number, "0", "0")
        self._run("xdotool", "windowsize", number, str(SCREEN[0] - 4), str(SCREEN[1] - 30))
        self._run("xdotool", "windowactivate", number)

    def close(self, title: str) -> None:
        self._run("xdotool", "windowclose", self.number(title))

    def screenshot(self, path: Path) -> None:
        self._run("import", "-window", "root", f"{self._room.inside}/shot.png")
        path.write_bytes((self._room.folder / "shot.png").read_bytes())

    def _run(self, *command: str) -> str:
        full = [*self._room.host.prefix, *self._room.environment, f"DISPLAY={DISPLAY}", *command]
        return subprocess.run(full, capture_output=True, text=True, timeout=60).stdout


@contextmanager
def opened(room: Room, picture: str) -> Iterator[Window]:
    """GIMP with a picture (a path inside the chroot) open and nothing in the way."""
    inside = [*room.host.prefix, *room.environment, f"DISPLAY={DISPLAY}"]
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    program = room.host.program.replace("-console", "")
    commands = (
        ["Xvfb", DISPLAY, "-screen", "0", size, "-nolisten", "tcp"],
        ["openbox"],
        ["dbus-run-session", "--", program, "-s", "-n", picture],
    )
    log = (room.folder / "window.log").open("wb")
    processes = []
    window = Window(room)
    try:
        for command in commands:
            processes.append(subprocess.Popen([*inside, *command], stdout=log, stderr=subprocess.STDOUT))
            time.sleep(1.5)
        window.wait_for("Welcome")
        window.close("Welcome")
        yield window
    finally:
        for process in reversed(processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        log.close()

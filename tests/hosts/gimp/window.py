"""A real GIMP window on a screen of its own: for GIMP 3 everything (screen, window manager, keys) runs in its chroot.

What the user does goes through the screen; what came of it is asked of the running GIMP itself, over D-Bus."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gimp_host import Host, Room, batch_call

SCREEN = (1360, 900)
PATIENCE = 90.0
# A process that a program has left behind may hold the name of the last screen; each window takes the next.
_FIRST_DISPLAY = 200 + os.getpid() % 700
# No welcome window in the way: GIMP shows it when the settings are of another version or of none.
_SETTINGS = '(config-version "{}")\n(show-welcome-dialog no)\n(check-updates no)\n'
_EVALUATE = "plug-in-script-fu-eval"


class Window:
    """What a user does and sees, and what GIMP answers."""

    def __init__(self, room: Room, display: str) -> None:
        self.room = room
        self._display = display

    def key(self, *keys: str) -> None:
        for each in keys:  # one by one: a menu opens between two
            self.run("xdotool", "key", "--clearmodifiers", each)
            time.sleep(0.3)

    def click(self, x: int, y: int) -> None:
        self.run("xdotool", "mousemove", str(x), str(y))
        time.sleep(0.2)  # the program must see the pointer arrive
        self.run("xdotool", "click", "1")
        self.point_nowhere()

    def point_nowhere(self) -> None:
        """The pointer into the corner, where it calls up no tooltip."""
        self.run("xdotool", "mousemove", str(SCREEN[0] - 1), str(SCREEN[1] - 1))

    def titles(self) -> list[str]:
        numbers = self.run("xdotool", "search", "--onlyvisible", "--name", ".").split()
        names = [self.run("xdotool", "getwindowname", number).strip() for number in numbers]
        return [name for name in names if name]

    def active(self) -> str:
        """The title of the window that gets the keys."""
        return self.run("xdotool", "getactivewindow", "getwindowname").strip()

    def number(self, title: str) -> str:
        return self.run("xdotool", "search", "--onlyvisible", "--name", title).split()[0]

    def raise_by(self, title: str, pixels: int) -> None:
        """Moves a window up, to see its lower part."""
        self.run("xdotool", "windowmove", "--relative", "--", self.number(title), "0", str(-pixels))
        time.sleep(0.5)

    def brought_to_front(self, title: str) -> bool:
        """Asks for it; whether it has happened. GIMP's splash screen may still be in the way."""
        self.run("xdotool", "windowactivate", self.number(title))
        time.sleep(0.5)
        return title in self.active()

    def wait_for_dialog(self, title: str) -> None:
        """Until the window of that title is there and gets the keys."""
        self.wait(lambda: title in self.active(), f"a window '{title}' in front")
        time.sleep(0.5)  # its widgets are drawn a moment after it is there

    def wait_for_title(self, words: str) -> str:
        found: list[str] = self.wait(lambda: self._titled(words), f"a window titled '{words}'")
        return found[0]

    def wait_until_gone(self, title: str) -> None:
        self.wait(lambda: not self._titled(title), f"the end of the window '{title}'")

    def wait(self, condition: Callable[[], Any], what: str) -> Any:
        """What the condition answers as soon as that is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            time.sleep(0.25)
        picture = Path(tempfile.gettempdir()) / "impasto-gimp-window.png"
        self.screenshot(picture)
        raise AssertionError(f"No sign of {what} within {PATIENCE:.0f} s, only {self.titles()}; see {picture}.")

    def enlarge(self, title: str) -> None:
        number = self.number(title)
        self.run("xdotool", "windowmove", number, "0", "0")
        self.run("xdotool", "windowsize", number, str(SCREEN[0] - 4), str(SCREEN[1] - 30))

    def screenshot(self, path: Path) -> None:
        self.run("import", "-window", "root", f"{self.room.inside}/shot.png")
        path.write_bytes((self.room.folder / "shot.png").read_bytes())

    def ask(self, source: str) -> Any:
        """Runs Python with gimpfu's names in the running GIMP; what it leaves in `answer`."""
        self.begin(source)
        return self.answer()

    def begin(self, source: str) -> None:
        """The same without waiting, for what opens a dialog."""
        (self.room.folder / "answer.json").unlink(missing_ok=True)
        leave = f"import json, os\nwith open({self.room.inside!r} + '/answer.part', 'w') as opened:\n    json.dump(answer, opened)\n"
        move = f"os.rename({self.room.inside!r} + '/answer.part', {self.room.inside!r} + '/answer.json')\n"
        (self.room.folder / "question.py").write_text(f"{source}\n{leave}{move}")
        call = batch_call(self.room.host, f"{self.room.inside}/question.py")
        self.run(
            "env", f"DBUS_SESSION_BUS_ADDRESS={(self.room.folder / 'bus').read_text().strip()}",
            "dbus-send", "--session", "--print-reply", "--dest=org.gimp.GIMP.UI", "/org/gimp/GIMP/UI",
            "org.gimp.GIMP.UI.BatchRun", f"string:{_EVALUATE}", f"string:{call}",
        )  # fmt: skip

    def answer(self) -> Any:
        path = self.room.folder / "answer.json"
        self.wait(path.exists, "an answer of GIMP")
        return json.loads(path.read_text())

    def run(self, *command: str) -> str:
        full = [*inside(self.room, self._display), *command]
        return subprocess.run(full, capture_output=True, text=True, timeout=60).stdout

    def _titled(self, words: str) -> list[str]:
        return [title for title in self.titles() if words in title]


def inside(room: Room, display: str) -> list[str]:
    return [*room.host.prefix, *room.environment, f"DISPLAY={display}"]


def missing_on_the_desk(room: Room) -> str:
    """The first program of those below that is not there."""
    programs = (room.host.program.replace("-console", ""), "Xvfb", "openbox", "dbus-run-session", "dbus-send", "xdotool", "import")
    return next((each for each in programs if not (room.host.root / "usr/bin" / each).exists()), "")


@contextmanager
def opened(room: Room, picture: str) -> Iterator[Window]:
    """GIMP with a picture (a path as GIMP sees it) open, large, and nothing in the way."""
    display = f":{_FIRST_DISPLAY + int(room.host.version.replace('.', ''))}"
    (room.profile / "gimprc").write_text(_SETTINGS.format(_full_version(room.host)))
    program = room.host.program.replace("-console", "")
    start = f"echo $DBUS_SESSION_BUS_ADDRESS >{room.inside}/bus; exec {program} -s {picture}"
    commands = (
        # -noreset: or the screen starts afresh, without its window manager, when a short-lived client was the only one
        ["Xvfb", display, "-noreset", "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-nolisten", "tcp"],
        ["openbox"],
        ["dbus-run-session", "--", "sh", "-c", start],
    )
    log = (room.folder / "window.log").open("wb")
    processes = []
    window = Window(room, display)
    try:
        for command in commands:
            started = subprocess.Popen([*inside(room, display), *command], stdout=log, stderr=subprocess.STDOUT)
            processes.append(started)
            if command[0] == "Xvfb":
                window.wait(lambda: window.run("xdotool", "getdisplaygeometry"), "a screen")
        name = f"[{Path(picture).stem}]"
        window.wait_for_title(name)
        window.enlarge(Path(picture).stem)
        window.wait(lambda: window.brought_to_front(Path(picture).stem), "GIMP's window in front")
        window.point_nowhere()
        yield window
    finally:
        for process in reversed(processes):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        log.close()


def _full_version(host: Host) -> str:
    """'3.0.4'"""
    told = subprocess.run([*host.prefix, host.program, "--version"], capture_output=True, text=True).stdout
    return told.split()[-1]

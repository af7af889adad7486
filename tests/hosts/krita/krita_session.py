"""Starts a real Krita on a virtual screen, with a throw-away home, and runs a folder of tests inside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
HARNESS = HERE / "harness"
HOSTS = Path(os.environ.get("IMPASTO_HOSTS", Path.home() / ".cache" / "impasto-hosts"))
TIMEOUT_SECONDS = 840


class KritaSession:
    """One throw-away home in which Krita can be started, once or several times one after the other."""

    def __init__(self, home: Path) -> None:
        self.home = home
        if not home.exists():
            shutil.copytree(warm_profile(), home, symlinks=True)
        self.add_plugin(HARNESS)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.home)

    def add_plugin(self, folder: Path) -> None:
        shutil.copytree(folder, self.home / ".local/share/krita/pykrita", dirs_exist_ok=True)

    def write_setting(self, group: str, key: str, value: str) -> None:
        """Set a key of kritarc, a KDE configuration file."""
        path = self.home / ".config/kritarc"
        text = path.read_text() if path.exists() else ""
        lines = [line for line in text.splitlines() if not line.startswith(f"{key}=")]
        if f"[{group}]" not in lines:
            lines.append(f"[{group}]")
        lines.insert(lines.index(f"[{group}]") + 1, f"{key}={value}")
        path.write_text("\n".join(lines) + "\n")

    def run(self, tests: Path, out: Path, extra: Mapping[str, str] | None = None, *arguments: str) -> int:
        """Run the tests of a folder inside Krita; junit.xml, report.txt and krita.log are left in `out`."""
        out.mkdir(parents=True, exist_ok=True)
        for name in ("junit.xml", "report.txt", "uncaught.txt"):
            (out / name).unlink(missing_ok=True)
        self.write_setting("python", "enable_impasto_harness", "true")
        variables = {
            "IMPASTO_TESTS": str(tests),
            "IMPASTO_TESTS_OUT": str(out),
            "IMPASTO_TESTS_PACKAGES": str(packages_for_krita()),
            **(extra or {}),
        }
        with (out / "krita.log").open("w") as log:
            return start_krita(self.environment | variables, log, *arguments)


def run_installer(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`impasto install krita` as a user of that home would run it."""
    command = [sys.executable, "-m", "server.cli", "install", "krita", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, text=True)


def start_krita(variables: Mapping[str, str], log: TextIO | int, *arguments: str) -> int:
    """Run Krita to its end on a screen of its own. Returns its exit code, 124 when it was ended after the time limit."""
    with virtual_screen() as display:
        command = ["timeout", str(TIMEOUT_SECONDS), "krita", "--nosplash", *arguments]
        variables = {**variables, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        return subprocess.run(command, env=variables, stdout=log, stderr=log).returncode


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Yields the name of a display. The X server picks a free number itself: two may start at the same moment."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


def environment(home: Path) -> dict[str, str]:
    """The environment of a Krita that shares nothing with the user's own."""
    variables = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "DISPLAY")
    }
    runtime = home / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    return variables | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache/pip")),
    }


def warm_profile() -> Path:
    """A home in which Krita has run once: its first start spends 12 s building a resource cache."""
    profile = HOSTS / "krita-profile"
    if profile.exists():
        return profile
    fresh = HOSTS / "krita-profile.new"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / ".config").mkdir(parents=True)
    (fresh / ".local/share/krita/pykrita").mkdir(parents=True)
    (fresh / ".config/kritarc").write_text("[python]\nenable_impasto_harness=true\n")
    shutil.copytree(HARNESS, fresh / ".local/share/krita/pykrita", dirs_exist_ok=True)
    nothing = fresh / "nothing"
    nothing.mkdir()
    variables = environment(fresh) | {
        "IMPASTO_TESTS": str(nothing),
        "IMPASTO_TESTS_OUT": str(nothing),
        "IMPASTO_TESTS_PACKAGES": str(packages_for_krita()),
    }
    start_krita(variables, subprocess.DEVNULL)
    shutil.rmtree(nothing)
    fresh.rename(profile)
    return profile


def packages_for_krita() -> Path:
    """pytest for the system Python, which is the one that a distribution's Krita embeds."""
    version = subprocess.run(
        ["/usr/bin/python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    folder = HOSTS / f"pytest-{version}"
    if not folder.exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder),
             "--python-version", version, "--only-binary=:all:", "pytest==9.2.0"],
            check=True,
        )  # fmt: skip
    return folder

"""Finds the Impasto server that is installed on this computer, starts it, and waits until it answers."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugin_common.client import DEFAULT_ADDRESS, Client
from plugin_common.folders import cache_folder, config_folder
from plugin_common.problem import ImpastoProblem, Problem

_LOG_LINES = 8
# CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP; on other systems there is nothing to ask for.
_NO_WINDOW = 0x08000000 | 0x00000200 if sys.platform == "win32" else 0


@dataclass(frozen=True)
class Installation:
    """How to start the server, and where it listens then ("host:port"). command: empty when none was found."""

    command: tuple[str, ...]
    address: str


def start(
    address: str | None = None, seconds: float = 60.0, waiting: Callable[[], None] = lambda: None
) -> str:
    """Starts the server, detached, unless one answers already; waits until it is healthy. Returns its address.

    waiting: called about ten times a second meanwhile, to show that something happens.
    Raises ImpastoProblem when no server is installed or it does not come up within `seconds`.
    """
    installed = installation()
    address = address or installed.address
    with Client(address) as client:
        if client.healthy():
            return address
        if not installed.command:
            raise ImpastoProblem(
                Problem(
                    "NOT_FOUND",
                    "The Impasto server is not installed on this computer.",
                    "Install it, or name its start command in the environment variable IMPASTO_SERVER.",
                )
            )
        process = _launch(installed.command, address)
        deadline = time.monotonic() + seconds
        waiting()
        while not client.healthy(timeout=0.5):
            if process.poll() is not None:
                raise _ended_at_once(process.returncode)
            if time.monotonic() > deadline:
                raise _did_not_start(f"The Impasto server did not answer within {seconds:.0f} seconds.")
            waiting()
            time.sleep(0.1)
    return address


def installation() -> Installation:
    """The environment variable IMPASTO_SERVER, else the installer's server.json, else `impasto` on the PATH."""
    described = _description_left_by_installer()
    address = os.environ.get("IMPASTO_ADDRESS") or described.address or DEFAULT_ADDRESS
    given = os.environ.get("IMPASTO_SERVER", "")
    if given:
        return Installation(tuple(shlex.split(given, posix=sys.platform != "win32")), address)
    if described.command:
        return Installation(described.command, address)
    found = shutil.which("impasto")
    return Installation((found, "serve") if found else (), address)


def description_file() -> Path:
    """Where the installer leaves {"command": ["...", "serve"], "address": "127.0.0.1:7860"}; both may be left out."""
    return config_folder() / "server.json"


def log_file() -> Path:
    """What a server started from an editor prints."""
    return cache_folder() / "server.log"


def _description_left_by_installer() -> Installation:
    path = description_file()
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        return Installation(tuple(map(str, described.get("command", ()))), str(described.get("address", "")))
    except FileNotFoundError:
        return Installation((), "")
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ImpastoProblem(
            Problem("FAILED_PRECONDITION", f"{path} cannot be read: {error}", "Install Impasto again.")
        ) from error


def _launch(command: tuple[str, ...], address: str) -> subprocess.Popen[bytes]:
    """The server as a process of its own that outlives the editor."""
    host, _, port = address.rpartition(":")
    log_file().parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(log_file(), "wb") as log:
            return subprocess.Popen(
                [*_out_of_the_sandbox(), *command, "--host", host, "--port", port],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=Path.home(),
                env=_clean_environment(),
                start_new_session=True,
                creationflags=_NO_WINDOW,
            )
    except OSError as error:
        if _out_of_the_sandbox():
            raise _kept_in_the_sandbox() from error
        raise ImpastoProblem(
            Problem(
                "FAILED_PRECONDITION",
                f"The Impasto server cannot be started with '{command[0]}': {error.strerror}.",
                "Install Impasto again, or correct IMPASTO_SERVER.",
            )
        ) from error


def _out_of_the_sandbox() -> tuple[str, ...]:
    """What goes before the command in Flatpak, whose sandbox has neither the server's Python nor its libraries."""
    return ("flatpak-spawn", "--host") if os.environ.get("FLATPAK_ID") else ()


def _clean_environment() -> dict[str, str]:
    """The environment without what an editor sets for its own Python and libraries, which would break another's."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")
    }
    bundle = environment.get("APPDIR") or environment.get("SNAP")
    libraries = environment.get("LD_LIBRARY_PATH")
    if bundle and libraries:
        kept = [each for each in libraries.split(os.pathsep) if not each.startswith(bundle)]
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(kept)
    return environment


def _ended_at_once(code: int) -> ImpastoProblem:
    # The words of flatpak-spawn when the sandbox may not talk to org.freedesktop.Flatpak.
    if _out_of_the_sandbox() and "Portal call failed" in _log_text():
        return _kept_in_the_sandbox()
    return _did_not_start(f"The Impasto server ended at once (exit code {code}).")


def _kept_in_the_sandbox() -> ImpastoProblem:
    application = os.environ["FLATPAK_ID"]
    permission = f"flatpak override --user --talk-name=org.freedesktop.Flatpak {application}"
    return ImpastoProblem(
        Problem(
            "PERMISSION_DENIED",
            "Flatpak's sandbox does not let this program start the Impasto server.",
            f"Start it in a terminal with: impasto serve. Or allow it once and for all with: {permission}",
        )
    )


def _log_text() -> str:
    return log_file().read_text(encoding="utf-8", errors="replace").strip()


def _did_not_start(sentence: str) -> ImpastoProblem:
    lines = _log_text().splitlines()[-_LOG_LINES:]
    said = "\n".join(lines) or "It printed nothing."
    return ImpastoProblem(Problem("UNAVAILABLE", sentence, f"It said:\n{said}"))

"""The GIMPs that tests/hosts/gimp/install.sh provides, and how to run something inside one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from models.cache import cache_folder
from server.install.bundle import fetch_wire_libraries
from server.install.gimp import place_plugin

HERE = Path(__file__).parent
HOSTS = Path(os.environ.get("IMPASTO_HOSTS") or Path.home() / ".cache" / "impasto-hosts")
VERSIONS = ("2.10", "3.0", "3.2")
SECONDS = 540
TOKEN = "token-of-the-gimp-tests"  # what the tests' own server asks for


@dataclass(frozen=True)
class Host:
    """One GIMP. root: what it sees as / (a chroot for 3.x); program: its console."""

    version: str
    root: Path
    program: str

    @property
    def prefix(self) -> list[str]:
        return [] if self.root == Path("/") else ["chroot", str(self.root)]


def find(version: str) -> Host | str:
    """The GIMP of that version, or why it cannot be had."""
    program = f"gimp-console-{version}"
    if version.startswith("2"):
        return (
            Host(version, Path("/"), program)
            if shutil.which(program)
            else f"{program} is missing: make hosts"
        )
    root = HOSTS / f"gimp-{version}"
    if not (root / ".ready").exists():
        more = "" if version == "3.0" else f" (tests/hosts/gimp/install.sh {version})"
        return f"there is no GIMP {version} in {root}: make hosts{more}"
    return (
        Host(version, root, program)
        if os.geteuid() == 0
        else f"GIMP {version} lies in a chroot, which needs root"
    )


class Room:
    """A home in which the plug-in, the bridge and the tests' classic plug-ins are installed."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.inside = f"/tmp/impasto-tests-{uuid.uuid4().hex[:8]}"
        self.folder = host.root / self.inside.lstrip("/")
        self.profile = self.folder / "profile"
        place_plugin(self.profile)
        shutil.copytree(
            _wire_libraries(python_of(host)), self.profile / f"plug-ins/impasto/lib/vendor-{python_of(host)}"
        )
        for plugin in (HERE / "plugins").iterdir():
            if plugin.name != "__pycache__":
                shutil.copytree(plugin, self.profile / "plug-ins" / plugin.name)
                (self.profile / "plug-ins" / plugin.name / f"{plugin.name}.py").chmod(0o755)

    @property
    def environment(self) -> list[str]:
        """For `env -i`: nothing of the developer's settings reaches GIMP."""
        directory = "GIMP2_DIRECTORY" if self.host.version.startswith("2") else "GIMP3_DIRECTORY"
        return ["env", "-i", f"HOME={self.inside}", "PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                f"{directory}={self.inside}/profile", f"IMPASTO_TOKEN={TOKEN}"]  # fmt: skip

    def check(
        self,
        files: Sequence[str],
        checks: str,
        settings: Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Runs checks/FILES in one start of GIMP. `checks` is an expression for the dictionary of them; `variables`
        are added to its environment.

        Returns name -> {"value": ...} or {"error": ...}.
        """
        given = "".join(
            f"{name} = {value!r}\n" for name, value in {"FOLDER": self.inside, **(settings or {})}.items()
        )
        source = "\n".join((HERE / "checks" / f"{name}.py").read_text() for name in files)
        script = self.folder / "script.py"
        script.write_text(f"{given}{source}\nrun_checks({checks}, FOLDER + '/results.json')\n")
        results = self.folder / "results.json"
        results.unlink(missing_ok=True)
        self.batch(batch_call(self.host, f"{self.inside}/script.py"), variables)
        if not results.exists():
            log = (self.folder / "gimp.log").read_text(errors="replace")
            raise AssertionError(f"GIMP {self.host.version} left no results. It said:\n{log[-3000:]}")
        found: dict[str, Any] = json.loads(results.read_text())
        return found

    def batch(self, call: str, variables: Mapping[str, str] | None = None) -> None:
        """Runs Script-Fu in one start of GIMP; what it says lies in gimp.log."""
        added = [f"{name}={value}" for name, value in (variables or {}).items()]
        old = self.host.version.startswith("2")
        interpreter = [] if old else ["--batch-interpreter=plug-in-script-fu-eval"]
        leave = ["-b", "(gimp-quit 0)"] if old else ["--quit"]
        program = [self.host.program, "-i", "-n", *interpreter, "-b", call, *leave]
        command = ["timeout", str(SECONDS), *self.host.prefix, *self.environment, *added, *program]
        with (self.folder / "gimp.log").open("wb") as log:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def batch_call(host: Host, script: str) -> str:
    """Script-Fu that runs a file of Python inside GIMP, through the plug-in `selftest`."""
    if host.version.startswith("2"):
        return f'(python-fu-selftest RUN-NONINTERACTIVE "{script}")'
    return f'(python-fu-selftest #:run-mode RUN-NONINTERACTIVE #:script "{script}")'


def server_environment(folder: Path) -> dict[str, str]:
    """For a server under test: the user's weights, so that nothing is fetched twice, but results in `folder`; one
    thread, so that an editor and a server share a small machine."""
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in ("weights", "targets"):
        (cache_folder() / name).mkdir(parents=True, exist_ok=True)
        (cache / name).symlink_to(cache_folder() / name)
    return {"IMPASTO_CACHE": str(cache), "OMP_NUM_THREADS": "1"}


@cache
def python_of(host: Host) -> str:
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run(
        [*host.prefix, "/usr/bin/python3", "-c", ask], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _wire_libraries(python: str) -> Path:
    """gRPC for that Python, fetched once."""
    if not (HOSTS / f"vendor-{python}").is_dir():
        HOSTS.mkdir(parents=True, exist_ok=True)
        fetch_wire_libraries(HOSTS, python)
    return HOSTS / f"vendor-{python}"

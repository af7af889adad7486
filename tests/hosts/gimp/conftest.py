"""Each GIMP is started once for all checks of the bridge; every check is reported as a test of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
collect_ignore = ["plugins", "checks"]

from gimp_host import TOKEN, Host, Room, find, server_environment  # noqa: E402  (found by the path above)

ROOT = Path(__file__).resolve().parents[3]
BRIDGE_FILES = ("scene", "filters", "procedures", "objects", "constants", "plugins", "tables")
BRIDGE_CHECKS = (
    "{**{'filter ' + name: check for name, check in FILTER_CHECKS.items()}, **PROCEDURE_CHECKS, **OBJECT_CHECKS, "
    "**CONSTANT_CHECKS, **PLUGIN_CHECKS, **TABLE_CHECKS}"
)


@pytest.fixture(scope="session")
def rooms() -> Iterator[Callable[[str], Room]]:
    """The room of a version, made when first asked for; skips when that GIMP is not there."""
    made: dict[str, Room] = {}

    def room(version: str) -> Room:
        if version not in made:
            host = find(version)
            if not isinstance(host, Host):
                pytest.skip(host)
            made[version] = Room(host)
        return made[version]

    yield room
    for each in made.values():
        each.remove()


@pytest.fixture(scope="session")
def bridge(rooms: Callable[[str], Room]) -> Callable[[str], dict[str, Any]]:
    """Results of all checks of the bridge in a version, by name."""
    found: dict[str, dict[str, Any]] = {}

    def results(version: str) -> dict[str, Any]:
        if version not in found:
            found[version] = rooms(version).check(BRIDGE_FILES, BRIDGE_CHECKS)
        return found[version]

    return results


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the tests' own, with the weights of the user's cache."""
    folder = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "server", "serve", "--port", "0"]
    environment = {**os.environ, **server_environment(folder), "IMPASTO_TOKEN": TOKEN}
    with (folder / "server.log").open("w") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert process.stdout is not None
        said = process.stdout.readline()
        yield said.split(" listens at ")[1].split(";")[0]
        process.terminate()
        process.wait(60)

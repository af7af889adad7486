"""What a plug-in carries with it: plugin_common, gRPC for its editor's Python, and where the server is."""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from plugin_common.local_server import description_file

ROOT = Path(__file__).resolve().parents[2]
WIRE_LIBRARIES = ("grpcio", "protobuf")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc")


def copy_package(source: Path, target: Path) -> None:
    """Copy a package's files, without what Python has compiled, in the place of what was there."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=_NOT_COPIED)


def copy_plugin_common(lib: Path) -> None:
    copy_package(ROOT / "plugin_common", lib / "plugin_common")


def fetch_wire_libraries(lib: Path, python: str) -> None:
    """gRPC and protobuf for another Python ("3.11"), of the versions that this one uses, into lib/vendor-3.11.

    Raises OSError with a sentence when they cannot be had.
    """
    target = lib / f"vendor-{python}"
    shutil.rmtree(target, ignore_errors=True)
    wanted = [f"{name}=={importlib.metadata.version(name)}" for name in WIRE_LIBRARIES]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile",
               "--target", str(target), "--python-version", python, "--only-binary=:all:", *wanted]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise OSError(f"{' and '.join(wanted)} for Python {python} could not be fetched: {reason}")


def leave_server_command() -> None:
    """Write down how a plug-in starts the server of this very installation."""
    path = description_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"command": server_command()}) + "\n", encoding="utf-8")


def server_command() -> list[str]:
    """The installed `impasto serve`; from a checkout, the same through this Python."""
    script = Path(sys.executable).with_name("impasto.exe" if os.name == "nt" else "impasto")
    if script.exists():
        return [str(script), "serve"]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from server.cli import main; sys.exit(main())"
    return [sys.executable, "-c", program, "serve"]

"""`impasto install krita`: the docker into the user's Krita, and out again; the zip for Krita's own importer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from server.install.bundle import (
    ROOT,
    copy_package,
    copy_plugin_common,
    fetch_wire_libraries,
    leave_server_command,
)
from server.install.kde_config import with_key

PLUGIN = ROOT / "plugin_krita"
ENABLED = ("python", "enable_impasto")
ASK_SECONDS = 300  # 10 s on an idle machine, most of it spent on a resource cache
# Run inside Krita; the answer goes to a file, as Krita prints much else
_QUESTION = """
import json, sys
def ask(arguments):
    try:
        import google.protobuf, grpc
        libraries = True
    except ImportError:
        libraries = False
    with open(arguments[0], "w") as file:
        json.dump({"python": "%d.%d" % sys.version_info[:2], "has_wire_libraries": libraries}, file)
"""


@dataclass(frozen=True)
class KritaPython:
    """version: of the Python that Krita embeds, e.g. "3.11"; has_wire_libraries: it has gRPC and protobuf already."""

    version: str
    has_wire_libraries: bool


def install(uninstall: bool) -> int:
    """Put the docker into this user's Krita, or take it out. Returns the exit code."""
    if uninstall:
        remove_plugin(resource_folder(), settings_file())
        print("Impasto was removed from Krita. Start Krita again if it is running.")
        return 0
    try:
        python = ask_krita()
        place_plugin(resource_folder(), python)
        enable(settings_file())
        leave_server_command()
    except OSError as error:
        print(f"Impasto could not be installed into Krita: {error}", file=sys.stderr)
        return 1
    print(
        f"Impasto is installed for Krita (Python {python.version}) in {resource_folder() / 'pykrita'}.\n"
        "Start Krita; the docker is under Settings > Dockers > Impasto."
    )
    return 0


def ask_krita() -> KritaPython:
    """What Python Krita embeds, by running a few lines in it. Raises OSError with a sentence when it cannot be asked."""
    runner = shutil.which("kritarunner")
    if runner is None:
        raise OSError(
            "no Krita was found on the PATH (the program 'kritarunner' is missing). Install Krita first, "
            "on Debian with: sudo apt install krita python3-pyqt5."
        )
    with tempfile.TemporaryDirectory(prefix="impasto-") as folder:
        home = Path(folder)
        (home / "impasto_question.py").write_text(_QUESTION)
        answer = home / "answer.json"
        command = [runner, "-s", "impasto_question", "-f", "ask", str(answer)]
        try:
            # Without a screen, and with settings of its own: the user's Krita may be running
            done = subprocess.run(
                command, env=_question_environment(home), capture_output=True, text=True, timeout=ASK_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise OSError(f"Krita did not answer within {ASK_SECONDS} seconds.") from None
        if not answer.exists():
            reason = [line for line in done.stderr.splitlines() if "Error" in line or "PyQt5" in line]
            raise OSError(
                "Krita's Python does not work"
                + (f" ({reason[-1].strip()})" if reason else "")
                + ". On Debian its Qt bindings come with: sudo apt install python3-pyqt5."
            )
        said = json.loads(answer.read_text())
    return KritaPython(said["python"], said["has_wire_libraries"])


def place_plugin(resources: Path, python: KritaPython) -> None:
    """Copy the plug-in with everything it needs into Krita's resource folder."""
    target = resources / "pykrita"
    target.mkdir(parents=True, exist_ok=True)
    (resources / "actions").mkdir(exist_ok=True)
    copy_package(PLUGIN / "impasto", target / "impasto")
    copy_plugin_common(target / "impasto" / "lib")
    if not python.has_wire_libraries:
        fetch_wire_libraries(target / "impasto" / "lib", python.version)
    shutil.copy(PLUGIN / "impasto.desktop", target)
    shutil.copy(PLUGIN / "impasto.action", resources / "actions")


def remove_plugin(resources: Path, settings: Path) -> None:
    shutil.rmtree(resources / "pykrita" / "impasto", ignore_errors=True)
    for file in ("pykrita/impasto.desktop", "actions/impasto.action", "impasto-history.json"):
        (resources / file).unlink(missing_ok=True)
    if settings.exists():
        settings.write_text(with_key(settings.read_text(encoding="utf-8"), *ENABLED, None), encoding="utf-8")


def enable(settings: Path) -> None:
    """Switch the plug-in on, as the list of Python plug-ins in Krita's settings does."""
    settings.parent.mkdir(parents=True, exist_ok=True)
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    settings.write_text(with_key(text, *ENABLED, "true"), encoding="utf-8")


def build_zip(path: Path, python: KritaPython) -> None:
    """The plug-in as the zip that Krita's 'Import Python Plugin from File' takes."""
    with tempfile.TemporaryDirectory(prefix="impasto-") as folder:
        place_plugin(Path(folder), python)
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for top in (Path(folder) / "pykrita", Path(folder) / "actions"):
                # Krita's importer looks for the package's folder as an entry of its own, so folders are written too
                for file in sorted(top.rglob("*")):
                    archive.write(file, file.relative_to(top))


def resource_folder() -> Path:
    """Where Krita keeps this user's resources."""
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"]) / "krita"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "krita"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "krita"


def settings_file() -> Path:
    """Krita's settings of this user."""
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / "kritarc"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "kritarc"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "kritarc"


def _question_environment(home: Path) -> dict[str, str]:
    folders = {
        name: str(home / name.lower()) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**environment, **folders, "PYTHONPATH": str(home), "QT_QPA_PLATFORM": "offscreen"}


def main() -> int:
    """`python -m server.install.krita ZIP`: build the zip for the Krita of this computer."""
    try:
        build_zip(Path(sys.argv[1]), ask_krita())
    except OSError as error:
        print(f"The plug-in could not be built: {error}", file=sys.stderr)
        return 1
    print(f"{sys.argv[1]} is ready for Krita: Tools > Scripts > Import Python Plugin from File.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

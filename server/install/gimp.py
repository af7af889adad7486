"""`impasto install gimp`: the plug-in and the gimpfu bridge into every GIMP of this user, and out again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.engine.presets import PRESETS
from server.engine.settings import PARAMETERS
from server.install.bundle import (
    ROOT,
    copy_package,
    copy_plugin_common,
    fetch_wire_libraries,
    leave_server_command,
)

PLUGIN = ROOT / "plugin_gimp"
FLATPAK = "org.gimp.GIMP"
VERSIONS = ("2.10", "3.0", "3.2")
_ASK_SECONDS = 60
# Run in the Python that a GIMP uses.
_QUESTION = """
import sys
try:
    import google.protobuf, grpc
    libraries = "yes"
except ImportError:
    libraries = "no"
print("%d.%d" % sys.version_info[:2], libraries)
"""
# So that classic plug-ins find the bridge, and their first line finds a Python.
_ENVIRONMENT = (
    ": PYTHONPATH=${gimp_dir}/plug-ins/impasto/lib:${gimp_dir}/plug-ins/impasto/lib/gimpfu/modules\n"
)
_INTERPRETERS = "python=/usr/bin/python3\n/usr/bin/python=/usr/bin/python3\n"
_SIDE_FILES = {"environ/gimpfu.env": _ENVIRONMENT, "interpreters/gimpfu.interp": _INTERPRETERS}


_SANDBOX_NOTE = (
    "Flatpak's sandbox keeps GIMP from starting the server. Run `impasto serve` before you paint, or allow it for good:\n"
    f"    flatpak override --user --talk-name=org.freedesktop.Flatpak {FLATPAK}"
)


@dataclass(frozen=True)
class Gimp:
    """One GIMP of this user: its version ("3.0"), its settings folder, its Python ("3.13"), whether that Python has
    gRPC and protobuf, and whether it is Flatpak's."""

    version: str
    folder: Path
    python: str
    has_wire_libraries: bool
    sandboxed: bool = False


def install(uninstall: bool) -> int:
    """Put the plug-in into every GIMP of this user, or take it out. Returns the exit code."""
    if uninstall:
        for folder in settings_folders():
            remove_plugin(folder)
        print("Impasto was removed from GIMP. Start GIMP again if it is running.")
        return 0
    try:
        found = find_gimps()
        if not found:
            raise OSError(
                "no GIMP 2.10, 3.0 or 3.2 was found, neither on the PATH nor in Flatpak. Install one first, on Debian: "
                "sudo apt install gimp. For a GIMP from elsewhere, make plugin-gimp builds a zip to unpack into it."
            )
        for folder in dict.fromkeys(gimp.folder for gimp in found):
            here = [gimp for gimp in found if gimp.folder == folder]
            place_plugin(folder, [gimp.python for gimp in here if not gimp.has_wire_libraries])
            for gimp in here:
                print(f"Impasto is installed for {gimp_name(gimp)} in {folder / 'plug-ins'}.")
        leave_server_command()
    except OSError as error:
        print(f"Impasto could not be installed into GIMP: {error}", file=sys.stderr)
        return 1
    print("Start GIMP; the menu is Filters > Artistic > Impasto: paint in the style of...")
    if any(gimp.sandboxed for gimp in found):
        print(_SANDBOX_NOTE)
    return 0


def find_gimps() -> list[Gimp]:
    """The distribution's GIMPs and the Flatpak one, each with its Python. Raises OSError when that does not answer."""
    found = []
    for version in sorted(set(_versions_on_path())):
        command = [_system_python(), "-c", _QUESTION]
        found.append(Gimp(version, settings_folder(version), *_asked(version, command)))
    flatpak = _flatpak_version()
    if flatpak:
        command = ["flatpak", "run", "--command=python3", FLATPAK, "-c", _QUESTION]
        # What is installed above makes the shared folder, if it is not there yet.
        folder = settings_folder(flatpak) if found else flatpak_folder(flatpak)
        found.append(Gimp(flatpak, folder, *_asked(flatpak, command), sandboxed=True))
    return found


def settings_folders() -> list[Path]:
    """The folders of all versions of GIMP that this user has run or could run."""
    return [place(version) for version in VERSIONS for place in (settings_folder, _own_flatpak_folder)]


def settings_folder(version: str) -> Path:
    """Where a GIMP of that version keeps this user's plug-ins."""
    override = os.environ.get("GIMP2_DIRECTORY" if version.startswith("2") else "GIMP3_DIRECTORY", "")
    if override:
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"]) / "GIMP" / version
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "GIMP" / version
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "GIMP" / version


def flatpak_folder(version: str) -> Path:
    """Where Flatpak's GIMP keeps them: it sees the user's GIMP folder in place of its own as soon as there is one
    (its permission xdg-config/GIMP; github.com/flathub/org.gimp.GIMP/issues/72)."""
    shared = settings_folder(version)
    return shared if shared.parent.exists() else _own_flatpak_folder(version)


def gimp_name(gimp: Gimp) -> str:
    """'GIMP 3.0 (Flatpak, Python 3.13)'"""
    return f"GIMP {gimp.version} ({'Flatpak, ' if gimp.sandboxed else ''}Python {gimp.python})"


def place_plugin(folder: Path, pythons: Iterable[str] = ()) -> None:
    """Copy the plug-in, the bridge and what they need into a GIMP's settings folder, with gRPC for these Pythons."""
    target = folder / "plug-ins" / "impasto"
    copy_plugin(target)
    for python in dict.fromkeys(pythons):
        fetch_wire_libraries(target / "lib", python)
    for name, text in _SIDE_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def copy_plugin(target: Path) -> None:
    """The plug-in's folder with the bridge and the client in its lib/, without gRPC."""
    copy_package(PLUGIN / "impasto", target)
    (target / "impasto.py").chmod(0o755)
    copy_package(PLUGIN / "gimpfu", target / "lib" / "gimpfu")
    copy_plugin_common(target / "lib")
    described = json.dumps(dialog_description(), indent=1, ensure_ascii=False) + "\n"
    (target / "painter" / "description.json").write_text(described, encoding="utf-8")


def remove_plugin(folder: Path) -> None:
    shutil.rmtree(folder / "plug-ins" / "impasto", ignore_errors=True)
    for name in _SIDE_FILES:
        (folder / name).unlink(missing_ok=True)


def dialog_description() -> dict[str, list[dict[str, Any]]]:
    """Presets and main parameters, for a dialog that GIMP builds before any server runs; the same as Describe tells."""
    defaults = PRESETS[0].settings.values()
    parameters = [
        {
            "name": each.name,
            "label": each.label,
            "help": each.help,
            "kind": each.kind.upper(),
            "minimum": each.minimum,
            "maximum": each.maximum,
            "choices": [{"value": choice.value, "label": choice.label} for choice in each.choices],
            "default": defaults[each.name],
        }
        for each in PARAMETERS
        if each.group == "main"
    ]
    return {
        "presets": [{"name": each.name, "label": each.label} for each in PRESETS],
        "parameters": parameters,
    }


def build_zip(path: Path, pythons: Sequence[str]) -> None:
    """The plug-in as a zip to unpack into a GIMP's plug-ins folder, with gRPC for these versions of Python."""
    with tempfile.TemporaryDirectory(prefix="impasto-") as folder:
        target = Path(folder) / "impasto"
        copy_plugin(target)
        for python in pythons:
            fetch_wire_libraries(target / "lib", python)
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(target.rglob("*")):
                archive.write(file, file.relative_to(folder))


def _versions_on_path() -> list[str]:
    """Versions of the GIMPs on the PATH, by the programs' names, else by asking `gimp`."""
    named = [version for version in VERSIONS if shutil.which(f"gimp-{version}")]
    program = shutil.which("gimp")
    if named or program is None:
        return named
    told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_ASK_SECONDS).stdout
    match = re.search(r"(\d+)\.(\d+)", told)
    return [f"{match[1]}.{match[2]}"] if match and f"{match[1]}.{match[2]}" in VERSIONS else []


def _flatpak_version() -> str:
    if shutil.which("flatpak") is None:
        return ""
    command = ["flatpak", "list", "--app", "--columns=application,version"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=_ASK_SECONDS).stdout
    match = re.search(rf"^{re.escape(FLATPAK)}\s+(\d+\.\d+)", told, re.MULTILINE)
    return match[1] if match and match[1] in VERSIONS else ""


def _own_flatpak_folder(version: str) -> Path:
    return Path.home() / ".var" / "app" / FLATPAK / "config" / "GIMP" / version


def _system_python() -> str:
    """The python3 that a GIMP started from the desktop finds: not this program's own environment."""
    for candidate in ("/usr/bin/python3", "/usr/local/bin/python3"):
        if os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which("python3")
    if found is None:
        raise OSError("no python3 was found. On Debian: sudo apt install python3.")
    return found


def _asked(version: str, command: Sequence[str]) -> tuple[str, bool]:
    """The version of the Python that this command runs ("3.13"), and whether it has gRPC and protobuf."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=_ASK_SECONDS, env=environment)
    answer = done.stdout.split()
    if len(answer) != 2:
        reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise OSError(f"the Python of GIMP {version} did not answer: {reason}")
    return answer[0], answer[1] == "yes"


def main() -> int:
    """`python -m server.install.gimp ZIP`: build the zip for the Pythons of this computer's GIMPs."""
    try:
        pythons = sorted(
            {gimp.python for gimp in find_gimps()} or {f"{sys.version_info[0]}.{sys.version_info[1]}"}
        )
        build_zip(Path(sys.argv[1]), pythons)
    except OSError as error:
        print(f"The plug-in could not be built: {error}", file=sys.stderr)
        return 1
    print(f"{sys.argv[1]} is ready: unpack it into GIMP's plug-ins folder (Python {', '.join(pythons)}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())

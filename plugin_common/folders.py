"""Where Impasto keeps its files on this computer: the same folders for the server and for every editor."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """The user's configuration folder for Impasto (it may not exist yet).

    XDG_CONFIG_HOME or ~/.config on Linux, ~/Library/Application Support on macOS, APPDATA on Windows. Inside Flatpak
    and Snap, which move these places, the user's real one is meant, as the server runs outside.
    """
    if sys.platform == "win32":
        return _from_environment("APPDATA", Path.home() / "AppData" / "Roaming") / "impasto"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "impasto"
    if _sandboxed():
        return _from_environment("HOST_XDG_CONFIG_HOME", _real_home() / ".config") / "impasto"
    return _from_environment("XDG_CONFIG_HOME", Path.home() / ".config") / "impasto"


def cache_folder() -> Path:
    """The user's cache folder for Impasto (it may not exist yet)."""
    if sys.platform == "win32":
        return _from_environment("LOCALAPPDATA", Path.home() / "AppData" / "Local") / "impasto" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "impasto"
    if _sandboxed():
        return _from_environment("HOST_XDG_CACHE_HOME", _real_home() / ".cache") / "impasto"
    return _from_environment("XDG_CACHE_HOME", Path.home() / ".cache") / "impasto"


def _from_environment(variable: str, otherwise: Path) -> Path:
    value = os.environ.get(variable, "")
    return Path(value) if os.path.isabs(value) else otherwise


def _sandboxed() -> bool:
    return bool(os.environ.get("FLATPAK_ID") or os.environ.get("SNAP_REAL_HOME"))


def _real_home() -> Path:
    return Path(os.environ.get("SNAP_REAL_HOME") or Path.home())

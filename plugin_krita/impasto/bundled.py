"""Puts what the installer laid beside the plug-in on Python's path: plugin_common, and gRPC for this Python."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

LIB = Path(__file__).parent / "lib"


def add_to_path() -> None:
    """Make `plugin_common` and, unless this Python has it already, `grpc` importable. Imports neither."""
    vendored = LIB / f"vendor-{sys.version_info.major}.{sys.version_info.minor}"
    for folder in (vendored, LIB):
        if folder.is_dir() and str(folder) not in sys.path:
            sys.path.insert(0, str(folder))


def missing_library() -> str:
    """The name of a library that the plug-in needs and this Python lacks; empty when nothing is missing."""
    for name, title in (
        ("google.protobuf", "protobuf"),
        ("grpc", "grpcio"),
        ("plugin_common", "plugin_common"),
    ):
        try:
            found = importlib.util.find_spec(name) is not None
        except ModuleNotFoundError:
            found = False
        if not found:
            return title
    return ""

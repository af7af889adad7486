"""The folder where converted weights and exported networks are kept, and how files get into it unharmed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock


def cache_folder() -> Path:
    """The user's cache folder of Impasto, made if need be; the variable IMPASTO_CACHE overrides it."""
    folder = Path(os.environ.get("IMPASTO_CACHE") or platformdirs.user_cache_dir("impasto"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time make `path`; the others wait, then find it made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock")):
        yield


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder beside the cached files, so that a file made in it moves into place in one step."""
    folder = Path(tempfile.mkdtemp(prefix="making-", dir=cache_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(made: Path, path: Path) -> None:
    """Move a finished file to its name in one step: whoever looks sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(made, path)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

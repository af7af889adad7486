"""`make demo`: the whole way that a plug-in goes, on a photograph and a painting that come with the project.

A server starts as a process of its own, the plug-ins' client sends it both pictures, out/demo.png is what comes back.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image

from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Order, ParameterValue, Picture, Style
from plugin_common.problem import ImpastoProblem
from server.commands.install import EDITORS
from server.progress_bar import progress_bar

ROOT = Path(__file__).parents[1]
STYLE = ROOT / "docs" / "samples" / "swirling_night.jpg"
OUTPUT = ROOT / "out" / "demo.png"
IMPASTO = Path(sys.executable).with_name("impasto")
LONG_SIDE = 512


def main(parameters: Mapping[str, ParameterValue] | None = None, output: Path = OUTPUT) -> int:
    """Runs the demo; without parameters every setting is left alone. Returns the exit code."""
    photograph = Image.fromarray(skimage.data.chelsea())  # type: ignore[no-untyped-call]
    photograph = photograph.resize((LONG_SIDE, round(LONG_SIDE * photograph.height / photograph.width)))
    order = Order(
        _picture(photograph),
        (Style(_picture(Image.open(STYLE))),),
        parameters=parameters or {},
        label="Chelsea as a swirling night",
    )
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends with the demo
    try:
        with _server() as (address, token), Client(address, token) as client:
            result = _painted(client, order)
    except ImpastoProblem as error:
        print(f"The demo stopped: {error}", file=sys.stderr)
        return 1
    output.parent.mkdir(exist_ok=True)
    Image.frombytes("RGBA", (result.width, result.height), bytes(result.pixels)).convert("RGB").save(output)
    seconds = time.monotonic() - began
    print(
        f"{_short(output)} was painted in {seconds:.0f} s. Next: {_short(IMPASTO)} install {' | '.join(EDITORS)}"
    )
    return 0


def _painted(client: Client, order: Order) -> Picture:
    with progress_bar(lines_elsewhere=True) as bar:
        job = client.start(order, Callbacks(progress=bar.show))
        job.wait()
    if job.problem is not None or job.picture is None:
        raise ImpastoProblem(job.problem) if job.problem else KeyboardInterrupt
    client.forget(job.job_id)
    return job.picture


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    """`impasto serve` on a free port: its address and its token."""
    token = secrets.token_urlsafe()
    server = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "IMPASTO_TOKEN": token},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        print(line, end="")
        if not line:
            raise SystemExit(server.wait())
        yield line.partition("listens at ")[2].partition(";")[0], token
    finally:
        server.terminate()
        server.wait()


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _picture(image: Image.Image) -> Picture:
    values = np.asarray(image.convert("RGBA"))
    return Picture(image.width, image.height, "u8", values.tobytes())


if __name__ == "__main__":
    raise SystemExit(main())

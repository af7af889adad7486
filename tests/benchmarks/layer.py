"""A whole layer through a real server process within a memory budget: its peak memory and seconds an evaluation.

The peak is the server's own VmHWM: libraries, upload, targets, optimiser, blending and download included.
"""

from __future__ import annotations

import re
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from plugin_common.callbacks import Callbacks
from plugin_common.order import Order, Picture, Style
from tests.benchmarks.pictures import rgba
from tests.tools.server_process import ServerProcess

Record = dict[str, Any]


def painted(side: int, evaluations: int, changes: dict[str, str]) -> Record:
    """A square layer painted at its full size, with the default preset and a style picture of 2 megapixels."""
    content, style = rgba("astronaut", side, side), rgba("swirling_night", 1200, 1600)
    layers = [Picture(each.shape[1], each.shape[0], "u8", each.tobytes()) for each in (content, style)]
    order = Order(
        layers[0],
        (Style(layers[1]),),
        parameters={"size": side, "schedule": f"{side}:{evaluations}", **changes},
    )
    moments: list[float] = []
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        server = ServerProcess(Path(home))
        try:
            with server.client() as client:
                heard = Callbacks(progress=lambda _: moments.append(time.perf_counter() - begin))
                job = client.start(order, heard)
                job.wait()
            peak = _peak_bytes(server.process.pid)
        finally:
            server.kill()
    if job.problem is not None:
        raise SystemExit(job.problem.sentence)
    steps = [after - before for before, after in pairwise(moments)]
    return {
        "seconds": min(steps),
        "steps": steps,
        "seconds_until_the_first": moments[0],
        "evaluations": evaluations,
        "server_peak_bytes": peak,
        "side": side,
    }


def _peak_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) << 10

"""The bars of issue 6 for two cores without a GPU, and for a GPU, and whether they are met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Record = dict[str, Any]


def bars(found: Record) -> Record:
    """{name: {"measured", "bar", "met"}} for whatever was measured."""
    return {
        name: {"measured": measured, "bar": bar, "met": measured is not None and met(measured, bar)}
        for name, measured, bar, met in _measured(found)
    }


def _measured(found: Record) -> Iterator[tuple[str, float | None, float, Callable[[float, float], bool]]]:
    for size, plain, peer in (("512", 2.2, 2.5), ("1024", 2.5, 3.0)):
        if size in found.get("faster_than", {}):
            faster = found["faster_than"][size]
            yield f"evaluation at {size}: times the plain loop's speed", faster["plain"], plain, _at_least
            yield f"evaluation at {size}: times the peer's speed", faster["peer"], peer, _at_least
    if "race" in found:
        target = found["race"]["peer"]["objective"]
        shares = [
            each["share_of_peers_time"]
            for each in found["race"]["impasto"]["reached"]
            if each["target"] == target
        ]
        yield "time to the peer's objective: share of its time", shares[0] if shares else None, 0.2, _at_most
    if "layer" in found:
        layer = found["layer"]
        name = f"{layer['side']} x {layer['side']}: peak bytes of the server"
        yield name, layer["server_peak_bytes"], layer["budget_bytes"], _at_most
    if "overheads" in found:
        over = found["overheads"]
        yield (
            f"{over['layer_side']} x {over['layer_side']} there and back: seconds",
            over["layer_travel_seconds"],
            0.5,
            _at_most,
        )
        yield "server's overhead: share of the engine's time", over["server_share_of_engine"], 0.03, _at_most
        yield "first preview: share of the run", over["first_preview_share_of_run"], 0.02, _at_most
    run = found.get("gpu", {}).get("run", {})
    if (run.get("size"), run.get("wanted")) == (512, 500):
        seconds = run["seconds"] if run["evaluations"] == 500 else None
        yield "500 evaluations at 512 x 512 on a GPU: seconds", seconds, 2.5, _at_most
    costs = found.get("megapixels", {})
    if len(costs) > 1:
        at_one = next((each for area, each in costs.items() if abs(float(area) - 1) < 0.1), None)
        if at_one is not None:
            area, largest = max(costs.items(), key=lambda each: float(each[0]))
            share = largest["seconds_a_megapixel"] / at_one["seconds_a_megapixel"]
            yield f"cost a megapixel at {area} megapixels: share of that at 1", share, 1.3, _at_most


def _at_least(measured: float, bar: float) -> bool:
    return measured >= bar


def _at_most(measured: float, bar: float) -> bool:
    return measured <= bar

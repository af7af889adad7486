"""All benchmarks in one run; every contestant measures in a process of its own, one after another.

    python -m tests.benchmarks.bench --json docs/benchmarks/2-cores.json

writes the figures, and beside them a table (.md) and a plot (.png). --quick: small pictures, for trying it out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.machine import machine
from tests.benchmarks.report import plot, table

Record = dict[str, Any]
MEGA = 1e6


@dataclass(frozen=True)
class Plan:
    """sizes: of the comparison, long sides. race: the size of the race. peer_iterations: as many as the peer gets.

    areas: long sides for the cost a megapixel; the last has as many pixels as 4096 x 4096.
    """

    sizes: tuple[int, ...]
    race: int
    peer_iterations: int
    areas: tuple[int, ...]
    repeats: int


FULL = Plan((256, 512, 1024), 512, 200, (577, 1155, 2309, 4730), 4)
QUICK = Plan((96, 128), 128, 20, (96, 192, 384), 2)
BUDGET = "4GB"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="impasto bench", description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command understands."""
    parser.add_argument("--json", type=Path, default=Path("out/bench.json"), help="where the figures go")
    parser.add_argument("--quick", action="store_true", help="small pictures, to try the benchmark itself")
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS), help="only these parts")
    parser.add_argument("--peer-iterations", type=int, help="iterations that the peer gets in the race")


def run(arguments: argparse.Namespace) -> int:
    """Measures and writes; figures of parts left out are kept from the file that is there."""
    plan = QUICK if arguments.quick else FULL
    path: Path = arguments.json
    found: Record = json.loads(path.read_text()) if path.exists() and arguments.only else {}
    found["machine"] = machine()
    for name in arguments.only or PARTS:
        found.update(PARTS[name](plan, arguments))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found, indent=1) + "\n")
    path.with_suffix(".md").write_text(table(found))
    plot(found, path.with_suffix(".png"))
    print(table(found))
    return 0


def compare(plan: Plan, _: argparse.Namespace) -> Record:
    """Seconds an evaluation and peak memory of each contestant at each size, and our ratios."""
    found: Record = {"evaluation_seconds": {}, "peak_bytes": {}, "faster_than": {}}
    for size in plan.sizes:
        repeats = plan.repeats if size <= 512 else max(2, plan.repeats - 2)
        records = {who: _measure("evaluation", who, size, repeats) for who in ("impasto", "plain", "peer")}
        records["impasto_float32"] = _measure("evaluation", "impasto", size, repeats, "precision=float32")
        seconds = {who: record["seconds"] for who, record in records.items()}
        found["evaluation_seconds"][str(size)] = seconds
        found["peak_bytes"][str(size)] = {who: record["peak_bytes"] for who, record in records.items()}
        found["faster_than"][str(size)] = {
            who: round(seconds[who] / seconds["impasto"], 2) for who in seconds if who != "impasto"
        }
    return found


def race(plan: Plan, arguments: argparse.Namespace) -> Record:
    """Wall time to the score that the peer reaches."""
    count = arguments.peer_iterations or plan.peer_iterations
    peer = _measure("curve", "peer", plan.race, count)
    found: Record = {"race": {"size": plan.race, "peer": peer}}
    for name, more in (("impasto", ()), ("impasto_float32", ("precision=float32",))):
        record = _measure("race", "impasto", plan.race, 400, *more, target=peer["score"])
        record["share_of_peers_time"] = round(record["seconds"] / peer["seconds"], 4)
        found["race"][name] = record
    return found


def features(plan: Plan, _: argparse.Namespace) -> Record:
    """ONNX Runtime's pass against torch's."""
    size = plan.sizes[-2]
    seconds = {who: _measure("features", who, size, plan.repeats)["seconds"] for who in ("plain", "impasto")}
    return {
        "feature_pass_seconds": {"size": size, "torch": seconds["plain"], "onnxruntime": seconds["impasto"]}
    }


def areas(plan: Plan, _: argparse.Namespace) -> Record:
    """Seconds an evaluation a megapixel, within the memory budget."""
    found = {}
    for size in plan.areas:
        megapixels = size * round(size * 3 / 4) / MEGA
        repeats = 2 if megapixels < 2 else 1
        record = _measure("evaluation", "impasto", size, repeats, f"memory={BUDGET}")
        found[f"{megapixels:.2f}"] = {
            "seconds_a_megapixel": record["seconds"] / megapixels,
            "peak_bytes": record["peak_bytes"],
        }
    return {"megapixels": found, "memory_budget": BUDGET}


PARTS = {"compare": compare, "features": features, "race": race, "areas": areas}


def _measure(what: str, who: str, size: int, repeats: int, *changes: str, target: float = 0.0) -> Record:
    command = [sys.executable, "-m", "tests.benchmarks.measure", what, who, str(size)]
    command += ["--repeats", str(repeats), "--target", repr(target)]
    for change in changes:
        command += ["--set", change]
    print(" ".join(command[3:]), file=sys.stderr, flush=True)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    record: Record = json.loads(done.stdout.splitlines()[-1])
    print(f"  {record['seconds']:.3f} s, {record['peak_bytes'] >> 20} MB", file=sys.stderr, flush=True)
    return record


if __name__ == "__main__":
    raise SystemExit(main())

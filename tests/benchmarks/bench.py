"""All benchmarks in one run; every contestant measures in a process of its own, one after another.

    python -m tests.benchmarks.bench --json docs/benchmarks/2-cores.json

writes the figures, and beside them a table (.md) and a plot (.png). --quick: small pictures, for trying it out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from server.engine.notation import parse_bytes
from tests.benchmarks.bars import bars
from tests.benchmarks.gpu import NEEDED
from tests.benchmarks.machine import machine
from tests.benchmarks.report import plot, table

Record = dict[str, Any]
MEGA = 1e6


@dataclass(frozen=True)
class Plan:
    """sizes: of the comparison, long sides. race: the size of the race. peer_iterations: as many as the peer gets.

    areas: long sides for the cost a megapixel. layer: the side of the square layer that travels and is painted within
    the budget. convergence: size, and evaluations of the plainest variant. gpu: sizes of the evaluations on a GPU; gpu_run:
    size and evaluations of the run there; gigabytes: of the GPU, in which the largest layer is sought.
    """

    sizes: tuple[int, ...]
    race: int
    peer_iterations: int
    areas: tuple[int, ...]
    repeats: int
    layer: int
    convergence: tuple[int, int]
    gpu: tuple[int, ...] = (512, 1024, 2048)
    gpu_run: tuple[int, int] = (512, 500)
    gigabytes: tuple[int, ...] = (8, 24, 80)


FULL = Plan((256, 512, 1024), 512, 200, (577, 1155, 2309, 4619, 9238), 4, 4096, (256, 60))
QUICK = Plan((96, 128), 128, 20, (96, 192, 384), 2, 512, (96, 12), (128,), (128, 50), (2,))
GPU_REPEATS = 40
BUDGET = "4GB"
LARGEST_WITHIN_BUDGET = 20  # megapixels; beyond, one float32 copy of the picture takes a fifth of it


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
    names = list(arguments.only or PARTS)
    if "gpu" in names and not torch.cuda.is_available():
        print(NEEDED, file=sys.stderr)
        names.remove("gpu")
    if not names:
        return 0
    plan = QUICK if arguments.quick else FULL
    path: Path = arguments.json
    found: Record = json.loads(path.read_text()) if path.exists() and arguments.only else {}
    facts = machine()
    found["machine"] = facts
    for name in names:
        begin = machine()
        for measured in PARTS[name](plan, arguments):
            found.update(measured)
            found.setdefault("measured", {})[name] = {
                "date": begin["date"],
                "load before": begin["load before"],
            }
            _write(found, path)
    plot(found, path.with_suffix(".png"))
    print(table(found))
    return 0


def _write(found: Record, path: Path) -> None:
    """The figures so far, and their table."""
    found["bars"] = bars(found)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n")
    path.with_suffix(".md").write_text(table(found))


def compare(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
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
    yield found


def race(plan: Plan, arguments: argparse.Namespace) -> Iterator[Record]:
    """Wall time to the objective that the peer reaches, and to that of its picture as it can be shown."""
    count = arguments.peer_iterations or plan.peer_iterations
    peer = _measure("curve", "peer", plan.race, count)
    targets = [peer["objective_as_shown"], peer["objective"]]
    found: Record = {"race": {"size": plan.race, "peer": peer}}
    for name, more in (("impasto", ()), ("impasto_float32", ("precision=float32",))):
        record = _measure("race", "impasto", plan.race, 250, *more, targets=targets)
        for each in record["reached"]:
            each["share_of_peers_time"] = round(each["seconds"] / peer["seconds"], 4)
        found["race"][name] = record
    yield found


def convergence(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """Which variant of the optimisation reaches a given objective first."""
    yield {"convergence": _measure("convergence", "impasto", *plan.convergence)}


def repeats(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """Painting again after one slider was moved."""
    size = plan.sizes[-2]
    yield {"repeats": {"size": size, **_measure("repeats", "impasto", size, 1)}}


def overheads(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """What editor, wire and server add to the engine's own time."""
    size = plan.sizes[-2]
    served = _measure("service", "impasto", size, 60)
    travel = _measure("travel", "impasto", plan.layer, plan.repeats + 1)
    yield {
        "overheads": {
            "size": size,
            "iterations": 60,
            "server_share_of_engine": served["besides_seconds"] / served["engine_seconds"],
            "first_preview_share_of_run": served["first_preview_seconds"] / served["seconds"],
            "layer_side": plan.layer,
            "layer_travel_seconds": travel["besides_seconds"],
            "service": served,
            "travel": travel,
        }
    }


def layer(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """A large layer within the memory budget, through a server of its own."""
    record = _measure("layer", "impasto", plan.layer, 4, f"memory={BUDGET}")
    yield {"layer": {**record, "budget": BUDGET, "budget_bytes": parse_bytes(BUDGET)}}


def features(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """ONNX Runtime's pass against torch's."""
    size = plan.sizes[-2]
    seconds = {who: _measure("features", who, size, plan.repeats)["seconds"] for who in ("plain", "impasto")}
    yield {
        "feature_pass_seconds": {"size": size, "torch": seconds["plain"], "onnxruntime": seconds["impasto"]}
    }


def areas(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """Seconds an evaluation a megapixel, within the memory budget; of the largest picture within what is free."""
    found = {}
    for size in plan.areas:
        megapixels = size * round(size * 3 / 4) / MEGA
        repeats = 2 if megapixels < 2 else 1
        memory = BUDGET if megapixels < LARGEST_WITHIN_BUDGET else ""
        record = _measure("evaluation", "impasto", size, repeats, f"memory={memory}")
        found[f"{megapixels:.2f}"] = {
            "memory": memory,
            "seconds_a_megapixel": record["seconds"] / megapixels,
            "peak_bytes": record["peak_bytes"],
        }
    yield {"megapixels": found}


def gpu(plan: Plan, _: argparse.Namespace) -> Iterator[Record]:
    """Everything that only a CUDA GPU can show, after every measurement: what fails costs no other."""
    size, count = plan.gpu_run
    found: Record = {"sizes": [], "run": {"size": size, "wanted": count, "evaluations": 0}, "largest": []}
    wanted = [("gpu_evaluation", each, GPU_REPEATS) for each in plan.gpu]
    wanted += [("gpu_run", size, count), *(("gpu_largest", each, 1) for each in plan.gigabytes)]
    failed = 0
    for what, each, repeats in wanted:
        try:
            record = _measure(what, "impasto", each, repeats)
        except SystemExit as problem:
            print(problem, file=sys.stderr, flush=True)
            failed += 1
            continue
        found["facts"] = record.pop("facts")
        if what == "gpu_run":
            found["run"] = record
        else:
            found["sizes" if what == "gpu_evaluation" else "largest"].append(record)
        yield {"gpu": found}
    if failed:
        raise SystemExit(f"{failed} of the GPU's {len(wanted)} measurements failed, see above; the others are written.")


PARTS = {
    "compare": compare,
    "features": features,
    "race": race,
    "overheads": overheads,
    "repeats": repeats,
    "convergence": convergence,
    "layer": layer,
    "areas": areas,
    "gpu": gpu,
}


def _measure(
    what: str, who: str, size: int, repeats: int, *changes: str, targets: Sequence[float] = ()
) -> Record:
    command = [sys.executable, "-m", "tests.benchmarks.measure", what, who, str(size)]
    command += ["--repeats", str(repeats)]
    if targets:
        command += ["--target", *map(repr, targets)]
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

"""What the GPU's benchmark counts and seeks, on any machine; its times need a GPU."""

from __future__ import annotations

import argparse
import json
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from models.vgg import stages_for
from server.engine.ways import Ways
from tests.benchmarks import bench
from tests.benchmarks.bars import bars
from tests.benchmarks.bench import main
from tests.benchmarks.gpu import SETTINGS, convolution_flops, forget_networks, largest_that, prepared
from tests.benchmarks.report import table

Record = dict[str, Any]
NOTHING = {"facts": {}, "sizes": [], "largest": []}


@pytest.mark.parametrize("most_that_fits", [0, 511, 512, 4096, 5000, 16383, 16384, 99999])
def test_the_largest_that_fits_is_found_to_one_step(most_that_fits: int) -> None:
    tried = []

    def fits(side: int) -> bool:
        tried.append(side)
        return side <= most_that_fits

    assert largest_that(fits, 512, 16384) == min(most_that_fits, 16384) // 512 * 512
    assert len(tried) == len(set(tried)) <= 11
    assert max(tried) <= 16384


def test_the_work_of_a_pass_is_that_of_its_convolutions_there_and_back() -> None:
    stages = stages_for("vgg19", ("conv2_1",))
    there = 2 * 9 * (3 * 64 + 64 * 64) * 10 * 12 + 2 * 9 * 64 * 128 * 5 * 6
    assert convolution_flops(stages, 10, 12) == 2 * there


def test_networks_of_an_earlier_try_are_not_kept() -> None:
    device, settings = torch.device("cpu"), replace(SETTINGS, precision="float32")
    objective, _ = prepared(32, settings, device, Ways())
    weights = weakref.ref(objective.extractor)
    del objective
    forget_networks()
    assert weights() is None


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA GPU")
def test_without_a_gpu_its_part_says_so_in_one_sentence_and_touches_no_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bench.json"
    assert main(["--only", "gpu", "--json", str(path)]) == 0
    assert "needs a CUDA GPU" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ({"evaluations": 500, "seconds": 2.0}, "| 2 | 2.5 | yes |"),
        ({"evaluations": 500, "seconds": 3.0}, "| 3 | 2.5 | no |"),
        ({"evaluations": 312, "seconds": 2.0}, "| not reached | 2.5 | no |"),
        ({"evaluations": 0}, "| not reached | 2.5 | no |"),
    ],
)
def test_the_bar_of_the_run_never_vanishes(run: dict[str, Any], shown: str) -> None:
    found = {"machine": {}, "gpu": {"run": {"size": 512, "wanted": 500, **run}, **NOTHING}}
    assert shown in table({**found, "bars": bars(found)})


@pytest.mark.parametrize("fails", ["gpu_evaluation", "gpu_run", "gpu_largest"])
def test_what_fails_on_a_gpu_costs_no_other_measurement(fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
    figures: dict[str, Record] = {
        "gpu_evaluation": {"size": 512, "peak_flops": {"tf32": 4e14}, "evaluations": []},
        "gpu_run": {"size": 512, "wanted": 500, "evaluations": 500, "seconds": 2.0},
        "gpu_largest": {"budget": "8GB", "side": None},
    }

    def measure(what: str, *_: object) -> Record:
        if what == fails:
            raise SystemExit(f"{what} failed")
        return {**figures[what], "facts": {"GPU": "a GPU"}}

    monkeypatch.setattr(bench, "_measure", measure)
    written: list[Record] = []
    with pytest.raises(SystemExit, match="measurements failed"):
        for found in bench.gpu(bench.FULL, argparse.Namespace()):
            written.append(json.loads(json.dumps(found)))
            table({"machine": {}, **found, "bars": bars(found)})
    counted = {"gpu_evaluation": len(bench.FULL.gpu), "gpu_run": 1, "gpu_largest": len(bench.FULL.gigabytes)}
    assert len(written) == sum(counted.values()) - counted[fails]
    last = written[-1]["gpu"]
    assert len(last["sizes"]) == (0 if fails == "gpu_evaluation" else counted["gpu_evaluation"])
    assert last["run"]["evaluations"] == (0 if fails == "gpu_run" else 500)
    assert len(last["largest"]) == (0 if fails == "gpu_largest" else counted["gpu_largest"])


def test_the_table_shows_what_was_measured_on_a_gpu() -> None:
    evaluation = {"precision": "tf32", "channels_last": True, "recording": False}
    size = {
        "size": 512,
        "peak_flops": {"tf32": 4e14},
        "evaluations": [{**evaluation, "milliseconds": 3.21, "share_of_peak": 0.456}],
    }
    layer = {"seconds_an_evaluation": 0.5, "planned_tile": 1024, "reserved_bytes": 7 << 30}
    found = {
        "facts": {"GPU": "a GPU"},
        "sizes": [size],
        "run": {"size": 512, "wanted": 500, "evaluations": 500, "seconds": 2.0},
        "largest": [
            {"budget": "8GB", "side": 4608, **layer},
            {"budget": "80GB", "side": None, "why": "This GPU has 24 GB."},
        ],
    }
    text = table({"machine": {}, "gpu": found})
    assert "| 512 | tf32 | yes | no | 3.21 | 45.6% |" in text
    assert "| 8GB | 4608 | 0.50 | 1024 | 7.0 GB |" in text
    assert "This GPU has 24 GB." in text

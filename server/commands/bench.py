"""`impasto bench`: the benchmarks of tests/benchmarks, for those who work in a checkout."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

_CHECKOUT = Path(__file__).parents[2]


def register(subparsers: Any) -> None:
    """Adds the command; its arguments are those of tests/benchmarks/bench.py."""
    parser = subparsers.add_parser("bench", help="measure time and memory against other implementations")
    if (_CHECKOUT / "tests" / "benchmarks" / "bench.py").exists():
        sys.path.insert(0, str(_CHECKOUT))
        benchmark = importlib.import_module("tests.benchmarks.bench")
        benchmark.add_arguments(parser)
        parser.set_defaults(run=benchmark.run)
    else:
        parser.set_defaults(run=_explain)


def _explain(_: argparse.Namespace) -> int:
    print("The benchmarks come with the source code: run this in a checkout of Impasto.", file=sys.stderr)
    return 1

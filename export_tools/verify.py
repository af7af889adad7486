"""Compare exported networks with torch, tap by tap.

python -m export_tools.verify            both Oxford networks, both poolings, both paddings
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from export_tools.ensure import feature_session
from export_tools.parity import TOLERANCE, compare, holds, table
from models.catalogue import entry
from models.layers import Padding, Pooling
from models.library import load_network
from models.networks import taps_of


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0 if all agree, 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m export_tools.verify", description="Compare exported networks with torch, tap by tap."
    )
    parser.add_argument("--networks", default="vgg19,vgg16", help="comma-separated (default: %(default)s)")
    names = parser.parse_args(arguments).networks.split(",")
    poolings: tuple[Pooling, ...] = ("max", "average")
    paddings: tuple[Padding, ...] = ("zeros", "replicate")
    agreed = True
    for name in names:
        taps = taps_of(entry(name).architecture)
        for pooling in poolings:
            for padding in paddings:
                network = load_network(name, pooling, padding)
                rows = compare(network, feature_session(name, taps, pooling, padding))
                agreed = agreed and holds(rows)
                print(f"{name}, {pooling} pooling, padding with {padding}\n{table(rows)}\n")
    print(
        f"Every tap agrees to {TOLERANCE:g}." if agreed else f"Some taps differ by more than {TOLERANCE:g}."
    )
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())

"""Export a network to ONNX: chosen taps as outputs, free height and width.

python -m export_tools.export_onnx --network vgg19 --taps conv1_1,conv4_2 --out vgg19.onnx --verify
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from export_tools.parity import compare, holds, table
from models.catalogue import catalogue, entry
from models.features import FeatureSession
from models.library import load_network
from models.missing import ModelMissing
from models.networks import Network, smallest_side, taps_of

OPSET = 20
_LONGEST_SIDE = 1 << 15


def export(network: Network, taps: Sequence[str], name: str) -> onnx.ModelProto:
    """The part of a network that the taps need, as an ONNX model that describes itself.

    Its input is `image`, (1, 3, height, width) float32, sRGB in 0..255; its outputs are the taps.
    name: the catalogue's name of the weights, kept in the model's metadata for `models.features`.
    """
    ordered = [tap for tap in taps_of(network.architecture) if tap in taps]
    least = smallest_side(network.architecture, taps)
    sides = {
        2: torch.export.Dim("height", min=least, max=_LONGEST_SIDE),
        3: torch.export.Dim("width", min=least, max=_LONGEST_SIDE),
    }
    # Odd and unequal sides, so that nothing can be mistaken for a constant.
    example = torch.zeros(1, 3, 2 * least + 35, 2 * least + 43)
    with _quiet():
        program = torch.onnx.export(
            _Taps(network, ordered).eval(),
            (example,),
            dynamo=True,
            opset_version=OPSET,
            input_names=["image"],
            output_names=ordered,
            dynamic_shapes={"image": sides},
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    _describe(model, network, name, least)
    return model


class _Taps(nn.Module):
    """A network whose outputs are a fixed list of taps."""

    def __init__(self, network: Network, taps: Sequence[str]) -> None:
        super().__init__()
        self.network = network
        self.taps = tuple(taps)

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        features = self.network(image, self.taps)
        return tuple(features[tap] for tap in self.taps)


def _describe(model: onnx.ModelProto, network: Network, name: str, least: int) -> None:
    """Say in the file what it is, and drop the exporter's notes (paths on the machine that made it)."""
    for part in (model, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info):
        part.ClearField("metadata_props")
    onnx.helper.set_model_props(
        model,
        {
            "network": name,
            "architecture": network.architecture,
            "pooling": network.pooling,
            "padding": network.padding,
            "smallest_side": str(least),
        },
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what the exporter says about packages that we do not use and about itself."""
    log = logging.getLogger("torch.onnx")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        log.setLevel(level)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        known = taps_of(entry(options.network).architecture)
        taps = options.taps.split(",") if options.taps else list(known)
        network = load_network(options.network, options.pooling, options.padding)
        model = export(network, taps, options.network)
    except (ModelMissing, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    onnx.save(model, options.out)
    outputs = ", ".join(output.name for output in model.graph.output)
    print(f"{options.out}: {options.network}, {options.pooling} pooling, outputs {outputs}")
    if not options.verify:
        return 0
    rows = compare(network, FeatureSession(options.out))
    print(table(rows))
    return 0 if holds(rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m export_tools.export_onnx",
        description="Write a network as an ONNX file. The file takes `image`, (1, 3, height, width) float32, "
        "sRGB values in 0..255 of any height and width, normalises them itself, and gives one output a tap.",
        epilog="Example: python -m export_tools.export_onnx --taps conv4_2,conv5_1 --out vgg19.onnx --verify",
    )
    parser.add_argument(
        "--network", default="vgg19", help=f"one of {', '.join(catalogue())} (default: %(default)s)"
    )
    parser.add_argument("--pooling", choices=("max", "average"), default="max", help="default: %(default)s")
    parser.add_argument(
        "--padding",
        choices=("zeros", "replicate"),
        default="zeros",
        help="what surrounds the picture: zeros as in training, or its own border (default: %(default)s)",
    )
    parser.add_argument("--taps", help="comma-separated, e.g. conv1_1,conv4_2 (default: every one)")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx file to write")
    parser.add_argument(
        "--verify", action="store_true", help="then compare it with torch, tap by tap, at three sizes"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

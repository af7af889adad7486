"""Scale the filters of a VGG network so that each has a mean activation of 1 over a set of photographs.

    python -m export_tools.normalise --images DIR

Gatys et al. (2016, section 2) rescale VGG-19 so; the features of all layers then have comparable sizes. A ReLU
and both poolings let a positive factor pass, so dividing a filter by its mean activation and multiplying the
next layer's weights for that channel by the same number changes nothing but each feature's unit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from rich.progress import track
from safetensors.torch import save_file
from torch import Tensor

from models.cache import scratch_folder
from models.catalogue import catalogue, entry
from models.library import load_network
from models.missing import ModelMissing
from models.vgg import VGG, taps_of
from models.weights import fetch_weights

Scales = dict[str, Tensor]
"""For each tap, the mean activation of each filter: (channels,) float64."""


def normalised(network: VGG, scales: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights with each filter divided by its mean activation and the next layer's inputs multiplied by it.

    Returns float32 tensors by our names ("conv1_1.weight"). A filter whose scale is 0, one that no picture of
    the set made answer, keeps its unit.
    """
    weights = {}
    before = torch.ones(3, dtype=torch.float64)
    for tap in taps_of(network.architecture):
        weight, bias = network.convolution(tap)
        after = _usable(scales[tap])
        weights[f"{tap}.weight"] = (
            weight.double() * before.view(1, -1, 1, 1) / after.view(-1, 1, 1, 1)
        ).float()
        weights[f"{tap}.bias"] = (bias.double() / after).float()
        before = after
    return weights


def mean_activations(network: VGG, images: Iterable[Tensor]) -> Scales:
    """The mean of each filter's activation over all positions of all images.

    images: each (1, 3, height, width) float, RGB in 0..255; sizes may differ, every position counts the same.
    """
    taps = taps_of(network.architecture)
    sums = {tap: torch.zeros(len(network.convolution(tap)[1]), dtype=torch.float64) for tap in taps}
    positions = dict.fromkeys(taps, 0)
    for image in images:
        with torch.no_grad():
            features = network(image, taps)
        for tap, value in features.items():
            sums[tap] += value.sum(dim=(0, 2, 3), dtype=torch.float64)
            positions[tap] += value.shape[2] * value.shape[3]
    return {tap: sums[tap] / positions[tap] for tap in taps}


def table(scales: Mapping[str, Tensor], taps: Sequence[str]) -> str:
    """The scale factors of some layers as text: their spread, how many filters never answered, the first six."""
    lines = [f"{'layer':<9}{'filters':>8}{'silent':>8}{'least':>10}{'median':>10}{'most':>10}   first six"]
    for tap in taps:
        values = scales[tap]
        usable = _usable(values)[values > 0]
        spread = "".join(f"{float(value):>10.3g}" for value in (usable.min(), usable.median(), usable.max()))
        first = " ".join(f"{float(value):.3g}" for value in values[:6])
        lines.append(f"{tap:<9}{len(values):>8}{int((values <= 0).sum()):>8}{spread}   {first}")
    return "\n".join(lines)


def _usable(scale: Tensor) -> Tensor:
    return torch.where(scale > 0, scale, torch.ones_like(scale))


def _load_images(folder: Path, long_side: int) -> list[Tensor]:
    """Every picture in a folder as (1, 3, height, width) float32, reduced to `long_side` where it is larger."""
    images = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"):
            continue
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        images.append(torch.from_numpy(np.asarray(picture, np.float32).transpose(2, 0, 1)[None].copy()))
    return images


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    options = _parser().parse_args(arguments)
    images = _load_images(options.images, options.size) if options.images.is_dir() else []
    if not images:
        print(f"There are no pictures in {options.images}. Name a folder with photographs.", file=sys.stderr)
        return 1
    try:
        network = load_network(options.network, options.pooling)
    except ModelMissing as error:
        print(error, file=sys.stderr)
        return 1
    assert isinstance(network, VGG)
    scales = mean_activations(network, track(images, description=f"{len(images)} pictures"))
    weights = normalised(network, scales)
    taps = taps_of(network.architecture)
    print(table(scales, (taps[0], taps[len(taps) // 2], taps[-1])))
    rescaled = VGG(network.architecture, weights, network.normalisation, network.pooling)
    worst = _largest_deviation(mean_activations(rescaled, images), scales)
    print(f"Mean activation of every filter that answers: 1 within {worst:.1e}.")
    print(f"Written to {_keep(weights, options)}.")
    return 0 if worst <= 1e-3 else 1


def _largest_deviation(means: Scales, scales: Scales) -> float:
    """How far the mean of any filter that answers at all is from 1."""
    return max(float((means[tap][scales[tap] > 0] - 1).abs().max()) for tap in means)


def _keep(weights: dict[str, Tensor], options: argparse.Namespace) -> Path:
    """Write the weights where the user said, or make them the catalogue's NETWORK-normalised."""
    if options.out:
        save_file(weights, options.out)
        return Path(options.out)
    with scratch_folder() as folder:
        made = folder / "normalised.safetensors"
        save_file(weights, made)
        return fetch_weights(entry(f"{options.network}-normalised"), file=made).path


def _parser() -> argparse.ArgumentParser:
    into_cache = [name for name in catalogue() if f"{name}-normalised" in catalogue()]
    parser = argparse.ArgumentParser(
        prog="python -m export_tools.normalise",
        description="Scale each filter of a VGG network so that its mean activation over your pictures is 1. The "
        "network does the same as before, its features in other units. Prints the factors of three layers.",
    )
    parser.add_argument(
        "--images",
        type=Path,
        required=True,
        metavar="DIR",
        help="a folder of photographs, the more and the more varied the better",
    )
    parser.add_argument("--network", default="vgg19", choices=into_cache, help="default: %(default)s")
    parser.add_argument(
        "--pooling",
        choices=("max", "average"),
        default="average",
        help="the pooling the network will be used with, on which the means depend (default: %(default)s)",
    )
    parser.add_argument(
        "--size",
        type=int,
        default=512,
        help="larger pictures are reduced to this long side (default: %(default)s)",
    )
    parser.add_argument(
        "--out", type=Path, help="a .safetensors file to write (default: NETWORK-normalised, in the cache)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

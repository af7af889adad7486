"""In the blocks' memory nothing lies where something else is still needed."""

from __future__ import annotations

from itertools import combinations

import pytest
import torch
from torch import Tensor

from models.library import load_network
from models.vgg import VGG
from server.engine.block_memory import BlockMemory
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions
from server.engine.planner import _way_back_bytes
from server.engine.windows import blocks_of

CPU = torch.device("cpu")
SIZES = [(64, 64), (45, 37), (33, 129)]
DEEPEST = ["conv2_1", "conv3_1", "conv4_2", "conv5_1"]


def extractor(deepest: str) -> Extractor:
    network = load_network("vgg19")
    assert isinstance(network, VGG)
    return Extractor(network, (deepest,), Convolutions())


def apart(one: Tensor, other: Tensor) -> bool:
    first, second = sorted((one, other), key=Tensor.data_ptr)
    return first.data_ptr() + first.nbytes <= second.data_ptr()


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("deepest", DEEPEST)
def test_what_is_needed_together_lies_apart(deepest: str, height: int, width: int) -> None:
    network = extractor(deepest)
    memory = BlockMemory(network, height, width, CPU)
    blocks = range(1, len(blocks_of(network.stages)))
    inputs = [memory.input(index) for index in blocks]
    assert all(apart(one, other) for one, other in combinations(inputs, 2))
    for index in blocks:
        here = [memory.gradient(index), *inputs[:index]]
        if index + 1 in blocks:
            here.append(memory.gradient(index + 1))
        assert all(apart(one, other) for one, other in combinations(here, 2))


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("deepest", DEEPEST)
def test_the_gradient_to_the_picture_lies_apart_from_what_it_is_made_of(
    deepest: str, height: int, width: int
) -> None:
    memory = BlockMemory(extractor(deepest), height, width, CPU)
    picture = torch.rand(1, 3, height, width)
    found = memory.picture_gradient(picture)
    assert found.shape == picture.shape
    assert found.dtype == picture.dtype
    assert apart(found, memory.input(1))
    assert apart(found, memory.gradient(1))


@pytest.mark.parametrize("deepest", DEEPEST)
def test_it_takes_what_the_plan_counts(deepest: str) -> None:
    network = extractor(deepest)
    memory = BlockMemory(network, 128, 96, CPU)
    assert memory.nbytes == pytest.approx(128 * 96 * _way_back_bytes(network))


def test_inputs_and_gradients_have_the_blocks_sizes() -> None:
    memory = BlockMemory(extractor("conv5_1"), 45, 37, CPU)
    assert memory.input(1).shape == memory.gradient(1).shape == (1, 64, 22, 18)
    assert memory.input(4).shape == (1, 512, 2, 2)
    assert memory.input(2).is_contiguous(memory_format=torch.channels_last)

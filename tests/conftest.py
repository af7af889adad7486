"""Fixtures that every room's tests share: real weights and small real pictures."""

from __future__ import annotations

import numpy as np
import pytest
import skimage.data
import torch
from torch import Tensor

from models.library import load_network
from models.vgg import VGG
from server.engine.networks import Networks
from server.engine.resample import fitted, resize
from server.networks import standard_networks


@pytest.fixture(scope="session", autouse=True)
def _threads() -> None:
    torch.set_num_threads(1)


def as_tensor(picture: np.ndarray, long_side: int) -> Tensor:
    """(height, width, 3) uint8 as (3, height', width') float32 0..1 with that long side."""
    tensor = torch.from_numpy(picture[..., :3].astype(np.float32) / 255).permute(2, 0, 1)
    return resize(tensor, *fitted(*tensor.shape[1:], long_side)).clamp(0, 1)


@pytest.fixture(scope="session")
def photograph() -> Tensor:
    """A small photograph, 96 x 72 (the cat of scikit-image)."""
    return as_tensor(skimage.data.chelsea()[:, 25:425], 96)


@pytest.fixture(scope="session")
def painting() -> Tensor:
    """A small picture of another size and kind, 80 x 54 (a cup of coffee)."""
    return as_tensor(skimage.data.coffee(), 80)


@pytest.fixture(scope="session")
def networks() -> Networks:
    """The networks as the server has them: real weights, targets from ONNX Runtime."""
    return standard_networks("cpu")


@pytest.fixture(scope="session")
def vgg19() -> VGG:
    """VGG-19 with the original weights, maximum pooling."""
    network = load_network("vgg19")
    assert isinstance(network, VGG)
    return network

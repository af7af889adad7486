"""Networks whose targets come from torch: no export for each new set of taps, so tests may use many."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from models.layers import Padding, Pooling
from models.library import load_network
from server.engine.networks import Networks
from server.engine.targets import Features


def torch_features(name: str, pooling: Pooling, padding: Padding, taps: tuple[str, ...]) -> Features:
    """A feature pass in float32 on the CPU."""
    network = load_network(name, pooling, padding)

    def features(image: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        with torch.no_grad():
            found = network(torch.from_numpy(image), taps)
        return {tap: values.numpy() for tap, values in found.items()}

    return features


@pytest.fixture(scope="session")
def torch_networks() -> Networks:
    """Every network of the catalogue that can be had here, by torch alone."""
    return Networks(load_network, torch_features)

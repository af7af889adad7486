"""The engine's networks as the server has them: weights from the cache, targets from ONNX Runtime.

What is missing is fetched and exported on first use.
"""

from __future__ import annotations

import torch

from export_tools.ensure import feature_session
from models.cache import cache_folder
from models.layers import Padding, Pooling
from models.library import load_network
from models.networks import Network
from models.sources import Notify, silent
from server.engine.cache import TargetCache
from server.engine.networks import Networks
from server.engine.targets import Features
from server.engine.ways import ALL_WAYS, Ways


def standard_networks(
    device: torch.device | str,
    notify: Notify = silent,
    cache: TargetCache | None = None,
    ways: Ways = ALL_WAYS,
) -> Networks:
    """device: where the optimisation runs. notify: told about downloads. Using them may raise ModelMissing.

    cache: of targets; by default the one on disk. ways: what to do on a CUDA GPU.
    """

    def load(name: str, pooling: Pooling, padding: Padding) -> Network:
        return load_network(name, pooling, padding, notify=notify)

    def session(name: str, pooling: Pooling, padding: Padding, taps: tuple[str, ...]) -> Features:
        return feature_session(name, taps, pooling, padding, notify=notify)

    return Networks(load, session, device, cache or TargetCache(cache_folder() / "targets"), ways)


def best_device() -> torch.device:
    """The GPU where torch has one (CUDA, or Apple's), else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")

"""The engine's networks: what is remembered of one is never taken for another's."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.formats import random_weights
from models.networks import Network, build
from models.normalisation import InputNormalisation
from server.engine.cache import TargetCache
from server.engine.networks import Networks
from server.engine.settings import Settings

SETTINGS = Settings(network="mine", content_taps="conv1_1", style_taps="conv1_1")
PLAIN = InputNormalisation("RGB", 1.0, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def networks_with(seed: int, cache: TargetCache) -> Networks:
    """The same name for other weights, as after a checkpoint file was replaced."""
    weights = random_weights("vgg16", seed)

    def load(name: str, pooling: str, padding: str) -> Network:
        return build("vgg16", weights, PLAIN)

    def session(name: str, pooling: str, padding: str, taps: tuple[str, ...]):  # type: ignore[no-untyped-def]
        def features(images: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
            with torch.no_grad():
                found = load(name, pooling, padding)(torch.from_numpy(images), taps)
            return {tap: values.numpy() for tap, values in found.items()}

        return features

    return Networks(load, session, cache=cache)


def content_target(seed: int, cache: TargetCache, picture: Tensor) -> Tensor:
    return networks_with(seed, cache).target_passes(SETTINGS).content(picture)["conv1_1"]


def test_targets_of_other_weights_under_the_same_name_are_computed_anew(tmp_path) -> None:  # type: ignore[no-untyped-def]
    cache = TargetCache(tmp_path)
    picture = torch.rand(3, 16, 16, generator=torch.Generator().manual_seed(2)) * 255
    first, again, other = (content_target(seed, cache, picture) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)

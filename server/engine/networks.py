"""The networks the engine works with: loaded once, kept for the next job."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import cast

import torch

from models.layers import Padding, Pooling
from models.networks import Network
from server.engine.cache import TargetCache
from server.engine.extractor import Extract, extractor_for
from server.engine.kernels import Convolutions
from server.engine.memory import keep_freed_memory
from server.engine.notation import parse_taps
from server.engine.planner import plan_for
from server.engine.precision import feature_precision
from server.engine.settings import Settings
from server.engine.target_passes import TargetPasses
from server.engine.targets import Features
from server.engine.ways import ALL_WAYS, Ways

Load = Callable[[str, Pooling, Padding], Network]
Sessions = Callable[[str, Pooling, Padding, tuple[str, ...]], Features]


class Networks:
    """Gives out extractors and feature passes for some settings. Not for two threads at once."""

    def __init__(
        self,
        load: Load,
        sessions: Sessions,
        device: torch.device | str = "cpu",
        cache: TargetCache | None = None,
        ways: Ways = ALL_WAYS,
    ) -> None:
        """load: (name, pooling, padding) -> network. sessions: (name, pooling, padding, taps) -> feature pass.

        cache: of targets; by default one that lives as long as this. ways: what to do on a CUDA GPU.
        """
        self.ways = ways
        self._cache = cache or TargetCache(None)
        self.device = torch.device(device)
        keep_freed_memory()
        self._load = lru_cache(maxsize=4)(load)
        self._sessions = lru_cache(maxsize=8)(sessions)
        self._prepared = lru_cache(maxsize=2)(self._prepare)
        self._fingerprint = lru_cache(maxsize=4)(fingerprint)

    @cached_property
    def _kernels(self) -> Convolutions:
        return Convolutions(self.ways.channels_last)

    def network(self, settings: Settings) -> Network:
        """The network that the settings name, on the device."""
        return self._load(*_variant(settings)).to(self.device)

    def extractor(self, settings: Settings) -> Extract:
        """The differentiable pass to every tap that the settings use."""
        precision = feature_precision(settings.precision, self.device)
        return self._prepared(*_variant(settings), taps_in_use(settings), precision)

    def _prepare(
        self, name: str, pooling: Pooling, padding: Padding, taps: tuple[str, ...], precision: torch.dtype
    ) -> Extract:
        network = self._load(name, pooling, padding).to(self.device)
        return extractor_for(network, taps, self._kernels, precision)

    def make_room(self, settings: Settings, pixels: int) -> None:
        """Tells the allocator whether a picture of so many pixels leaves memory to be generous with."""
        plan = plan_for(settings, self.extractor(settings), pixels, self.device)
        keep_freed_memory(large_blocks=not plan.side)

    def features(self, settings: Settings) -> Features:
        """The pass without gradient to the same taps."""
        return self._sessions(*_variant(settings), taps_in_use(settings))

    def target_passes(self, settings: Settings) -> TargetPasses:
        """What makes the targets of content and styles."""
        weights = self._fingerprint(self.network(settings))
        return TargetPasses(settings, weights, self.features(settings), self.extractor(settings), self._cache)


def _variant(settings: Settings) -> tuple[str, Pooling, Padding]:
    return settings.network, cast(Pooling, settings.pooling), cast(Padding, settings.padding)


def fingerprint(network: Network) -> str:
    """A hash of the weights: the same name may stand for other weights tomorrow, such as another checkpoint file."""
    digest = hashlib.sha256(type(network).__name__.encode())
    for name, weights in network.state_dict().items():
        digest.update(name.encode())
        digest.update(weights.cpu().contiguous().numpy().data)
    return digest.hexdigest()


def taps_in_use(settings: Settings) -> tuple[str, ...]:
    """The taps of the terms that have a weight, each once, in a stable order."""
    content = parse_taps(settings.content_taps) if settings.content_weight else {}
    style = parse_taps(settings.style_taps) if settings.style_weight else {}
    return tuple(sorted({*content, *style}))

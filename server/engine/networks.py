"""The networks the engine works with: loaded once, kept for the next job."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import cast

import torch

from models.layers import Padding, Pooling
from models.networks import Network
from server.engine.cache import TargetCache
from server.engine.extractor import Extract, extractor_for
from server.engine.kernels import Convolutions, fastest_precision
from server.engine.memory import keep_freed_memory
from server.engine.notation import parse_taps
from server.engine.settings import Settings
from server.engine.target_passes import TargetPasses
from server.engine.targets import Features

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
    ) -> None:
        """load: (name, pooling, padding) -> network. sessions: (name, pooling, padding, taps) -> feature pass.

        cache: of targets; by default one that lives as long as this.
        """
        self._cache = cache or TargetCache(None)
        self.device = torch.device(device)
        keep_freed_memory()
        self._load = lru_cache(maxsize=4)(load)
        self._sessions = lru_cache(maxsize=8)(sessions)
        self._fingerprint = lru_cache(maxsize=8)(self._weights_of)

    @cached_property
    def _kernels(self) -> Convolutions:
        return Convolutions()

    def network(self, settings: Settings) -> Network:
        """The network that the settings name, on the device."""
        return self._load(*_variant(settings)).to(self.device)

    def extractor(self, settings: Settings) -> Extract:
        """The differentiable pass to every tap that the settings use."""
        precision = torch.float32
        if settings.precision == "reduced":
            precision = torch.bfloat16
        elif settings.precision == "automatic":
            precision = fastest_precision(self.device)
        return extractor_for(self.network(settings), taps_in_use(settings), self._kernels, precision)

    def features(self, settings: Settings) -> Features:
        """The pass without gradient to the same taps."""
        return self._sessions(*_variant(settings), taps_in_use(settings))

    def target_passes(self, settings: Settings) -> TargetPasses:
        """What makes the targets of content and styles."""
        features, extractor = self.features(settings), self.extractor(settings)
        return TargetPasses(
            settings, features, extractor, self._cache, self._fingerprint(*_variant(settings))
        )

    def _weights_of(self, name: str, pooling: Pooling, padding: Padding) -> str:
        """A short text that differs for other weights under the same name, such as another checkpoint of the user's."""
        network = self._load(name, pooling, padding)
        sums = [zlib.crc32(each.cpu().contiguous().numpy()) for each in network.state_dict().values()]
        return f"{zlib.crc32(repr(sums).encode()):08x}"


def _variant(settings: Settings) -> tuple[str, Pooling, Padding]:
    return settings.network, cast(Pooling, settings.pooling), cast(Padding, settings.padding)


def taps_in_use(settings: Settings) -> tuple[str, ...]:
    """The taps of the terms that have a weight, each once, in a stable order."""
    content = parse_taps(settings.content_taps) if settings.content_weight else {}
    style = parse_taps(settings.style_taps) if settings.style_weight else {}
    return tuple(sorted({*content, *style}))

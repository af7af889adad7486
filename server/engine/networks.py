"""The networks the engine works with: loaded once, kept for the next job."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import cast

import torch

from models.vgg import VGG, Padding, Pooling
from server.engine.extractor import Extractor
from server.engine.kernels import Convolutions, fastest_precision
from server.engine.memory import keep_freed_memory
from server.engine.settings import Settings, parse_taps
from server.engine.targets import Features

Load = Callable[[str, Pooling, Padding], VGG]
Sessions = Callable[[str, Pooling, Padding, tuple[str, ...]], Features]


class Networks:
    """Gives out extractors and feature passes for some settings. Not for two threads at once."""

    def __init__(self, load: Load, sessions: Sessions, device: torch.device | str = "cpu") -> None:
        """load: (name, pooling, padding) -> network. sessions: (name, pooling, padding, taps) -> feature pass."""
        self.device = torch.device(device)
        keep_freed_memory()
        self._load = lru_cache(maxsize=4)(load)
        self._sessions = lru_cache(maxsize=8)(sessions)

    @cached_property
    def _kernels(self) -> Convolutions:
        return Convolutions()

    def network(self, settings: Settings) -> VGG:
        """The network that the settings name, on the device."""
        return self._load(*_variant(settings)).to(self.device)

    def extractor(self, settings: Settings) -> Extractor:
        """The differentiable pass to every tap that the settings use."""
        precision = fastest_precision(self.device)
        return Extractor(self.network(settings), taps_in_use(settings), self._kernels, precision)

    def features(self, settings: Settings) -> Features:
        """The pass without gradient to the same taps."""
        return self._sessions(*_variant(settings), taps_in_use(settings))


def _variant(settings: Settings) -> tuple[str, Pooling, Padding]:
    return settings.network, cast(Pooling, settings.pooling), cast(Padding, settings.padding)


def taps_in_use(settings: Settings) -> tuple[str, ...]:
    """Content taps and style taps, each once, in a stable order."""
    return tuple(sorted({*parse_taps(settings.content_taps), *parse_taps(settings.style_taps)}))

"""Impasto itself, set to the peer's objective."""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor

from server.engine.admm_patches import Patch
from server.engine.frame import frame
from server.engine.networks import Networks
from server.engine.objective import Objective
from server.engine.objectives import objectives
from server.engine.parts import parts
from server.engine.presets import preset
from server.engine.schedule import Scale
from server.engine.settings import Settings
from server.engine.spec import StyleImage, StyleSpec
from tests.benchmarks.plain_loop import CHANNELS, CONTENT_TAP


def peers_settings(long_side: int) -> Settings:
    """The objective of tests/benchmarks/plain_loop.py in our words."""
    # E_l has 1 / (4 N^2) where the peer has 10 / N^4; the content term 1/2 where the peer has 0.01.
    taps = " ".join(f"{tap}:{40 / channels**2:.9g}" for tap, channels in CHANNELS.items())
    return replace(
        preset("GatysMax").settings,
        style_taps=taps,
        style_weight=1.0,
        content_taps=CONTENT_TAP,
        content_measure="mean",
        content_weight=0.02,
        tv_weight=0.0,
        size=long_side,
        tolerance=0.0,
        patch_size=0,
    )


def specification(content: Tensor, style: Tensor, settings: Settings) -> StyleSpec:
    """Pictures: (3, height, width) 0..1."""
    return StyleSpec(content, (StyleImage(style),), settings)


def objective_of(spec: StyleSpec, networks: Networks) -> Objective:
    """The objective at the content's own size."""
    whole = frame(spec.content, None, spec.settings.colors)
    height, width = spec.content.shape[1:]
    made = objectives(spec, whole, parts(spec, whole), Scale(height, width, 1), networks)
    return made(Patch(0, height, 0, width))

"""What settings.mode and settings.init mean: the same objective with some weights at zero, from some start."""

from __future__ import annotations

from dataclasses import replace

from server.engine.schedule import at_finest
from server.engine.settings import Settings


def resolved(settings: Settings, has_earlier_result: bool = False) -> Settings:
    """The settings with the weights and the start that their mode asks for.

    An earlier result is past the coarse scales: unless others are asked for, only the finest is painted.
    "texture" is style reconstruction and "content" content reconstruction (Gatys et al. 2016, section 2): both begin
    with noise unless another start than the layer is chosen, because the layer would give the answer away. A texture
    knows no outlines either: the layer gives its size only.
    """
    if settings.init == "again":
        settings = replace(settings, init="previous" if has_earlier_result else "content")
    if settings.init == "previous" and not settings.scales and not settings.schedule:
        settings = replace(settings, scales=1, iterations=at_finest(settings.iterations))
    if settings.mode == "transfer":
        return settings
    init = "noise" if settings.init == "content" else settings.init
    if settings.mode == "texture":
        return replace(settings, content_weight=0.0, photo_weight=0.0, edges="free", init=init)
    return replace(settings, style_weight=0.0, init=init)

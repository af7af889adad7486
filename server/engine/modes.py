"""What settings.mode means: each mode is the same objective with some weights at zero."""

from __future__ import annotations

from dataclasses import replace

from server.engine.settings import Settings


def resolved(settings: Settings) -> Settings:
    """The settings with the weights and the start that their mode asks for.

    "texture" is style reconstruction and "content" content reconstruction (Gatys et al. 2016, section 2): both begin
    with noise unless another start than the layer is chosen, because the layer would give the answer away. A texture
    knows no outlines either: the layer gives its size only.
    """
    if settings.mode == "transfer":
        return settings
    init = "noise" if settings.init == "content" else settings.init
    if settings.mode == "texture":
        return replace(settings, content_weight=0.0, photo_weight=0.0, edges="free", init=init)
    return replace(settings, style_weight=0.0, init=init)

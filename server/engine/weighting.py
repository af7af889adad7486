"""How the style layers share the pull."""

from __future__ import annotations

from server.engine.notation import parse_taps
from server.engine.settings import Settings


def style_weights(settings: Settings) -> dict[str, float]:
    """The weight of each style tap, in the order written, which is taken to be from early to late.

    Their sum is that of the weights written, whatever the choice, so that the style as a whole keeps its place beside
    content and smoothness. "early" halves from tap to tap (16 8 4 2 1 for five), "late" doubles.
    """
    written = parse_taps(settings.style_taps)
    if settings.layer_weighting == "own":
        return written
    ratio = {"uniform": 1.0, "early": 0.5, "late": 2.0}[settings.layer_weighting]
    powers = [ratio**index for index in range(len(written))]
    unit = sum(written.values()) / sum(powers)
    return {tap: unit * power for tap, power in zip(written, powers, strict=True)}

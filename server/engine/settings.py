"""Every parameter of the optimisation, declared once.

The defaults are the preset 'Impasto'. Words describe the picture, not the formula, because they are the
tooltips that painters read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from server.engine.choices import (
    COLORS,
    CONTENT_MEASURES,
    EDGES,
    INITS,
    LAYER_WEIGHTINGS,
    MODES,
    NETWORKS,
    OPTIMISERS,
    PADDINGS,
    POOLINGS,
    PRECISIONS,
    TV_MEASURES,
)
from server.engine.notation import parse_bytes, parse_schedule, parse_taps
from server.engine.parameters import (
    InvalidSetting,
    Parameter,
    Value,
    checked,
    choice,
    integer,
    number,
    parameters_of,
    text,
)


@dataclasses.dataclass(frozen=True)
class Settings:
    """How to paint. Immutable; `with_values` makes a changed, checked copy."""

    mode: str = choice("transfer", "What to paint", "What the layer is painted as.", MODES, group="main")
    width: int = integer(
        0,
        "Texture width",
        "Of a texture painted without any layer, in pixels. A layer brings its own size.",
        0,
        16384,
    )
    height: int = integer(
        0,
        "Texture height",
        "Of a texture painted without any layer, in pixels. A layer brings its own size.",
        0,
        16384,
    )
    style_strength: float = number(
        1.0,
        "Style strength",
        "How far the picture leaves the photograph for the brush: more is bolder, less is closer to the original.",
        0.01,
        100.0,
        group="main",
        logarithmic=True,
    )
    style_scale: float = number(
        1.0,
        "Brush scale",
        "The size of the strokes: 2 paints with strokes twice as wide as in the style picture fitted to the layer, 0.5 with finer ones.",
        0.1,
        8.0,
        group="main",
        logarithmic=True,
    )
    size: int = integer(
        512,
        "Detail",
        "The long side, in pixels, at which the picture is painted before it is fitted to the layer. More shows finer strokes and takes longer.",
        64,
        16384,
        group="main",
        logarithmic=True,
    )
    smoothness: float = number(
        1.0,
        "Smoothness",
        "Calms speckle and noise: 0 keeps every grain, 10 gives soft, flowing paint.",
        0.0,
        1000.0,
        group="main",
    )
    colors: str = choice(
        "style",
        "Colours",
        "Whose colours the result has.",
        COLORS,
        group="main",
    )
    edges: str = choice("free", "Edges", "What becomes of the outlines of the layer.", EDGES, group="main")
    edge_weight: float = number(
        1.0,
        "Edge weight",
        "The pull of the style on outlines beside that elsewhere, where outlines are treated apart.",
        0.0,
        100.0,
    )
    init: str = choice(
        "content",
        "Start from",
        "What the optimisation begins with.",
        INITS,
    )
    seed: int = integer(
        0,
        "Seed",
        "Another number gives another noise to start from; the same number repeats a picture.",
        0,
        2**31 - 1,
        group="main",
    )
    network: str = choice(
        "vgg19",
        "Network",
        "The eye that judges the picture.",
        NETWORKS,
    )
    pooling: str = choice(
        "average",
        "Pooling",
        "How the network looks from further away.",
        POOLINGS,
    )
    padding: str = choice(
        "replicate",
        "Border",
        "What the network sees beyond the edge of the picture.",
        PADDINGS,
    )
    content_taps: str = text(
        "conv4_2",
        "Content layers",
        "Network layers that hold the forms, with weights: conv4_2, or conv3_2:0.5 conv4_2:1. Earlier ones keep more detail.",
        parse_taps,
    )
    style_taps: str = text(
        "conv1_1:256 conv2_1:64 conv3_1:16 conv4_1:4 conv5_1:1",
        "Style layers",
        "Network layers that hold the manner, with weights: conv1_1:16 conv2_1:8. Early ones hold colour and grain, late ones large strokes.",
        parse_taps,
    )
    layer_weighting: str = choice(
        "own",
        "Layer weighting",
        "How the style layers share the pull; their sum stays that of the weights written with them.",
        LAYER_WEIGHTINGS,
    )
    content_weight: float = number(
        1.0,
        "Content weight",
        "The pull of the original's forms, before the strength slider.",
        0.0,
        1e12,
        logarithmic=True,
    )
    style_weight: float = number(
        1.5e-4,
        "Style weight",
        "The pull of the style, before the strength slider.",
        0.0,
        1e12,
        logarithmic=True,
    )
    tv_weight: float = number(
        4.0,
        "Smoothness weight",
        "The pull towards smooth paint, before the smoothness slider.",
        0.0,
        1e12,
        logarithmic=True,
    )
    tv_measure: str = choice("squared", "Smoothness measure", "What counts as rough.", TV_MEASURES)
    rof_weight: float = number(
        0.0,
        "Clean up afterwards",
        "Takes grain out of the finished picture and keeps its edges (Rudin-Osher-Fatemi); 0.1 is plenty, 0 leaves it.",
        0.0,
        10.0,
    )
    photo_weight: float = number(
        0.0,
        "Photorealism weight",
        "Holds the paint to the photograph's own shading, so that lines stay straight: 0 is off, 10000 gives a photograph in other colours.",
        0.0,
        1e6,
        logarithmic=True,
    )
    content_measure: str = choice(
        "mean",
        "Content measure",
        "How the content term counts positions.",
        CONTENT_MEASURES,
    )
    iterations: int = integer(
        80,
        "Iterations",
        "Steps at the smallest scale; larger scales take fewer, down to half at the largest.",
        1,
        100000,
        logarithmic=True,
    )
    optimiser: str = choice(
        "lbfgs", "Optimiser", "The way down: how each step follows from the ones before.", OPTIMISERS
    )
    learning_rate: float = number(
        0.0,
        "Step size",
        "How far the optimiser steps at first, as a share of the way from black to white; 0 takes its usual one.",
        0.0,
        1.0,
    )
    tolerance: float = number(
        1e-4,
        "Settled",
        "A size is done early when 20 iterations lower the loss by less than this share; 0 always goes on to the end.",
        0.0,
        1.0,
    )
    scales: int = integer(
        0,
        "Scales",
        "How many sizes to paint one after another, coarse to fine; 0 chooses, 1 paints at full size only.",
        0,
        16,
    )
    smallest_scale: int = integer(
        128,
        "Smallest scale",
        "The long side, in pixels, of the first, coarsest picture when the scales are chosen automatically.",
        32,
        4096,
        logarithmic=True,
    )
    schedule: str = text(
        "",
        "Sizes by hand",
        "Long sides in pixels with iterations, coarse to fine, as 128:80 256:60; empty: from the settings above.",
        parse_schedule,
    )
    patch_size: int = integer(
        0,
        "Patch size",
        "Larger pictures are painted in overlapping patches of this many pixels a side, each for itself, that come to agree; 0 paints all at once.",
        0,
        16384,
        logarithmic=True,
    )
    patch_overlap: float = number(
        0.125,
        "Patch overlap",
        "How much of a patch its neighbour sees as well, as a share of its side: more hides the borders better and takes longer.",
        0.02,
        0.5,
    )
    patch_rounds: int = integer(
        4,
        "Patch rounds",
        "How often the patches are brought to agree; the iterations are divided among the rounds, at least 20 for each.",
        1,
        1000,
        logarithmic=True,
    )
    patch_agreement: float = number(
        300.0,
        "Patch agreement",
        "How firmly a patch keeps to what its neighbours painted where they overlap.",
        0.0,
        1e6,
        logarithmic=True,
    )
    patch_tolerance: float = number(
        0.1,
        "Patch tolerance",
        "The patches agree, and painting ends, when they differ and change by less than this, in steps of 0 to 255.",
        0.0,
        255.0,
    )

    precision: str = choice(
        "automatic",
        "Precision",
        "How exactly the network computes while it paints; the picture itself always keeps every digit.",
        PRECISIONS,
    )
    memory: str = text(
        "",
        "Memory",
        "How much memory painting may take, as 4GB or 800MB; empty: what there is. Larger pictures are looked at in tiles, to the same result.",
        parse_bytes,
    )

    def with_values(self, values: Mapping[str, object]) -> Settings:
        """A copy with the named values changed. Raises InvalidSetting for an unknown name or a bad value."""
        known = {parameter.name: parameter for parameter in PARAMETERS}
        for name in values:
            if name not in known:
                raise InvalidSetting(
                    name, "There is no such parameter.", f"Known ones are: {', '.join(known)}."
                )
        changes: dict[str, Any] = {name: checked(known[name], value) for name, value in values.items()}
        return dataclasses.replace(self, **changes)

    def values(self) -> dict[str, Value]:
        """Every parameter by name."""
        return dataclasses.asdict(self)


PARAMETERS: tuple[Parameter, ...] = parameters_of(Settings)

"""Which network layers hold the forms, which the manner."""

from __future__ import annotations

from server.figures.study import Panel, Study, grid, renamed, sweep

FIRST = ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1")
SO_FAR = {f"to {FIRST[count - 1]}": " ".join(FIRST[:count]) for count in range(1, 6)}

LAYERS = (
    Study(
        "content-layer",
        "The layer that holds the content",
        "Gatys et al. 2016, figure 5: matched at conv2_2, detail stays and the picture looks as if blended over the photograph; at "
        "conv4_2, texture and forms merge and edges move with the manner.",
        "As reported: at conv1_2 and conv2_2 the photograph's detail stays and the style lies over it like a glaze (edges 0.78 and 0.84); from "
        "conv3_2 to conv5_2 forms bend to the strokes (0.66, 0.57, 0.41). At 128 pixels conv1_2 also keeps the photograph's colours.",
        sweep("content_taps", {tap: tap for tap in ("conv1_2", "conv2_2", "conv3_2", "conv4_2", "conv5_2")}),
        columns=5,
        common={"content_weight": 0.03},
        measures=("edges",),
    ),
    Study(
        "layer-weights",
        "How the style layers share the pull",
        "Novak and Nikulin 2016 and others weigh style layers 16/8/4/2/1, equally, or 1/2/4/8/16: early layers give colour and fine "
        "grain, late ones large strokes.",
        "As reported for layers alone: conv1_1 gives colour, conv3_1 strokes, conv5_1 large shapes in strange colours. The three weightings differ "
        "less than reported, because conv4_1, whose losses are largest, rules in each.",
        (
            *sweep(
                "layer_weighting",
                {"16 8 4 2 1": "early", "equal": "uniform", "1 2 4 8 16": "late"},
            ),
            # Each layer alone with the weight that gives it the say that all have together.
            *sweep(
                "style_taps",
                {
                    "conv1_1 alone": "conv1_1:1200",
                    "conv3_1 alone": "conv3_1:5",
                    "conv5_1 alone": "conv5_1:12000",
                },
            ),
        ),
        columns=3,
    ),
    Study(
        "pooling",
        "Maximum or average pooling",
        "Gatys et al. 2016, section 2: average pooling gives slightly more appealing pictures.",
        "As reported, as far as a small difference can be: average pooling gives the smoother, fuller picture, maximum harder marks; as textures both "
        "reach stars and whirls, average with rounder whirls.",
        (
            *sweep("pooling", {"maximum": "max", "average": "average"}),
            *renamed(
                sweep("pooling", {"maximum": "max", "average": "average"}),
                "texture, ",
                mode="texture",
            ),
        ),
        columns=2,
        effort=2.0,
    ),
    Study(
        "content-reconstruction",
        "What a layer knows of the content",
        "Gatys et al. 2016, figure 1, and Mahendran and Vedaldi 2015: from early layers the photograph comes back almost perfectly; from "
        "late ones its forms without the exact pixels.",
        "As reported: from early layers the photograph comes back, from conv4_1 and conv5_1 forms without pixels; the captions measure the edges. The "
        "noise of the start is faint, because what it has of the finest grain stays: from full contrast conv3_1 ended 46 of 255 from the photograph at "
        "112 pixels after 60 evaluations, under a checkerboard, from a tenth of it 9, without.",
        (
            Panel("the photograph", shows="content"),
            *sweep("content_taps", {tap: tap for tap in FIRST}, mode="content"),
        ),
        columns=3,
        effort=3.0,
        measures=("edges",),
    ),
    Study(
        "style-reconstruction",
        "What the Gram matrices know of the style",
        "Gatys et al. 2016, figure 1: with more and later layers the texture matches the painting at a growing scale, while the "
        "arrangement of the scene is lost.",
        "As reported: conv1_1 gives the palette in specks, each further layer larger structure, up to whole stars and whirls from conv4_1 on; the "
        "arrangement of the scene is lost.",
        (
            Panel("the style", shows="style"),
            *sweep("style_taps", SO_FAR, mode="texture"),
        ),
        columns=3,
        effort=3.0,
    ),
    Study(
        "normalised-weights",
        "Filters scaled to a mean activation of 1",
        "Gatys et al. 2016, section 2: the rescaling leaves the network's output as it is; it makes layers comparable, so that "
        "equal weights mean equal say.",
        "Found with weights made from nine pictures at hand, five of them paintings: the style losses of the five layers, which span 4e4 to 2e9 with "
        "the original weights, lie between 0.5 and 22. At a style weight of 1e5 the pictures are then alike; the original's are ruled by conv4_1. "
        "Made from photographs alone, filters that they hardly stir were blown up so far that a few of them ruled everything and the picture did not "
        "move.",
        grid(
            {
                "original": {"network": "vgg19"},
                "normalised, style x 1e5": {"network": "vgg19-normalised", "style_weight": 1e5},
            },
            {f"content {value:g}": {"content_weight": value} for value in (1e-4, 1e-3, 1e-2)},
        ),
        columns=3,
        measures=("edges",),
    ),
)

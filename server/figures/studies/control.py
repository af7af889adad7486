"""What a painter steers: edges, photographs, colours, several styles."""

from __future__ import annotations

from server.figures.study import Panel, Study, sweep

CONTROL = (
    Study(
        "edges",
        "Outlines painted apart",
        "Splitting the style term by a soft mask E of the content's edges, w^E |G(E.X) - G(S)|^2 + w^(1-E) |G((1-E).X) - G(S)|^2, was reported to "
        "keep outlines while surfaces are painted.",
        "With the formula as published it did not reproduce: both parts are asked for the whole style, so flat surfaces must grow edges of their own, "
        "and the agreement of edges falls. Matched, outlines get the style's outlines and the rest the rest of it, over equal shares of their areas at "
        "every layer. Then agreement rises at equal style loss, as scored by the plain term without any split: here from 0.43 (free, strength 1, style "
        "1.56e8) to 0.55 (matched, strength 2, 1.58e8); one sees it in the rims of the eyes and along the nose, less than the figure says. Of "
        "other pairs, at 160 pixels: coffee and night 0.48 to 0.54, Tübingen and The Scream 0.43 to 0.54; at 96: coffee and discs 0.47 to 0.61, cat "
        "and wave 0.45 to 0.60.",
        (
            *(
                Panel(f"{name}, strength {strength:g}", {"edges": name, "style_strength": strength})
                for name in ("free", "matched", "published")
                for strength in (0.5, 1.0, 2.0)
            ),
        ),
        columns=3,
        preset="Impasto",
        size=1.25,
        effort=1.4,
        measures=("edges", "style"),
    ),
    Study(
        "photo-style",
        "The Matting Laplacian: from painting to photograph",
        "Luan et al. 2017: without the term, lines of the photograph bend and textures appear; with a weight of 1e4 the result is a photograph in "
        "the style's colours; with too much, the style is suppressed.",
        "As reported. The agreement of edges with the photograph rises from 0.53 without the term to 0.66, 0.81 and 0.99 at 1e2, 1e4 and 1e6, and the "
        "bending falls from 1060 to 268, 14 and 3.6; no loss or term is ever negative. A weight of 1 is too little to see; at 1e4 strokes are gone, "
        "eyes and whiskers are the photograph's, and the colours the painting's; at 1e6 hardly more than a tint is left.",
        sweep("photo_weight", {f"weight {value:g}": value for value in (0.0, 1.0, 1e2, 1e4, 1e6)}),
        columns=5,
        preset="Impasto",
        measures=("edges", "bending"),
    ),
    Study(
        "two-styles",
        "Two styles: side by side under soft masks, and blended",
        "Gatys et al. 2017: spatial guidance gives each region its own style, with smooth borders; weighted Gram matrices blend two "
        "manners in one picture.",
        "As reported: left half and right half each take their style and meet over a tenth of the width without a border; the blends move evenly from "
        "blue whirls to orange waves.",
        (
            Panel("first alone"),
            Panel("second alone", styles={1: 1.0}),
            Panel("left first, right second", masks="halves", styles={0: 1.0, 1: 1.0}),
            Panel("blend 3 : 1", styles={0: 3.0, 1: 1.0}),
            Panel("blend 1 : 1", styles={0: 1.0, 1: 1.0}),
            Panel("blend 1 : 3", styles={0: 1.0, 1: 3.0}),
        ),
        columns=3,
        preset="Impasto",
    ),
    Study(
        "colour",
        "Whose colours the result has",
        "Gatys et al. 2017: transfer in luminance alone keeps the photograph's hues exactly; linear matching of the style image's colours "
        "keeps its palette in spirit and lets strokes carry colour.",
        "As reported: kept colours leave the hues to the bit and move only light and dark, so that strokes show least; the tuned style paints in the "
        "photograph's browns with strokes that carry colour. Only the style's colours leaves every form and gives a blue and yellow photograph, with "
        "loose spots of colour.",
        (
            Panel("the photograph", shows="content"),
            *sweep(
                "colors",
                {
                    "from the style": "style",
                    "the original's kept": "keep",
                    "style tuned to the original": "match",
                    "only the style's colours": "only",
                },
            ),
        ),
        columns=3,
        preset="Impasto",
    ),
)

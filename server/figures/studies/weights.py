"""How the terms of the objective are weighed against each other."""

from __future__ import annotations

from server.figures.study import Study, grid, sweep

RATIOS = {"1e-4": 1e-4, "1e-3": 1e-3, "1e-2": 1e-2, "1e-1": 1e-1, "1": 1.0}

WEIGHTS = (
    Study(
        "ratio-sweep",
        "Content weight by style weight",
        "Gatys et al. 2016, figure 4: a small ratio gives a texture of the painting that shows hardly any of the photograph; a large one "
        "keeps the photograph, and the manner is matched less well.",
        "As reported, from the photograph as start: at 1e-4 and 1e-3 the cat is a drawing inside the painting (edges 0.42), at 1e-1 fur and forms "
        "stay under the painting's colours (0.66), at 1 the photograph is all but untouched (0.99).",
        sweep("content_weight", {f"content / style {name}": value for name, value in RATIOS.items()}),
        columns=5,
        measures=("edges",),
    ),
    Study(
        "alpha-beta-grid",
        "Content weight and style weight, each on its own",
        "The papers agree that only the ratio of the two decides the picture, not their absolute size.",
        "As reported, along the diagonals, where the ratio is the same, the pictures agree; where they differ a little, equally many evaluations came "
        "less far.",
        grid(
            {f"style {value:g}": {"style_weight": value} for value in (0.1, 1.0, 10.0)},
            {f"content {value:g}": {"content_weight": value} for value in (1e-3, 1e-2, 1e-1)},
        ),
        columns=3,
    ),
    Study(
        "tv-sweep",
        "Total variation in the objective, squared and absolute",
        "Mahendran and Vedaldi 2015 and Johnson et al. 2016 add total variation against high-frequency grain; more of it blurs, and "
        "the absolute measure keeps edges where the squared one softens them.",
        "As reported: both calm the grain; at equal roughness the absolute measure keeps edges that the squared one blurs (roughness 9.5: 0.52; 7.7: "
        "0.34), and at its strongest leaves flat patches with sharp borders, where the squared one leaves a blur.",
        grid(
            {
                "squared": {"tv_measure": "squared"},
                "absolute x 30": {"tv_measure": "absolute", "tv_weight": 30.0},
            },
            {f"{value:g}": {"smoothness": value} for value in (0.0, 10.0, 100.0, 1000.0)},
        ),
        columns=4,
        preset="Impasto",
        measures=("roughness", "edges"),
    ),
    Study(
        "tv-vs-rof",
        "Smoothness while painting against denoising afterwards",
        "Rudin, Osher and Fatemi 1992: minimising total variation beside the distance to the picture takes noise out and keeps edges. "
        "Within the objective the same penalty changes what is painted; afterwards it only cleans.",
        "As reported: at a roughness of about 7.7, smoothness in the loss leaves an edge agreement of 0.34 and denoising afterwards 0.53, which is "
        "what the unsmoothed picture has. In the loss the penalty also moves the strokes.",
        (
            *sweep("smoothness", {f"in the loss, {value:g}": value for value in (0.0, 10.0, 100.0, 1000.0)}),
            *sweep(
                "rof_weight",
                {f"ROF after, {value:g}": value for value in (0.02, 0.05, 0.1, 0.2)},
                smoothness=0.0,
            ),
        ),
        columns=4,
        preset="Impasto",
        measures=("roughness", "edges"),
    ),
)

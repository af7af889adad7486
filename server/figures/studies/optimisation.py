"""Where the optimisation begins, how it steps, and how it goes on."""

from __future__ import annotations

from server.figures.study import Panel, Study, sweep

OPTIMISATION = (
    Study(
        "init",
        "What the optimisation starts from",
        "Gatys et al. 2016, figure 6: a start from the photograph or the painting leans a little towards it; a start from noise gives "
        "another picture for each seed, all of similar quality.",
        "As reported: from the layer the edges stay (0.58), from the style and from noise the picture is freer (0.23, 0.30, 0.24), and each seed "
        "gives another one. All losses end within 4 % of each other, and going on for as long again gains 2 to 3 %.",
        (
            *sweep("init", {"the layer": "content", "the style": "style"}),
            Panel("noise, seed 0", {"init": "noise", "seed": 0}),
            Panel("noise, seed 1", {"init": "noise", "seed": 1}),
            Panel("noise, twice as long", {"init": "previous"}, after="noise, seed 0"),
            Panel("the layer, twice as long", {"init": "previous"}, after="the layer"),
        ),
        columns=3,
        effort=2.0,
        common={"content_weight": 0.1},
        measures=("edges",),
        plots=True,
    ),
    Study(
        "optimisers",
        "L-BFGS and first-order methods after equally many evaluations",
        "Gatys et al. 2016 found L-BFGS to work best for the synthesis; Adam needs more evaluations and a learning rate, but less memory.",
        "As reported: after 30 evaluations L-BFGS is lowest by far, L-BFGS-B in its box next; the first-order methods are four to five times higher. "
        "Adagrad and RMSprop lie on each other: with these learning rates and so few steps they scale their steps alike.",
        sweep(
            "optimiser",
            {
                "L-BFGS": "lbfgs",
                "L-BFGS-B, box 0..255": "lbfgsb",
                "Adam": "adam",
                "Adagrad": "adagrad",
                "RMSprop": "rmsprop",
                "momentum": "sgd",
            },
        ),
        columns=3,
        plots=True,
    ),
    Study(
        "training-steps",
        "One run, evaluation by evaluation",
        "The loss falls steeply over the first tens of iterations and the picture settles; afterwards only detail sharpens.",
        "As reported: the loss falls to a fifth within 40 evaluations and by 2 % after 80; the cat is there at 5, its colours at 20.",
        (Panel("from noise, ", {"init": "noise"}, snapshots=(2, 5, 10, 20, 40, 80, 120, 160)),),
        columns=4,
        common={"content_weight": 0.1},
        plots=True,
    ),
)

"""Which network judges, and whole configurations side by side."""

from __future__ import annotations

from server.figures.study import Panel, Study, sweep

STAGES = "stage1:1e5 stage2:1e4 stage3:1e3 stage4:1e2"

NETWORKS = (
    Study(
        "configurations",
        "The presets, with the time each took",
        "Gatys et al. 2016 judge by VGG-19, Johnson et al. 2016 by VGG-16 and earlier layers, later work by ResNet-50.",
        "All trained presets carry the manner at once; GatysMax is harsher, Johnson keeps lines crispest, Photo keeps the photograph. At this small "
        "size the times (on two busy cores) say little. ResNet needs torchvision's weights, which this machine could not download.",
        tuple(
            Panel(name, preset=name)
            for name in ("Impasto", "GatysMax", "GatysAvg", "Johnson", "ResNet", "Photo")
        ),
        columns=3,
        measures=("edges",),
    ),
    Study(
        "resnet-variants",
        "VGG and ResNet-50, trained, robust and untrained",
        "Nakano 2019: an ordinary ResNet-50 transfers style poorly, one trained against adversarial examples nearly as well as VGG. "
        "He, Wang and Hopcroft 2016: even random weights carry much of the manner.",
        "Without torchvision's and a robust checkpoint, which could not be had here, only the untrained half can be judged: random VGG-19 carries "
        "palette and soft shading but no strokes; random ResNet-50, its branches scaled so that all stages are about equally loud, the palette and "
        "short strokes under a grain, forms kept. That random weights carry much of the manner reproduced for the palette, not for the large forms.",
        (
            Panel("VGG-19", preset="GatysAvg"),
            Panel("VGG-19, untrained", {"network": "vgg19-random"}, preset="GatysAvg"),
            Panel("ResNet-50, untrained", {"network": "resnet50-random", "content_weight": 0.02}),
            Panel("ResNet-50, torchvision", {"network": "resnet50-torchvision"}),
            Panel("ResNet-50, robust", {"network": "resnet50-robust"}),
        ),
        columns=3,
        preset="ResNet",
        measures=("edges",),
    ),
    Study(
        "resnet-weights",
        "The stages of ResNet-50",
        "Later stages of a ResNet have few strong channels: with equal weights one stage rules, falling weights 1e5 1e4 1e3 1e2 "
        "balance them (Wang et al. 2021 trace it to the peaks that residual connections carry).",
        "Made with random weights of stages that are about equally loud; torchvision's could not be had. Stage 1 alone gives the palette evenly, each "
        "later stage a coarser grain in fewer of its colours, stage 4 only red specks; with equal weights the late stages' grain shows, with falling "
        "ones it does not. The published cause, that trained late stages have peaks, can neither be confirmed nor denied with these.",
        (
            *sweep(
                "style_taps",
                {"1e5 1e4 1e3 1e2": STAGES, "equal": "stage1:1e4 stage2:1e4 stage3:1e4 stage4:1e4"},
            ),
            *sweep(
                "style_taps",
                {f"{stage} alone": f"{stage}:1e5" for stage in ("stage1", "stage2", "stage3", "stage4")},
            ),
        ),
        columns=3,
        preset="ResNet",
        common={"network": "resnet50-random", "content_weight": 0.02},
    ),
)

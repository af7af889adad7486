"""Large pictures: what size does to the manner, coarse-to-fine painting, and patches."""

from __future__ import annotations

from server.figures.study import Panel, Study

SIZE = (
    Study(
        "resolution-effect",
        "The same objective at growing sizes, one scale only",
        "The network's receptive fields have a fixed size in pixels: at 1000 pixels a single scale makes only small texture where at "
        "250 it makes large strokes (Gatys et al. 2017, section 6).",
        "As reported: at 77 pixels the strokes are as broad as the eyes; at 307 the same objective lays only fine curls over an almost intact "
        "photograph. (The default settings answer with several scales: see the next sheet).",
        tuple(
            Panel(f"{name} the size", {"scales": 1}, size=factor)
            for name, factor in (
                ("a quarter of", 0.25),
                ("0.4 times", 0.4),
                ("0.65 times", 0.65),
                ("full", 1.0),
            )
        ),
        columns=4,
        size=2.4,
        preset="GatysAvg",
        measures=("edges",),
    ),
    Study(
        "multi-scale",
        "One scale against coarse to fine",
        "Gatys et al. 2017, section 6: painting small first and starting the large picture from the result carries large strokes to high resolution, and "
        "is quicker than painting large alone.",
        "As reported. At 1000 pixels (impasto figures --only multi-scale --size 1000 --iterations 40; kept in docs/figures) one scale gives the "
        "photograph fine curls; coarse to fine, broad flat strokes carry the picture. Judged at full size both reach about the same style loss "
        "(2.3e7 and 2.6e7), judged at a quarter of the size coarse to fine has a third (6.7e8 against 1.8e9). It was no quicker here: 40 evaluations "
        "at one scale took 287 s, 180 over six scales 384 s. The balance must not depend on size: with the published sum over positions the content "
        "term is eleven times stronger at 1000 pixels than at 300, and both ways left the photograph nearly as it was (coarse style 1.4e8 and 1.2e8 "
        "of another weighting).",
        (
            Panel("the photograph", shows="content"),
            Panel("one scale", {"scales": 1}),
            Panel("coarse to fine", {"scales": 0}),
        ),
        columns=3,
        preset="Impasto",
        size=2.4,
        measures=("edges", "style", "coarse style"),
    ),
    Study(
        "admm-patches",
        "Overlapping patches that agree (ADMM)",
        "Consensus by the alternating direction method of multipliers (Boyd et al. 2011) lets patches of bounded size solve a picture of any size; "
        "after a few rounds no seam shows. One round is a plain blend of patches.",
        "As reported, no seam shows. The step across patch borders against elsewhere is 0.97 for the picture painted at once, 1.05 for a blend and 1.10 "
        "after four rounds, and the photograph itself has 1.12 at such places; only the cut one (1.03) shows its line beside the nose. A plain blend gets "
        "worse the longer each patch is painted, because what is averaged agrees less and less (style 4.6e8 after 33 evaluations, 5.8e8 after 96); rounds "
        "pay once each has evaluations enough: four of 24 end at 4.5e8, four of 8 at 8.5e8, so a round has at least 20. All at once is better still "
        "(1.2e8): each patch has to match the whole style by itself. Large (coffee and night at 900 x 600, six patches of 384, impasto stylize --size 900 "
        "--patch-size 384): 0.91 at once and in the photograph, 0.87 blended after one round, 0.93 after two; 1.1 GB instead of 2.0, 184 s instead of 112.",
        (
            Panel("all at once", {"patch_size": 0}),
            Panel("cut: 2 to 4 pixels of overlap, one round", {"patch_overlap": 0.02, "patch_rounds": 1}),
            Panel("overlap of a quarter, one round", {"patch_rounds": 1}),
            Panel("four rounds", {"patch_rounds": 4}),
        ),
        columns=4,
        size=1.22,
        preset="Impasto",
        effort=3.2,
        common={"patch_size": 80, "patch_overlap": 0.25, "scales": 1},
        measures=("seams", "style"),
    ),
)

"""The loss while painting, as a picture: one curve for each term."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LossPoint:
    """One iteration: the scale it belongs to and its weighted terms."""

    scale: int
    terms: Mapping[str, float]


def write_loss_plot(path: Path, points: list[LossPoint]) -> None:
    """Writes a PNG, PDF or SVG by the file's ending. Terms that are 0 all along are left out."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=120, layout="constrained")
    numbers = range(1, len(points) + 1)
    final = []
    for name in sorted({name for point in points for name in point.terms}):
        values = [point.terms.get(name, 0.0) for point in points]
        if any(values):
            axes.plot(numbers, values, label=name)
            final.append(values[-1])
    for number, (before, after) in enumerate(itertools.pairwise(points), start=1):
        if after.scale != before.scale:
            axes.axvline(number + 0.5, color="0.8", linewidth=0.8, zorder=0)
    axes.set(yscale="log", xlabel="iteration (lines: the next scale begins)", ylabel="weighted loss")
    # A start from the content has no content loss at first: its zero would stretch the axis over many decades.
    if final and min(final) > 0:
        axes.set_ylim(bottom=min(final) / 10)
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)
    pyplot.close(figure)

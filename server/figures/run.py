"""Paints the panels of a study."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from models.missing import ModelMissing
from server.engine.networks import Networks
from server.engine.presets import preset
from server.engine.settings import Settings
from server.engine.spec import Iterate, Region, StyleImage, StyleSpec
from server.engine.stylize import stylize
from server.figures.measures import MEASURES, Painted
from server.figures.pictures import Pictures
from server.figures.study import Panel, Study

SEAM = 0.1  # of the width: over which the masks of two halves fade into each other


@dataclass(frozen=True)
class Cell:
    """One picture on the sheet, and how it came about.

    picture: (3, height, width) 0..1; None where a model is missing, and `missing` says which.
    seconds: of painting; losses: one per evaluation, in order.
    """

    caption: str
    picture: Tensor | None
    seconds: float = 0.0
    losses: tuple[float, ...] = ()
    terms: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    stopped: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Bench:
    """What every study is painted with. size: long side in pixels, times the study's own; most: evaluations a scale, at most."""

    networks: Networks
    pictures: Pictures
    size: float
    most: int


def cells(study: Study, bench: Bench, tell: Callable[[str], object]) -> Iterator[Cell]:
    """Paints panel by panel. tell: hears each caption before it is painted."""
    results: dict[str, Tensor] = {}
    for panel in study.panels:
        tell(panel.caption)
        if panel.shows != "result":
            yield Cell(panel.caption, _shown(panel, study, bench))
            continue
        try:
            for cell in _painted(panel, study, bench, results.get(panel.after)):
                if cell.picture is not None:
                    results[panel.caption] = cell.picture
                yield cell
        except ModelMissing as missing:
            yield Cell(panel.caption, None, missing=str(missing))


def settings_of(study: Study, panel: Panel, bench: Bench) -> Settings:
    """The settings of one panel; iterations are cut to the bench's."""
    size = round(bench.size * study.size * panel.size)
    wanted = preset(panel.preset or study.preset).settings.with_values({**study.common, **panel.changes})
    most = max(panel.snapshots, default=round(bench.most * study.effort))
    return replace(wanted, size=max(size, 64), iterations=min(wanted.iterations, most))


def _painted(panel: Panel, study: Study, bench: Bench, start: Tensor | None) -> Iterator[Cell]:
    settings = settings_of(study, panel, bench)
    content = bench.pictures.content_at(settings.size)
    styles = tuple(StyleImage(bench.pictures.styles[index], weight) for index, weight in panel.styles.items())
    spec = StyleSpec(content, styles, settings, _regions(panel.masks, content), start=start)
    began = time.perf_counter()
    losses: list[float] = []
    for iterate in stylize(spec, bench.networks):
        losses.append(iterate.loss)
        taken = len(losses)
        if panel.snapshots and taken in panel.snapshots:
            yield _cell(f"{panel.caption}{taken}", iterate, spec, began, losses, study, bench)
    if not panel.snapshots:
        yield _cell(panel.caption, iterate, spec, began, losses, study, bench)


def _cell(
    caption: str,
    iterate: Iterate,
    spec: StyleSpec,
    began: float,
    losses: list[float],
    study: Study,
    bench: Bench,
) -> Cell:
    seconds = time.perf_counter() - began
    picture = iterate.picture()
    common = preset(study.preset).settings.with_values(study.common)
    painted = Painted(picture, spec, common, bench.networks)
    measured = {name: MEASURES[name](painted) for name in study.measures}
    return Cell(caption, picture, seconds, tuple(losses), dict(iterate.terms), measured, iterate.stopped)


def _shown(panel: Panel, study: Study, bench: Bench) -> Tensor:
    if panel.shows == "content":
        return bench.pictures.content_at(round(bench.size * study.size * panel.size))
    return bench.pictures.styles[next(iter(panel.styles))]


def _regions(masks: str, content: Tensor) -> tuple[Region, ...]:
    if not masks:
        return ()
    height, width = content.shape[1:]
    place = torch.linspace(-0.5, 0.5, width)
    right = (0.5 + place / SEAM).clamp(0, 1).expand(height, width).contiguous()
    return (Region(1 - right, 0), Region(right, 1))

"""The table of studies is complete and holds together."""

from __future__ import annotations

import pytest

from server.engine.presets import preset
from server.figures.measures import MEASURES
from server.figures.studies import STUDIES
from server.figures.study import Study

NAMES = (
    "ratio-sweep tv-sweep tv-vs-rof content-layer layer-weights pooling normalised-weights configurations photo-style init optimisers "
    "alpha-beta-grid training-steps content-reconstruction style-reconstruction resnet-variants resnet-weights edges two-styles "
    "resolution-effect multi-scale admm-patches colour"
)

every = pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.name)


def test_every_study_that_was_asked_for_is_there_once() -> None:
    assert sorted(study.name for study in STUDIES) == sorted(NAMES.split())


@every
def test_the_settings_of_every_panel_are_valid(study: Study) -> None:
    for panel in study.panels:
        preset(panel.preset or study.preset).settings.with_values({**study.common, **panel.changes})


@every
def test_captions_differ_and_what_goes_on_comes_after_its_start(study: Study) -> None:
    captions = [panel.caption for panel in study.panels]
    assert len(set(captions)) == len(captions)
    for number, panel in enumerate(study.panels):
        if panel.after:
            assert panel.after in captions[:number]
            assert panel.changes["init"] == "previous"


@every
def test_measures_are_known_and_the_page_has_both_texts(study: Study) -> None:
    assert set(study.measures) <= set(MEASURES)
    assert study.reported.endswith(".")
    assert study.seen.endswith((".", ".)"))

from __future__ import annotations

import pytest

from server.engine.settings import Settings
from server.engine.weighting import style_weights

FIVE = "conv1_1:2 conv2_1:2 conv3_1:2 conv4_1:2 conv5_1:23"


@pytest.mark.parametrize(
    ("choice", "proportions"),
    [("uniform", [1, 1, 1, 1, 1]), ("early", [16, 8, 4, 2, 1]), ("late", [1, 2, 4, 8, 16])],
)
def test_a_published_weighting_has_its_proportions_and_the_sum_of_the_weights_written(
    choice: str, proportions: list[int]
) -> None:
    weights = list(style_weights(Settings(style_taps=FIVE, layer_weighting=choice)).values())
    assert sum(weights) == pytest.approx(31)
    assert weights == pytest.approx([31 * each / sum(proportions) for each in proportions])


def test_weights_are_those_written_unless_another_choice_is_made() -> None:
    assert style_weights(Settings(style_taps="stage1:1e5 stage2:3")) == {"stage1": 1e5, "stage2": 3.0}


def test_a_single_layer_keeps_its_weight_under_every_choice() -> None:
    for choice in ("own", "uniform", "early", "late"):
        assert style_weights(Settings(style_taps="conv3_1:7", layer_weighting=choice)) == {"conv3_1": 7.0}

from __future__ import annotations

import dataclasses

import pytest

from server.engine.notation import parse_taps
from server.engine.parameters import InvalidSetting
from server.engine.presets import PRESETS, preset
from server.engine.settings import PARAMETERS, Settings


def test_every_field_of_the_settings_is_a_parameter_with_words_for_people() -> None:
    assert [parameter.name for parameter in PARAMETERS] == [
        field.name for field in dataclasses.fields(Settings)
    ]
    for parameter in PARAMETERS:
        assert parameter.label
        assert parameter.help.endswith(".")


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.name)
def test_every_presets_values_pass_their_own_checks(each) -> None:  # type: ignore[no-untyped-def]
    assert Settings().with_values(each.settings.values()) == each.settings


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("style_strength", float("nan"), "not a finite number"),
        ("style_strength", -1.0, "out of range"),
        ("style_strength", "much", "not a number"),
        ("size", 100.5, "not a whole number"),
        ("size", True, "not a number"),
        ("pooling", "median", "not known"),
        ("style_taps", "conv1_1:x", "not a weight"),
        ("style_taps", "conv1_1:-1", "negative"),
        ("content_taps", "  ", "no network layer"),
        ("brush", 3, "no such parameter"),
    ],
)
def test_a_bad_value_is_refused_with_the_fields_name_and_a_remedy(
    name: str, value: object, words: str
) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings().with_values({name: value})
    assert caught.value.field == name
    assert words in caught.value.sentence
    assert caught.value.remedy


def test_numbers_are_brought_to_their_parameters_type() -> None:
    settings = Settings().with_values({"size": 256.0, "style_strength": 2})
    assert (settings.size, type(settings.size)) == (256, int)
    assert (settings.style_strength, type(settings.style_strength)) == (2.0, float)


def test_taps_are_read_with_and_without_weights() -> None:
    assert parse_taps("conv1_1:0.5, conv2_1 conv3_1:16") == {"conv1_1": 0.5, "conv2_1": 1.0, "conv3_1": 16.0}


def test_presets_are_found_by_name_and_the_empty_name_is_the_default() -> None:
    assert preset("gatysmax").name == "GatysMax"
    assert preset("").name == "Impasto"
    with pytest.raises(InvalidSetting, match="Choose one of: Impasto"):
        preset("Rembrandt")

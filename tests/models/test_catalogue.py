"""The catalogue is data: complete, consistent, and read into frozen dataclasses."""

from __future__ import annotations

import dataclasses
import re

import pytest

from models.catalogue import RandomSource, UrlSource, WheelSource, catalogue, entry
from models.formats import READERS
from models.missing import ModelMissing


def test_every_entry_names_a_known_architecture_format_and_licence() -> None:
    for name, item in catalogue().items():
        assert item.name == name
        assert item.architecture in ("vgg16", "vgg19", "resnet50")
        assert isinstance(item.source, RandomSource) or item.format in READERS
        assert item.licence


def test_every_download_is_pinned_by_its_hash() -> None:
    for item in catalogue().values():
        if isinstance(item.source, WheelSource):
            assert re.fullmatch("[0-9a-f]{64}", item.source.wheel_sha256)
            assert re.fullmatch("[0-9a-f]{64}", item.source.sha256)
        if isinstance(item.source, UrlSource):
            assert re.fullmatch("[0-9a-f]{8,64}", item.source.sha256)
            assert item.source.url.startswith("https://")
            assert item.source.sha256 in item.source.url


def test_oxford_weights_get_bgr_and_torchvisions_get_rgb() -> None:
    assert entry("vgg19").input.colour_order == "BGR"
    assert entry("vgg19").input.offset == (-103.939, -116.779, -123.68)
    assert entry("vgg19-torchvision").input.colour_order == "RGB"
    assert entry("vgg19-torchvision").input.scale == pytest.approx((1 / 58.395, 1 / 57.12, 1 / 57.375))


def test_an_unknown_name_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ModelMissing, match=r"no model named 'vgg11'.*vgg19"):
        entry("vgg11")


def test_entries_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry("vgg19").title = "another"  # type: ignore[misc]

"""A job's pictures go to a device together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import torch
from torch import Tensor

from server.engine.spec import Region, StyleImage, StyleSpec


def tensors_in(value: object) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from tensors_in(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from tensors_in(getattr(value, field.name))


def test_every_picture_and_mask_of_a_job_goes_along() -> None:
    mask = torch.ones(4, 5)
    picture = torch.ones(3, 4, 5)
    spec = StyleSpec(
        picture,
        (StyleImage(picture, 2.0, mask),),
        regions=(Region(mask, 0, mask),),
        coverage=mask,
        apply_mask=mask,
        start=picture,
    )
    assert [each.device.type for each in tensors_in(spec.on(torch.device("meta")))] == ["meta"] * 8
    assert spec.on(torch.device("cpu")) == spec

"""Receives an order: the spec, then the chunks of its pictures and masks, checked as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin_common.wire import impasto_pb2 as wire
from server.commission import Commission, Pixels, RegionMasks, StylePicture
from server.engine.settings import Settings
from server.limits import Limits
from server.refusals import InvalidOrder, LimitExceeded
from server.service.translate import depth_of, settings_of
from server.validation import (
    canvas_of,
    check_commission,
    check_mask_size,
    check_pictures,
    check_profile_bytes,
    check_size,
    check_style_index,
    checked_weight,
)

_LABEL_CHARACTERS = 200


def receive(requests: Iterator[wire.StylizeRequest], limits: Limits) -> Commission:
    """The commission that the messages carry. Raises InvalidOrder, LimitExceeded or InvalidSetting."""
    first = next(requests, None)
    if first is None or not first.HasField("spec"):
        raise InvalidOrder("The first message is not the spec.", "Send the spec, then the chunks.", "spec")
    spec = first.spec
    preset, settings = settings_of(spec)
    check_pictures(settings, len(spec.styles), len(spec.regions), limits)
    buffers = _Buffers(limits)
    commission = _declared(spec, preset, settings, buffers, limits)
    buffers.fill(requests)
    check_commission(commission)
    return commission


def _declared(
    spec: wire.Spec, preset: str, settings: Settings, buffers: _Buffers, limits: Limits
) -> Commission:
    """Checks what the spec declares; the commission's arrays are filled by the chunks afterwards."""
    sent = spec.HasField("content")
    content = buffers.image(spec.content, "content") if sent else canvas_of(settings, limits)
    styles = tuple(
        StylePicture(
            buffers.image(style.image, f"styles[{index}].image"),
            checked_weight(style.weight, f"styles[{index}].weight"),
        )
        for index, style in enumerate(spec.styles)
    )
    regions = tuple(
        _region(message, content, styles, buffers, f"regions[{index}]")
        for index, message in enumerate(spec.regions)
    )
    has_mask, has_start = spec.HasField("apply_mask"), spec.HasField("start")
    return Commission(
        content=content,
        styles=styles,
        settings=settings,
        preset=preset,
        regions=regions,
        apply_mask=buffers.mask(spec.apply_mask, content, "apply_mask") if has_mask else None,
        start=buffers.image(spec.start, "start") if has_start else None,
        label=spec.label[:_LABEL_CHARACTERS].strip(),
    )


def _region(
    message: wire.Region, content: Pixels, styles: tuple[StylePicture, ...], buffers: _Buffers, field: str
) -> RegionMasks:
    check_style_index(message.style, len(styles), f"{field}.style")
    if not message.HasField("content_mask"):
        raise InvalidOrder("The region has no mask.", "Send one.", f"{field}.content_mask")
    content_mask = buffers.mask(message.content_mask, content, f"{field}.content_mask")
    if not message.HasField("style_mask"):
        return RegionMasks(content_mask, message.style)
    picture = styles[message.style].pixels
    return RegionMasks(
        content_mask, message.style, buffers.mask(message.style_mask, picture, f"{field}.style_mask")
    )


class _Buffers:
    """The arrays that a spec declares, and how far the chunks have filled each."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pixels = 0
        self._arrays: dict[int, tuple[memoryview, str]] = {}
        self._filled: dict[int, int] = {}

    def image(self, message: wire.Image, field: str) -> Pixels:
        """Room for a picture."""
        check_size(message.width, message.height, field, self._limits)
        check_profile_bytes(message.icc_profile, field, self._limits)
        shape = (message.height, message.width, 4)
        return Pixels(self._room(message.id, shape, depth_of(message, field), field), message.icc_profile)

    def mask(self, message: wire.Mask, picture: Pixels, field: str) -> NDArray[Any]:
        """Room for a mask of the picture's size."""
        check_size(message.width, message.height, field, self._limits)
        check_mask_size((message.width, message.height), (picture.width, picture.height), field)
        return self._room(message.id, (message.height, message.width), np.dtype(np.uint8), field)

    def fill(self, requests: Iterator[wire.StylizeRequest]) -> None:
        """Takes every chunk. Raises InvalidOrder when one does not fit, or when bytes are missing at the end."""
        for request in requests:
            if not request.HasField("chunk"):
                raise InvalidOrder("A message after the first is no chunk.", "Send the spec once.", "chunk")
            self._take(request.chunk)
        for number, (array, field) in self._arrays.items():
            if self._filled[number] < len(array):
                raise InvalidOrder(
                    f"Only {self._filled[number]:,} of {len(array):,} bytes arrived.",
                    f"Send every chunk of id {number}.",
                    field,
                )

    def _room(self, number: int, shape: tuple[int, ...], dtype: np.dtype[Any], field: str) -> NDArray[Any]:
        if number in self._arrays:
            other = self._arrays[number][1]
            raise InvalidOrder(
                f"The id {number} is used twice, by {other} and {field}.",
                "Give each picture and mask an id of its own.",
                f"{field}.id",
            )
        self._pixels += shape[0] * shape[1]
        if self._pixels > self._limits.max_total_pixels:
            raise LimitExceeded(
                "All pictures and masks together are too large.",
                f"Send at most {self._limits.max_total_pixels:,} pixels in all (max_total_pixels).",
                "max_total_pixels",
            )
        array = np.empty(shape, dtype)
        self._arrays[number] = (array.data.cast("B"), field)
        self._filled[number] = 0
        return array

    def _take(self, chunk: wire.Chunk) -> None:
        if chunk.id not in self._arrays:
            known = ", ".join(map(str, self._arrays))
            raise InvalidOrder(
                f"No picture or mask has the id {chunk.id}.", f"Use one of: {known}.", "chunk.id"
            )
        array, field = self._arrays[chunk.id]
        begin, size = self._filled[chunk.id], len(chunk.data)
        if size > self._limits.max_chunk_bytes:
            raise InvalidOrder(
                f"A chunk of {field} has {size:,} bytes.",
                f"Send at most {self._limits.max_chunk_bytes:,} in one.",
                "chunk.data",
            )
        if chunk.offset != begin:
            what = "leaves a gap" if chunk.offset > begin else "overlaps the one before"
            raise InvalidOrder(
                f"A chunk of {field} {what}: it begins at {chunk.offset}, not at {begin}.",
                "Send each picture's chunks in order.",
                "chunk.offset",
            )
        if begin + size > len(array):
            raise InvalidOrder(
                f"The chunks of {field} hold more than its {len(array):,} bytes.",
                "Check its width, height and depth.",
                "chunk.data",
            )
        array[begin : begin + size] = chunk.data
        self._filled[chunk.id] = begin + size

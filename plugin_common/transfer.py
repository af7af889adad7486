"""An order as the messages of the wire contract, and its pixels in chunks, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugin_common.order import BYTES_PER_CHANNEL, CHANNELS, Mask, Order, ParameterValue, Picture
from plugin_common.pixel_buffer import pixel_buffer
from plugin_common.problem import ImpastoProblem, Problem
from plugin_common.wire import impasto_pb2 as wire

CHUNK_BYTES = 1 << 20
_DEPTHS = {"u8": wire.DEPTH_U8, "u16": wire.DEPTH_U16, "f32": wire.DEPTH_F32}
_DEPTH_NAMES = {number: name for name, number in _DEPTHS.items()}


def requests_of(order: Order) -> Iterator[wire.StylizeRequest]:
    """The spec and then every picture's and mask's chunks, made only as they are sent.

    Raises ImpastoProblem at once when a value of the order cannot be put on the wire.
    """
    spec, buffers = _spec_of(order)
    return _requests(spec, buffers)


def _requests(spec: wire.Spec, buffers: list[memoryview]) -> Iterator[wire.StylizeRequest]:
    yield wire.StylizeRequest(spec=spec)
    for number, view in enumerate(buffers, start=1):
        for offset in range(0, len(view), CHUNK_BYTES):
            data = bytes(view[offset : offset + CHUNK_BYTES])
            yield wire.StylizeRequest(chunk=wire.Chunk(id=number, offset=offset, data=data))


def _spec_of(order: Order) -> tuple[wire.Spec, list[memoryview]]:
    """The spec and the buffers it names: the picture or mask with id n is the n-th buffer, counted from 1."""
    buffers: list[memoryview] = []
    spec = wire.Spec(
        preset=order.preset,
        parameters=values_of(order.parameters),
        content=None if order.content is None else _image(order.content, buffers),
        styles=[
            wire.Style(image=_image(style.picture, buffers), weight=style.weight) for style in order.styles
        ],
        regions=[
            wire.Region(
                content_mask=_mask(region.content_mask, buffers),
                style=region.style,
                style_mask=None if region.style_mask is None else _mask(region.style_mask, buffers),
            )
            for region in order.regions
        ],
        apply_mask=None if order.apply_mask is None else _mask(order.apply_mask, buffers),
        start=None if order.start is None else _image(order.start, buffers),
        label=order.label,
    )
    return spec, buffers


def _image(picture: Picture, buffers: list[memoryview]) -> wire.Image:
    if picture.depth not in _DEPTHS:
        sentence = f"The pixel depth '{picture.depth}' is not known."
        raise ImpastoProblem(Problem("INVALID_ARGUMENT", sentence, "Use u8, u16 or f32.", "depth"))
    buffers.append(memoryview(picture.pixels).cast("B"))
    return wire.Image(
        id=len(buffers),
        width=picture.width,
        height=picture.height,
        depth=_DEPTHS[picture.depth],
        icc_profile=picture.icc_profile,
    )


def _mask(mask: Mask, buffers: list[memoryview]) -> wire.Mask:
    buffers.append(memoryview(mask.pixels).cast("B"))
    return wire.Mask(id=len(buffers), width=mask.width, height=mask.height)


def values_of(parameters: Mapping[str, ParameterValue]) -> dict[str, wire.Value]:
    """Plain values as messages. A bool is a flag, an int an integer, a float a number, a str text."""
    return {name: _value_of(value) for name, value in parameters.items()}


def _value_of(value: ParameterValue) -> wire.Value:
    if isinstance(value, bool):
        return wire.Value(flag=value)
    if isinstance(value, int):
        return wire.Value(integer=value)
    if isinstance(value, float):
        return wire.Value(number=value)
    return wire.Value(text=value)


def plain_values(values: Mapping[str, wire.Value]) -> dict[str, ParameterValue]:
    """Messages as plain values: what Describe, Done and ListJobs say, ready for an Order's parameters."""
    return {name: getattr(value, value.WhichOneof("kind") or "number") for name, value in values.items()}


class PictureAssembly:
    """Collects a Result and its chunks into a Picture."""

    def __init__(self, header: wire.Image) -> None:
        self._header = header
        self._depth = _DEPTH_NAMES.get(header.depth, "u8")
        self._pixels = pixel_buffer(header.width * header.height * CHANNELS * BYTES_PER_CHANNEL[self._depth])
        self._filled = 0

    def add(self, chunk: wire.Chunk) -> None:
        """Takes the next chunk; the server sends them in order. Raises ImpastoProblem when there are too many."""
        end = self._filled + len(chunk.data)
        if end > len(self._pixels):
            raise _incomplete("The result arrived with more pixels than it has room for.")
        self._pixels[self._filled : end] = chunk.data
        self._filled = end

    def picture(self) -> Picture:
        """The whole picture. Raises ImpastoProblem when bytes are missing."""
        if self._filled < len(self._pixels):
            raise _incomplete("The result arrived incomplete.")
        header = self._header
        return Picture(header.width, header.height, self._depth, self._pixels, header.icc_profile)


def _incomplete(sentence: str) -> ImpastoProblem:
    return ImpastoProblem(Problem("DATA_LOSS", sentence, "Fetch it again from the list of jobs."))

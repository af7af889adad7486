"""What a painter orders, as plain data that needs no editor and no protobuf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Buffer = bytes | bytearray | memoryview
ParameterValue = float | int | bool | str

CHANNELS = 4
BYTES_PER_CHANNEL = {"u8": 1, "u16": 2, "f32": 4}


@dataclass(frozen=True)
class Picture:
    """RGBA pixels, rows top-down and tight, straight (not premultiplied) alpha, little-endian.

    depth: "u8" (0..255), "u16" (0..65535) or "f32" (0.0..1.0).
    pixels: width * height * 4 channel values. icc_profile: empty for sRGB.
    """

    width: int
    height: int
    depth: str
    pixels: Buffer
    icc_profile: bytes = b""


@dataclass(frozen=True)
class Mask:
    """One byte a pixel, linear coverage 0..255, rows top-down and tight."""

    width: int
    height: int
    pixels: Buffer


@dataclass(frozen=True)
class Style:
    """A style picture; weight is its share beside the others."""

    picture: Picture
    weight: float = 1.0


@dataclass(frozen=True)
class Region:
    """The part of the content under content_mask is painted with styles[style], or the part of it under style_mask."""

    content_mask: Mask
    style: int
    style_mask: Mask | None = None


@dataclass(frozen=True)
class Order:
    """One job. parameters are departures from the preset, by the names that `Client.describe()` gives.

    content: may be None for the mode "texture", whose parameters width and height then give the size. styles: may be
    empty for the mode "content".
    Outside apply_mask the result is the content. start: an earlier result, for the parameter init = "previous".
    label: what lists of jobs show.
    """

    content: Picture | None
    styles: tuple[Style, ...]
    preset: str = ""
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    apply_mask: Mask | None = None
    start: Picture | None = None
    label: str = ""

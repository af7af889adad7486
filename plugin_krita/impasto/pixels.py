"""The one place where Krita's pixels become wire pixels and the reverse.

On the wire: RGBA, sRGB, straight alpha. Krita keeps 8- and 16-bit RGB as blue, green, red, alpha, and floating-point RGB
as red, green, blue, alpha. Every other colour model, depth or profile is converted by Krita itself, in a scratch document.
Each function is work in steps (`steps.py`): a band of rows, then Krita's turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from krita import Document, Node
from PyQt5.QtCore import QByteArray

from plugin_common.order import BYTES_PER_CHANNEL, CHANNELS, Buffer, Mask, Picture
from plugin_common.pixel_buffer import pixel_buffer

from .layer import Box, ColorSpace, Layer, document_space
from .scratch import Scratch
from .steps import Work

SRGB = "sRGB-elle-V2-srgbtrc.icc"
SRGB_NAMES = (SRGB, "sRGB built-in")
GRAY_LIKE_SRGB = "Gray-D50-elle-V2-srgbtrc.icc"
WIRE_SPACES = {
    "u8": ColorSpace("RGBA", "U8", SRGB),
    "u16": ColorSpace("RGBA", "U16", SRGB),
    "f32": ColorSpace("RGBA", "F32", SRGB),
}
# About 15 ms of colour conversion, the slowest thing done to a band
BAND_PIXELS = 1 << 15


def wire_depth(space: ColorSpace) -> str:
    """The depth that loses nothing on the way: 8 bits stay 8 bits only where the conversion keeps every level.

    Krita 5.1.5 converts linear gray, L*a*b* and XYZ to 16-bit RGB and back with errors of 0.04 to 0.1 of full scale in
    the darkest pixels, and to floating-point RGB and back with less than 0.0003 (measured on docs/samples/garden.jpg).
    For CMYK the depth makes no difference: its profiles' own tables are not each other's inverse.
    """
    if space.depth in ("F16", "F32"):
        return "f32"
    same_levels = space.profile in (*SRGB_NAMES, GRAY_LIKE_SRGB) and space.model in ("RGBA", "GRAYA")
    if space.depth == "U8" and same_levels:
        return "u8"
    return "u16" if space.model in ("RGBA", "CMYKA") else "f32"


def read_picture(layer: Layer, box: Box, scratch: Scratch) -> Work:
    """Returns the Picture of what the layer shows in the box. Touches neither the document nor its undo list."""
    depth = wire_depth(layer.color_space)
    pixels = yield from read_in_bands(
        box, CHANNELS * BYTES_PER_CHANNEL[depth], lambda band: _read_band(layer, band, depth, scratch)
    )
    return Picture(box.width, box.height, depth, pixels)


def read_coverage(layer: Layer, box: Box, scratch: Scratch) -> Work:
    """Returns the Mask of what a mask lets through, or of where a layer or group has paint."""

    def read(band: Box) -> bytes:
        if layer.is_mask:
            return layer.mask_pixels(band)
        return _read_band(layer, band, "u8", scratch)[CHANNELS - 1 :: CHANNELS]

    return Mask(box.width, box.height, (yield from read_in_bands(box, 1, read)))


def read_in_bands(box: Box, pixel_size: int, read: Callable[[Box], bytes]) -> Work:
    """Returns the bytes of the whole box, read band by band."""
    whole = pixel_buffer(box.width * box.height * pixel_size)
    for band in bands(box):
        start = (band.y - box.y) * box.width * pixel_size
        whole[start : start + band.width * band.height * pixel_size] = read(band)
        yield None
    return whole


def fill_node(node: Node, document: Document, picture: Picture, box: Box, scratch: Scratch) -> Work:
    """Write the picture into a node that is in no tree yet, in the document's model, depth and profile."""
    space = document_space(document)
    pixel_size = CHANNELS * BYTES_PER_CHANNEL[picture.depth]
    whole = memoryview(picture.pixels).cast("B")
    for band in bands(box):
        start = (band.y - box.y) * box.width * pixel_size
        pixels = swap_red_and_blue(
            bytes(whole[start : start + band.width * band.height * pixel_size]), picture.depth
        )
        if _needs_conversion(space, picture.depth):
            pixels = scratch.convert(pixels, band.width, band.height, WIRE_SPACES[picture.depth], space)
        node.setPixelData(QByteArray(pixels), band.x, band.y, band.width, band.height)
        yield None


def fill_mask(node: Node, mask: Buffer, box: Box) -> Work:
    """Write coverage, a byte a pixel of the box, into a mask."""
    whole = memoryview(mask)
    for band in bands(box):
        start = (band.y - box.y) * box.width
        rows = QByteArray(bytes(whole[start : start + band.width * band.height]))
        node.setPixelData(rows, band.x, band.y, band.width, band.height)
        yield None


def swap_red_and_blue(pixels: bytes, depth: str) -> bytes:
    """Krita's channel order to the wire's, or back: the same exchange. Floating-point pixels have one order in both."""
    if depth == "f32":
        return pixels
    swapped = bytearray(pixels)
    source, target = memoryview(pixels), memoryview(swapped)
    if depth == "u16":
        source, target = source.cast("H"), target.cast("H")
    target[0::CHANNELS] = source[2::CHANNELS]
    target[2::CHANNELS] = source[0::CHANNELS]
    return bytes(swapped)


def bands(box: Box) -> Iterator[Box]:
    """The box cut into rows of boxes small enough for one step."""
    rows = max(1, BAND_PIXELS // max(1, box.width))
    for y in range(box.y, box.y + box.height, rows):
        yield replace(box, y=y, height=min(rows, box.y + box.height - y))


def _read_band(layer: Layer, band: Box, depth: str, scratch: Scratch) -> bytes:
    pixels, space = layer.pixels(band), layer.color_space
    if _needs_conversion(space, depth):
        pixels = scratch.convert(pixels, band.width, band.height, space, WIRE_SPACES[depth])
    return swap_red_and_blue(pixels, depth)


def _needs_conversion(space: ColorSpace, depth: str) -> bool:
    wire = WIRE_SPACES[depth]
    return (space.model, space.depth) != (wire.model, wire.depth) or space.profile not in SRGB_NAMES

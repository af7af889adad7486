"""Every colour model and depth that Krita offers for a document."""

from __future__ import annotations

import struct

import pytest
from easel import QUICK, Easel, raw
from PyQt5.QtCore import QByteArray

SPACES = [
    (model, depth)
    for model, depths in {
        "RGBA": ("U8", "U16", "F16", "F32"),
        "GRAYA": ("U8", "U16", "F16", "F32"),
        "CMYKA": ("U8", "U16", "F32"),
        "LABA": ("U8", "U16", "F32"),
        "XYZA": ("U16", "F32"),
    }.items()
    for depth in depths
]
CHANNELS = {"RGBA": 4, "GRAYA": 2, "CMYKA": 5, "LABA": 4, "XYZA": 4}
CODES = {"U8": "B", "U16": "H", "F16": "e", "F32": "f"}
FULL = {"U8": 255, "U16": 65535, "F16": 1.0, "F32": 1.0}
WHOLE = (0, 0, 64, 48)


def values(data: bytes, depth: str) -> tuple[float, ...]:
    return struct.unpack(f"<{len(data) // struct.calcsize(CODES[depth])}{CODES[depth]}", data)


def fade(data: bytes, model: str, depth: str) -> bytes:
    """The pixels with an alpha that rises from left to right."""
    channels, code = CHANNELS[model], CODES[depth]
    numbers = list(values(data, depth))
    for place in range(len(numbers) // channels):
        share = 0.25 + 0.75 * (place % 64) / 63
        alpha = share * FULL[depth]
        numbers[place * channels + channels - 1] = round(alpha) if depth.startswith("U") else alpha
    return struct.pack(f"<{len(numbers)}{code}", *numbers)


@pytest.mark.parametrize("model, depth", [space for space in SPACES if space[0] != "XYZA"])
def test_the_result_has_model_depth_and_profile_of_the_document_and_the_alpha_of_its_source(
    easel: Easel, model: str, depth: str
) -> None:
    document = easel.document(64, 48, model, depth)
    paint = easel.layer(document, "Paint", "swirling_night")
    photo = easel.layer(document, "Photo", "garden")
    pixels = fade(easel.ui(lambda: raw(photo, WHOLE)), model, depth)
    easel.ui(lambda: photo.setPixelData(QByteArray(pixels), *WHOLE))
    before = easel.ui(lambda: (document.colorModel(), document.colorDepth(), document.colorProfile()))
    undo = easel.ui(lambda: easel.app.action("edit_undo").text())
    easel.choose(style=easel.layer_style(paint), parameters=QUICK)
    layer = easel.paint()
    assert easel.ui(lambda: (layer.colorModel(), layer.colorDepth(), layer.colorProfile())) == before
    painted = easel.ui(lambda: raw(layer, WHOLE))
    channels = CHANNELS[model]
    assert values(painted, depth)[channels - 1 :: channels] == values(pixels, depth)[channels - 1 :: channels]
    assert easel.ui(lambda: raw(photo, WHOLE)) == pixels
    assert painted != pixels
    assert "Convert" not in undo + easel.ui(lambda: easel.app.action("edit_undo").text())


@pytest.mark.parametrize("model, depth", SPACES)
def test_the_journey_to_the_wire_and_back_changes_no_colour_by_more_than_the_depth_can_tell(
    easel: Easel, model: str, depth: str
) -> None:
    """Without a run between, compared as sRGB. The two tables of a CMYK profile are not each other's inverse, so that Krita's
    own conversion there and back moves colours by as much as is allowed here."""
    from impasto.layer import Box, Layer
    from impasto.pixels import fill_node, read_picture
    from impasto.scratch import Scratch
    from impasto.steps import run_through

    document = easel.document(64, 48, model, depth)
    photo = easel.layer(document, "Photo", "garden")

    def journey() -> tuple[object, object]:
        scratch, box = Scratch(), Box(*WHOLE)
        sent = run_through(read_picture(Layer(document, photo), box, scratch))
        node = document.createNode("back", "paintlayer")
        run_through(fill_node(node, document, sent, box, scratch))
        sent_again = run_through(read_picture(Layer(document, node), box, scratch))
        scratch.close()
        return sent, sent_again

    there, again = easel.ui(journey)
    code, full = {"u8": ("B", 255), "u16": ("H", 65535), "f32": ("f", 1.0)}[there.depth]
    pairs = zip(memoryview(there.pixels).cast(code), memoryview(again.pixels).cast(code), strict=True)
    worst = max(abs(a - b) for a, b in pairs) / full
    print(f"{model} {depth}: at most {worst:.5f} of full scale")
    assert worst <= (0.14 if model == "CMYKA" else 1.01 / 255 if depth == "U8" else 0.001)


def test_the_colours_of_an_untouched_wire_picture_are_srgb(easel: Easel) -> None:
    """Pure red in a linear 16-bit document arrives as red, full and opaque, in the wire's own order."""
    from impasto.layer import Box, Layer
    from impasto.pixels import read_picture
    from impasto.scratch import Scratch
    from impasto.steps import run_through

    document = easel.document(8, 8, "RGBA", "U16")
    node = easel.layer(document, "Red", "garden")
    half = struct.pack("<4H", 0, 0, 32768, 65535)  # blue, green, red, alpha; half of the light

    def read() -> object:
        node.setPixelData(QByteArray(half * 64), 0, 0, 8, 8)
        return run_through(read_picture(Layer(document, node), Box(0, 0, 8, 8), Scratch()))

    sent = easel.ui(read)
    red, green, blue, alpha = struct.unpack_from("<4H", bytes(sent.pixels))
    assert (green, blue, alpha) == (0, 0, 65535)
    assert abs(red / 65535 - 0.7354) < 0.002  # sRGB of 0.5: 1.055 * 0.5 ** (1 / 2.4) - 0.055

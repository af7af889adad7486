"""Pixels in chunks: what arrives is what was sent, or nobody gets it."""

from __future__ import annotations

import pytest

from plugin_common.problem import ImpastoProblem
from plugin_common.transfer import PictureAssembly
from plugin_common.wire import impasto_pb2 as wire

HEADER = wire.Image(id=1, width=3, height=2, depth=wire.DEPTH_U16)
PIXELS = bytes(range(3 * 2 * 4 * 2))


def test_chunks_become_the_picture_that_was_sent() -> None:
    assembly = PictureAssembly(HEADER)
    for start in range(0, len(PIXELS), 20):
        assembly.add(wire.Chunk(id=1, offset=start, data=PIXELS[start : start + 20]))
    picture = assembly.picture()
    assert (picture.width, picture.height, picture.depth) == (3, 2, "u16")
    assert picture.pixels == PIXELS


def test_a_picture_with_missing_bytes_is_refused() -> None:
    assembly = PictureAssembly(HEADER)
    assembly.add(wire.Chunk(id=1, data=PIXELS[:-1]))
    with pytest.raises(ImpastoProblem, match="incomplete"):
        assembly.picture()


def test_a_picture_with_bytes_too_many_is_refused() -> None:
    assembly = PictureAssembly(HEADER)
    assembly.add(wire.Chunk(id=1, data=PIXELS))
    with pytest.raises(ImpastoProblem, match="more pixels"):
        assembly.add(wire.Chunk(id=1, data=b"\0"))

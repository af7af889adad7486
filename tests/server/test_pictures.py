"""Picture files keep their depth, profile and alpha through reading and writing."""

from __future__ import annotations

from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from server.commission import Pixels
from server.pictures import check_writable, read_mask, read_picture, write_picture
from server.refusals import InvalidOrder

PROFILE: bytes = imagecodecs.cms_profile("srgb")


def pixels(dtype: type, opaque: bool = False, profile: bytes = PROFILE) -> Pixels:
    unit = np.random.default_rng(1).random((11, 17, 4))
    if opaque:
        unit[..., 3] = 1
    if dtype is np.float32:
        return Pixels(unit.astype(np.float32), profile)
    return Pixels(np.rint(unit * np.iinfo(dtype).max).astype(dtype), profile)


@pytest.mark.parametrize("opaque", [True, False])
@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        ("a.png", np.uint8),
        ("a.png", np.uint16),
        ("a.tif", np.uint8),
        ("a.tif", np.uint16),
        ("a.tiff", np.float32),
    ],
)
def test_lossless_files_come_back_as_they_were(tmp_path: Path, name: str, dtype: type, opaque: bool) -> None:
    original = pixels(dtype, opaque)
    write_picture(tmp_path / name, original)
    again = read_picture(tmp_path / name)
    assert again.values.dtype == dtype and np.array_equal(again.values, original.values)
    assert again.icc_profile == PROFILE


def test_an_opaque_picture_is_written_without_alpha(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", pixels(np.uint8, opaque=True))
    write_picture(tmp_path / "b.png", pixels(np.uint16, opaque=True))
    assert Image.open(tmp_path / "a.png").mode == "RGB"
    assert imagecodecs.png_decode((tmp_path / "b.png").read_bytes()).shape[2] == 3


def test_the_profile_in_a_16_bit_png_is_read_by_others(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.png", pixels(np.uint16))
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["icc_profile"] == PROFILE


def test_a_float_picture_becomes_a_16_bit_png(tmp_path: Path) -> None:
    original = pixels(np.float32)
    write_picture(tmp_path / "a.png", original)
    again = read_picture(tmp_path / "a.png").values
    assert again.dtype == np.uint16 and np.abs(again / 65535 - original.values).max() < 1e-5


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_lossy_files_stay_close_and_keep_the_profile(tmp_path: Path, name: str) -> None:
    smooth = np.linspace(0, 255, 64 * 48 * 4).reshape(48, 64, 4).astype(np.uint8)
    smooth[..., 3] = 255
    write_picture(tmp_path / name, Pixels(smooth, PROFILE))
    again = read_picture(tmp_path / name)
    assert again.icc_profile == PROFILE
    assert np.abs(again.values.astype(int) - smooth).mean() < 4


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_picture_becomes_rgba(tmp_path: Path, mode: str) -> None:
    gray = np.linspace(0, 255, 60).reshape(6, 10).astype(np.uint8)
    deep = mode == "I;16"
    image = Image.fromarray(gray.astype(np.uint16) * 257) if deep else Image.fromarray(gray).convert(mode)
    path = tmp_path / ("a.tif" if mode == "CMYK" else "a.png")
    image.save(path)
    values = read_picture(path).values
    assert values.shape == (6, 10, 4)
    assert np.corrcoef(values[..., 0].ravel().astype(float), gray.ravel())[0, 1] > 0.6


def test_a_photograph_taken_sideways_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    Image.new("RGB", (30, 20)).save(tmp_path / "a.jpg", exif=exif)
    assert read_picture(tmp_path / "a.jpg").values.shape == (30, 20, 4)


def test_a_mask_is_lightness_times_opacity(tmp_path: Path) -> None:
    Image.new("LA", (4, 3), (200, 128)).save(tmp_path / "m.png")
    mask = read_mask(tmp_path / "m.png")
    assert mask.shape == (3, 4) and mask.dtype == np.uint8 and (mask == 100).all()
    tifffile.imwrite(tmp_path / "m.tif", np.full((3, 4), 32768, np.uint16), photometric="minisblack")
    assert (read_mask(tmp_path / "m.tif") == 128).all()


@pytest.mark.parametrize(
    "content", [None, b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\x10" * 40, b"II*\0" + b"\1" * 9]
)
def test_a_file_that_is_no_picture_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidOrder) as raised:
        read_picture(path)
    assert raised.value.field == str(path) and raised.value.remedy


@pytest.mark.parametrize("name", ["a.gif", "a", "no/such/folder/a.png"])
def test_what_cannot_be_written_is_known_before_painting(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidOrder):
        check_writable(tmp_path / name)
    check_writable(tmp_path / "a.PNG")

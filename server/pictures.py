"""Picture files: PNG, JPEG, TIFF and whatever Pillow reads, with their colour profile and 16 bits where they have them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageOps

from server.commission import Pixels
from server.refusals import InvalidOrder

_PNG = b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II*\0", b"MM\0*")
_ICC_TAG = 34675
_DEPTH_OFFSET = 24  # of the bit depth in a PNG file
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,  # Pillow, for a broken PNG
    IndexError,  # tifffile, for a TIFF without a page
    Image.DecompressionBombError,
    imagecodecs.PngError,
)
_WRITTEN = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")


def read_picture(path: Path) -> Pixels:
    """A picture file as RGBA; 8 bits, or 16 or float where the file has them. Raises InvalidOrder naming the file."""
    try:
        head = path.open("rb").read(_DEPTH_OFFSET + 1)
        if head.startswith(_PNG) and head[_DEPTH_OFFSET:] == b"\x10":
            return _read_png_16(path)
        if head.startswith(_TIFF) and (deep := _read_deep_tiff(path)) is not None:
            return deep
        return _read_with_pillow(path)
    except FileNotFoundError:
        raise InvalidOrder("There is no such file.", "Check its name.", str(path)) from None
    except _UNREADABLE as error:
        raise InvalidOrder(
            f"The picture cannot be read ({error}).", "Use a PNG, JPEG or TIFF.", str(path)
        ) from None


def read_mask(path: Path) -> NDArray[np.uint8]:
    """A mask file as (height, width) uint8 coverage: its lightness times its opacity, taken as linear."""
    values = read_picture(path).values
    full = 1.0 if values.dtype == np.float32 else float(np.iinfo(values.dtype).max)
    unit = np.clip(values.astype(np.float64) / full, 0, 1)
    return _rounded(unit[..., :3].mean(axis=-1) * unit[..., 3] * 255)


def check_writable(path: Path) -> None:
    """Raises InvalidOrder, before hours of painting, when the result could not be written."""
    if path.suffix.lower() not in _WRITTEN:
        raise InvalidOrder(
            f"A file that ends in '{path.suffix}' cannot be written.",
            f"Use one of: {' '.join(_WRITTEN)}.",
            str(path),
        )
    if not path.parent.is_dir():
        raise InvalidOrder(f"There is no folder {path.parent}.", "Make it first.", str(path))


def write_picture(path: Path, pixels: Pixels) -> None:
    """Writes with the colour profile; without an alpha channel when every pixel is opaque.

    PNG holds 8 or 16 bits (floats become 16), TIFF all depths, the others 8 bits.
    """
    values, profile = _without_needless_alpha(pixels.values), pixels.icc_profile
    kind = path.suffix.lower()
    if kind in (".tif", ".tiff"):
        tifffile.imwrite(
            path,
            values,
            photometric="rgb",
            extrasamples=("unassalpha",) if values.shape[2] == 4 else None,
            iccprofile=profile or None,
            compression="adobe_deflate",
        )
    elif kind == ".png" and values.dtype != np.uint8:
        path.write_bytes(_with_profile(bytes(imagecodecs.png_encode(_as_16_bits(values))), profile))
    else:
        image = Image.fromarray(_as_8_bits(values))
        if kind in (".jpg", ".jpeg"):
            image = image.convert("RGB")
        image.save(path, icc_profile=profile or None, quality=95)


def _read_with_pillow(path: Path) -> Pixels:
    with Image.open(path) as file:
        image = ImageOps.exif_transpose(file)
        profile = image.info.get("icc_profile", b"")
        if image.mode.startswith("I;16") or image.mode in ("I", "F"):
            gray = np.asarray(image)
            return Pixels(_as_rgba(gray.astype(np.float32 if image.mode == "F" else np.uint16)), profile)
        if image.mode not in ("RGB", "RGBA", "L", "LA", "P", "PA", "1"):
            profile = b""  # of CMYK or Lab values, which Pillow brings to sRGB
        return Pixels(np.array(image.convert("RGBA")), profile)


def _read_png_16(path: Path) -> Pixels:
    with Image.open(path) as file:
        profile = file.info.get("icc_profile", b"")
    return Pixels(_as_rgba(imagecodecs.png_decode(path.read_bytes())), profile)


def _read_deep_tiff(path: Path) -> Pixels | None:
    """A TIFF of 16 bits or floats; None for others, which Pillow reads."""
    with tifffile.TiffFile(path) as file:
        page = file.pages.first
        if page.dtype not in (np.uint16, np.float32) or page.photometric not in (1, 2):
            return None
        tag = page.tags.get(_ICC_TAG)
        values = page.asarray()
        if page.planarconfig == 2 and values.ndim == 3:
            values = values.transpose(1, 2, 0)
        return Pixels(_as_rgba(values), tag.value if tag else b"")


def _as_rgba(values: NDArray[Any]) -> NDArray[Any]:
    """(height, width) or (height, width, 1 to 4) to (height, width, 4); 1 and 3 channels are opaque."""
    if values.ndim == 2:
        values = values[..., None]
    channels = values.shape[2]
    full = 1.0 if values.dtype == np.float32 else np.iinfo(values.dtype).max
    result = np.full((*values.shape[:2], 4), full, dtype=values.dtype)
    result[..., :3] = values[..., :3] if channels >= 3 else values[..., :1]
    if channels in (2, 4):
        result[..., 3] = values[..., -1]
    return result


def _without_needless_alpha(values: NDArray[Any]) -> NDArray[Any]:
    full = 1.0 if values.dtype == np.float32 else np.iinfo(values.dtype).max
    opaque = bool((values[..., 3] >= full).all())
    return np.ascontiguousarray(values[..., :3]) if opaque else values


def _as_8_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    if values.dtype == np.float32:
        values = np.clip(values, 0, 1) * 255
    elif values.dtype == np.uint16:
        values = values / 257.0
    return _rounded(values)


def _rounded(values: NDArray[Any]) -> NDArray[np.uint8]:
    whole: NDArray[np.uint8] = np.rint(values).astype(np.uint8)
    return whole


def _as_16_bits(values: NDArray[Any]) -> NDArray[np.uint16]:
    if values.dtype == np.float32:
        values = np.rint(np.clip(values, 0, 1) * 65535)
    return values.astype(np.uint16)


def _with_profile(png: bytes, profile: bytes) -> bytes:
    """The PNG with an iCCP chunk after its header, where the format wants it."""
    if not profile:
        return png
    body = b"iCCP" + b"ICC profile\0\0" + zlib.compress(profile)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    header_end = len(_PNG) + 4 + 4 + 13 + 4
    return png[:header_end] + chunk + png[header_end:]

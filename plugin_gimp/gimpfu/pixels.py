"""Pixel access: regions with slicing, tiles, single pixels; and whole rectangles in any babl format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import backend

# Edge of a tile in GIMP 2; plug-ins step by it.
TILE = 64


def read(drawable: Any, format: str, x: int = 0, y: int = 0, width: int = 0, height: int = 0) -> bytes:
    """A rectangle of a drawable (all of it by default) in a babl format such as "R'G'B'A float", rows top-down."""
    pixels = backend.current().pixels(drawable.ID, False, format)
    return pixels.read(x, y, width or drawable.width, height or drawable.height)


def write(
    drawable: Any, format: str, data: bytes, x: int = 0, y: int = 0, width: int = 0, height: int = 0
) -> None:
    """Puts such a rectangle back and tells GIMP to redraw it."""
    width, height = width or drawable.width, height or drawable.height
    backend.current().pixels(drawable.ID, False, format).write(x, y, width, height, data)
    drawable.update(x, y, width, height)


class PixelRgn:
    """`drawable.get_pixel_rgn(x, y, width, height, dirty, shadow)`: `region[x, y]` and `region[x1:x2, y1:y2]` are
    bytes, 8 bits a channel. With shadow=True writing goes to a copy that `drawable.merge_shadow()` lays over."""

    def __init__(
        self, drawable: Any, x: int, y: int, width: int, height: int, dirty: bool = True, shadow: bool = False
    ) -> None:
        self.drawable = drawable
        self.dirty, self.shadow = bool(dirty), bool(shadow)
        self.resize(x, y, width, height)
        self._pixels = backend.current().pixels(drawable.ID, self.shadow, None)
        self.bpp = self._pixels.bpp

    @property
    def rowstride(self) -> int:
        return self.w * self.bpp

    def resize(self, x: int, y: int, width: int, height: int) -> None:
        self.x, self.y, self.w, self.h = int(x), int(y), int(width), int(height)

    def __getitem__(self, where: tuple[int | slice, int | slice]) -> bytes:
        return self._pixels.read(*self._rectangle(where))

    def __setitem__(self, where: tuple[int | slice, int | slice], value: Any) -> None:
        x, y, width, height = self._rectangle(where)
        data = as_bytes(value)
        if len(data) != width * height * self.bpp:
            raise TypeError(
                f"{width} x {height} pixels of {self.bpp} bytes need {width * height * self.bpp} bytes, "
                f"{len(data)} were given."
            )
        self._pixels.write(x, y, width, height, data)

    def _rectangle(self, where: tuple[int | slice, int | slice]) -> tuple[int, int, int, int]:
        if not isinstance(where, tuple) or len(where) != 2:
            raise TypeError("A pixel region is read as region[x, y], each a number or a slice.")
        x, width = _span(where[0], self.x, self.w)
        y, height = _span(where[1], self.y, self.h)
        return x, y, width, height


class Tile:
    """A 64 x 64 square (smaller at the edges) of a drawable: `tile[index]` or `tile[x, y]` is one pixel's bytes."""

    def __init__(self, drawable: Any, shadow: bool, row: int, column: int) -> None:
        self.drawable, self.shadow, self.dirty = drawable, bool(shadow), False
        columns = -(-drawable.width // TILE)
        self.tile_num = row * columns + column
        self._x, self._y = column * TILE, row * TILE
        self.ewidth = min(TILE, drawable.width - self._x)
        self.eheight = min(TILE, drawable.height - self._y)
        if self.ewidth <= 0 or self.eheight <= 0:
            raise IndexError(f"The drawable has no tile in row {row}, column {column}.")
        self._pixels = backend.current().pixels(drawable.ID, self.shadow, None)
        self.bpp = self._pixels.bpp
        self._data = bytearray(self._pixels.read(self._x, self._y, self.ewidth, self.eheight))

    def __len__(self) -> int:
        return self.ewidth * self.eheight

    def __getitem__(self, where: int | tuple[int, int]) -> bytes:
        start = self._start(where)
        return bytes(self._data[start : start + self.bpp])

    def __setitem__(self, where: int | tuple[int, int], value: Any) -> None:
        data = as_bytes(value)
        if len(data) != self.bpp:
            raise TypeError(f"A pixel of this tile has {self.bpp} bytes, {len(data)} were given.")
        start = self._start(where)
        self._data[start : start + self.bpp] = data
        self.dirty = True

    def flush(self) -> None:
        if self.dirty:
            self._pixels.write(self._x, self._y, self.ewidth, self.eheight, bytes(self._data))
            self.dirty = False

    def __del__(self) -> None:
        # Plug-ins rely on a tile being written when it goes out of use.
        if getattr(self, "dirty", False):
            self.flush()

    def _start(self, where: int | tuple[int, int]) -> int:
        index = where[1] * self.ewidth + where[0] if isinstance(where, tuple) else where
        if not 0 <= index < len(self):
            raise IndexError(f"The tile has {len(self)} pixels, there is no pixel {where}.")
        return index * self.bpp


class PixelFetcher:
    """Single pixels anywhere: `fetcher[x, y]`; outside the drawable the edge mode decides."""

    def __init__(self, drawable: Any, shadow: bool = False) -> None:
        self.drawable, self.shadow = drawable, bool(shadow)
        self._pixels = backend.current().pixels(drawable.ID, self.shadow, None)
        self.bpp = self._pixels.bpp
        self.bg_color = bytes(self.bpp)
        self.edge_mode = 0  # PIXEL_NONE

    def __getitem__(self, where: tuple[int, int]) -> bytes:
        x, y = where
        width, height = self.drawable.width, self.drawable.height
        if not (0 <= x < width and 0 <= y < height):
            if self.edge_mode == 1:  # PIXEL_WRAP
                x, y = x % width, y % height
            elif self.edge_mode == 2:  # PIXEL_SMEAR
                x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
            elif self.edge_mode == 3:  # PIXEL_BLACK
                return bytes(self.bpp)
            else:
                return self.bg_color
        return self._pixels.read(x, y, 1, 1)

    def __setitem__(self, where: tuple[int, int], value: Any) -> None:
        self._pixels.write(*where, 1, 1, as_bytes(value))


def as_bytes(value: Any) -> bytes:
    """bytes, bytearray, array, numbers 0..255, or text of such characters as Python 2 plug-ins build it."""
    if isinstance(value, str):
        return value.encode("latin-1")
    return (
        bytes(value)
        if isinstance(value, (bytes, bytearray, memoryview, Sequence))
        else bytes(bytearray(value))
    )


def _span(where: int | slice, start: int, size: int) -> tuple[int, int]:
    """A number or slice along one axis -> first, length; checked against the region."""
    if isinstance(where, slice):
        if where.step not in (None, 1):
            raise TypeError("A slice of a pixel region has no step.")
        first = start if where.start is None else int(where.start)
        last = start + size if where.stop is None else int(where.stop)
    else:
        first, last = int(where), int(where) + 1
    if not start <= first < last <= start + size:
        raise IndexError(f"{first}:{last} lies outside the region, which spans {start}:{start + size}.")
    return first, last - first

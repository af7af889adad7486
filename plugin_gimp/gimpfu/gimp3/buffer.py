"""A drawable's pixels in GIMP 3."""

from __future__ import annotations

from typing import Any

from ..problem import Unsupported, error
from .library import Babl, Gegl, Gimp

# Base of a drawable's type, with or without alpha -> babl format and bytes a pixel, 8 bits a channel as plug-ins
# expect (GIMP 2.10 showed plug-ins that did not ask otherwise the same).
FORMATS = {
    (Gimp.ImageBaseType.RGB, False): ("R'G'B' u8", 3),
    (Gimp.ImageBaseType.RGB, True): ("R'G'B'A u8", 4),
    (Gimp.ImageBaseType.GRAY, False): ("Y' u8", 1),
    (Gimp.ImageBaseType.GRAY, True): ("Y'A u8", 2),
}


class BufferPixels:
    """A drawable's GEGL buffer or its shadow's."""

    def __init__(self, drawable: int, shadow: bool, format: str | None) -> None:
        item = Gimp.Item.get_by_id(drawable)
        if not isinstance(item, Gimp.Drawable):
            raise error(f"There is no drawable with the number {drawable}.")
        self._drawable = item
        self._buffer = item.get_shadow_buffer() if shadow else item.get_buffer()
        self._indexed = format is None and item.is_indexed()
        if format is not None:
            self._format, self.bpp = format, _bytes_per_pixel(format)
        elif self._indexed:
            # Reading in the buffer's own format gives palette entries.
            self._format, self.bpp = None, 2 if item.has_alpha() else 1
        else:
            self._format, self.bpp = own_format(item)

    def read(self, x: int, y: int, width: int, height: int) -> bytes:
        where = Gegl.Rectangle.new(x, y, width, height)
        return bytes(self._buffer.get(where, 1.0, self._format, Gegl.AbyssPolicy.NONE))

    def write(self, x: int, y: int, width: int, height: int, data: bytes) -> None:
        if self._indexed:
            self._write_indexed(x, y, width, height, data)
            return
        self._buffer.set(Gegl.Rectangle.new(x, y, width, height), self._format, data)
        self._buffer.flush()

    def _write_indexed(self, x: int, y: int, width: int, height: int, data: bytes) -> None:
        """The binding names formats by text and a palette's format has no such name, so entries go as their colours
        and GEGL finds them again; two entries of one colour become the first of them."""
        palette = self._drawable.get_image().get_palette()
        if palette is None or palette.get_color_count() == 0:
            raise Unsupported(
                "Writing pixels of an image without a colormap", "set the image's palette first"
            )
        colors = [entry.get_bytes(Babl.format("R'G'B'A u8")).get_data() for entry in palette.get_colors()]
        try:
            if self.bpp == 1:
                full = b"".join(colors[index] for index in data)
            else:
                full = b"".join(colors[data[at]][:3] + data[at + 1 : at + 2] for at in range(0, len(data), 2))
        except IndexError:
            raise error(f"The colormap has {len(colors)} colours, a pixel names a later one.") from None
        self._buffer.set(Gegl.Rectangle.new(x, y, width, height), "R'G'B'A u8", full)
        self._buffer.flush()


def own_format(drawable: Any) -> tuple[str, int]:
    """The 8-bit format of a drawable's own kind."""
    if isinstance(drawable, (Gimp.Selection, Gimp.LayerMask)):
        # Coverage is kept linear; "Y' u8" would bend feathered edges.
        return "Y u8", 1
    base = Gimp.ImageBaseType.RGB if drawable.is_rgb() else Gimp.ImageBaseType.GRAY
    return FORMATS[base, drawable.has_alpha()]


def _bytes_per_pixel(format: str) -> int:
    channels = sum(letter in "RGBYA" for letter in format.partition(" ")[0])
    sizes = {"u8": 1, "u16": 2, "u32": 4, "half": 2, "float": 4, "double": 8}
    return channels * sizes[format.rpartition(" ")[2]]

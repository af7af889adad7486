"""Pixels and masks between GIMP's layers and the client's plain data."""

from __future__ import annotations

from typing import Any

from gimpfu import (
    GRAY,
    GRAYA_IMAGE,
    LAYER_MODE_NORMAL,
    PARASITE_PERSISTENT,
    PARASITE_UNDOABLE,
    RGBA_IMAGE,
    gimp,
    pdb,
    pixels,
)

from plugin_common.order import Mask, Picture

# The image's precision in hundreds -> what travels, and as which babl format GIMP gives it.
_U8, _U16, _F32 = ("u8", "R'G'B'A u8"), ("u16", "R'G'B'A u16"), ("f32", "R'G'B'A float")
DEPTHS = {1: _U8, 2: _U16, 3: _F32, 5: _F32, 6: _F32, 7: _F32}
FORMATS = dict((_U8, _U16, _F32))


def read_picture(drawable: Any) -> Picture:
    """A layer's or group's pixels, at the image's own depth, in sRGB; its layer mask is not applied."""
    # GIMP 2.10 shows a plug-in 8 bits unless it asks; GIMP 3 does so always.
    pdb.gimp_plugin_enable_precision()
    depth, format = DEPTHS.get(int(drawable.image.precision) // 100, _F32)
    return Picture(drawable.width, drawable.height, depth, pixels.read(drawable, format))


def read_file(name: str) -> Picture:
    """A picture file's flattened pixels. Raises gimp.error when GIMP cannot open it."""
    image = pdb.gimp_file_load(name, name)
    try:
        if image.base_type not in (0, GRAY):
            pdb.gimp_image_convert_rgb(image)
        return read_picture(image.merge_visible_layers(1))
    finally:
        gimp.delete(image)


def selection_mask(drawable: Any) -> Mask | None:
    """The selection where it meets the layer; None without one. Raises gimp.error when they do not meet."""
    image = drawable.image
    if pdb.gimp_selection_is_empty(image):
        return None
    mask = coverage(image.selection, drawable)
    if not any(mask.pixels):
        raise gimp.error(f"The selection does not touch the layer '{drawable.name}'. Select a part of it.")
    return mask


def coverage(item: Any, layer: Any) -> Mask:
    """What an item covers of a layer's rectangle: a channel or the selection by its values, a layer by its alpha."""
    if type(item).__name__ == "Channel":
        # The selection keeps linear values, a channel the same numbers as gamma-encoded ones.
        selection = item.ID == item.image.selection.ID
        values = pixels.read(item, "Y u8" if selection else "Y' u8")
    else:
        values = pixels.read(item, "R'G'B'A u8")[3::4]
    at = (0, 0) if item.ID == item.image.selection.ID else tuple(item.offsets)
    left, top = layer.offsets[0] - at[0], layer.offsets[1] - at[1]
    return Mask(layer.width, layer.height, _window(values, item.width, item.height, left, top, layer))


def named_item(image: Any, name: str) -> Any:
    """The channel, layer or group of that name. Raises gimp.error when there is none."""
    for find in (pdb.gimp_image_get_channel_by_name, pdb.gimp_image_get_layer_by_name):
        found = find(image, name)
        if found is not None:
            return found
    raise gimp.error(f"The image '{image.name}' has no channel or layer named '{name}'.")


def insert_result(source: Any, picture: Picture, name: str, mask: Mask | None, note: bytes) -> Any:
    """A new layer just above the source, of its size and place, as one step of undo."""
    image = source.image
    image.undo_group_start()
    try:
        kind = GRAYA_IMAGE if image.base_type == GRAY else RGBA_IMAGE
        layer = gimp.Layer(image, name, source.width, source.height, kind, 100.0, LAYER_MODE_NORMAL)
        image.insert_layer(layer, source.parent, pdb.gimp_image_get_item_position(image, source))
        layer.set_offsets(*source.offsets)
        pixels.write(layer, FORMATS[picture.depth], bytes(picture.pixels))
        if mask is not None:
            shape = pdb.gimp_layer_create_mask(layer, 0)
            pdb.gimp_layer_add_mask(layer, shape)
            pixels.write(shape, "Y u8", bytes(mask.pixels))
        # Undoable, or GIMP complains at Ctrl+Z that it cannot take the parasite back.
        layer.attach_new_parasite("impasto", PARASITE_PERSISTENT | PARASITE_UNDOABLE, note)
    finally:
        image.undo_group_end()
    gimp.displays_flush()
    return layer


def _window(values: bytes, width: int, height: int, left: int, top: int, layer: Any) -> bytes:
    """A rectangle of one-byte values, 0 where it reaches beyond them."""
    if (left, top, layer.width, layer.height) == (0, 0, width, height):
        return values
    found = bytearray(layer.width * layer.height)
    first, last = max(left, 0), min(left + layer.width, width)
    for y in range(max(top, 0), min(top + layer.height, height)):
        if first < last:
            start = (y - top) * layer.width + first - left
            found[start : start + last - first] = values[y * width + first : y * width + last]
    return bytes(found)

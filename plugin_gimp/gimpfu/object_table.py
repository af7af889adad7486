"""Attributes and methods of pygimp's objects: class -> name -> what it means in terms of the PDB of GIMP 2.10.

An attribute is (getter, setter or None). `thing` is the object itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import backend
from .parasite import Parasite
from .pdb import pdb

Getter = Callable[[Any], Any]
Setter = Callable[[Any, Any], Any]


def _objects(counted: Any) -> list[Any]:
    """(count, numbers) as the PDB gives item arrays -> objects."""
    from .objects import item

    return [item(number) for number in counted[1]]


def _strokes(vectors: Any) -> list[Any]:
    from .objects import VectorsBezierStroke

    return [VectorsBezierStroke(vectors, ID=number) for number in pdb.gimp_vectors_get_strokes(vectors)[1]]


def _find_parasite(find: Any, thing: Any, name: str) -> Parasite | None:
    from .problem import error

    try:
        return find(thing, name)
    except error:  # GIMP 2.10 fails where there is none, pygimp answered None
        return None


def _flag(value: Any) -> bool:
    return bool(value)


ATTRIBUTES: dict[str, dict[str, tuple[Getter, Setter | None]]] = {
    "Image": {
        "name": (lambda thing: pdb.gimp_image_get_name(thing), None),
        "filename": (
            lambda thing: pdb.gimp_image_get_filename(thing),
            lambda thing, value: pdb.gimp_image_set_filename(thing, value),
        ),
        "uri": (lambda thing: pdb.gimp_image_get_uri(thing), None),
        "width": (lambda thing: pdb.gimp_image_width(thing), None),
        "height": (lambda thing: pdb.gimp_image_height(thing), None),
        "base_type": (lambda thing: pdb.gimp_image_base_type(thing), None),
        "precision": (lambda thing: pdb.gimp_image_get_precision(thing), None),
        "resolution": (
            lambda thing: pdb.gimp_image_get_resolution(thing),
            lambda thing, value: pdb.gimp_image_set_resolution(thing, *value),
        ),
        "unit": (
            lambda thing: pdb.gimp_image_get_unit(thing),
            lambda thing, value: pdb.gimp_image_set_unit(thing, value),
        ),
        "colormap": (
            lambda thing: bytes(pdb.gimp_image_get_colormap(thing)[1]),
            lambda thing, value: pdb.gimp_image_set_colormap(thing, len(value), value),
        ),
        "dirty": (lambda thing: _flag(pdb.gimp_image_is_dirty(thing)), None),
        "layers": (lambda thing: _objects(pdb.gimp_image_get_layers(thing)), None),
        "channels": (lambda thing: _objects(pdb.gimp_image_get_channels(thing)), None),
        "vectors": (lambda thing: _objects(pdb.gimp_image_get_vectors(thing)), None),
        "selection": (lambda thing: pdb.gimp_image_get_selection(thing), None),
        "active_layer": (
            lambda thing: pdb.gimp_image_get_active_layer(thing),
            lambda thing, value: pdb.gimp_image_set_active_layer(thing, value),
        ),
        "active_channel": (
            lambda thing: pdb.gimp_image_get_active_channel(thing),
            lambda thing, value: pdb.gimp_image_set_active_channel(thing, value),
        ),
        "active_vectors": (
            lambda thing: pdb.gimp_image_get_active_vectors(thing),
            lambda thing, value: pdb.gimp_image_set_active_vectors(thing, value),
        ),
        "active_drawable": (lambda thing: pdb.gimp_image_get_active_drawable(thing), None),
        "floating_selection": (lambda thing: pdb.gimp_image_get_floating_sel(thing), None),
        "floating_sel_attached_to": (lambda thing: pdb.gimp_image_floating_sel_attached_to(thing), None),
        "tattoo_state": (
            lambda thing: pdb.gimp_image_get_tattoo_state(thing),
            lambda thing, value: pdb.gimp_image_set_tattoo_state(thing, value),
        ),
    },
    "Item": {
        "name": (
            lambda thing: pdb.gimp_item_get_name(thing),
            lambda thing, value: pdb.gimp_item_set_name(thing, value),
        ),
        "image": (lambda thing: pdb.gimp_item_get_image(thing), None),
        "parent": (lambda thing: pdb.gimp_item_get_parent(thing), None),
        "visible": (
            lambda thing: _flag(pdb.gimp_item_get_visible(thing)),
            lambda thing, value: pdb.gimp_item_set_visible(thing, value),
        ),
        "linked": (
            lambda thing: _flag(pdb.gimp_item_get_linked(thing)),
            lambda thing, value: pdb.gimp_item_set_linked(thing, value),
        ),
        "tattoo": (
            lambda thing: pdb.gimp_item_get_tattoo(thing),
            lambda thing, value: pdb.gimp_item_set_tattoo(thing, value),
        ),
    },
    "Drawable": {
        "width": (lambda thing: pdb.gimp_drawable_width(thing), None),
        "height": (lambda thing: pdb.gimp_drawable_height(thing), None),
        "bpp": (lambda thing: backend.current().pixels(thing.ID, False, None).bpp, None),
        "type": (lambda thing: pdb.gimp_drawable_type(thing), None),
        "type_with_alpha": (lambda thing: pdb.gimp_drawable_type_with_alpha(thing), None),
        "has_alpha": (lambda thing: _flag(pdb.gimp_drawable_has_alpha(thing)), None),
        "is_rgb": (lambda thing: _flag(pdb.gimp_drawable_is_rgb(thing)), None),
        "is_gray": (lambda thing: _flag(pdb.gimp_drawable_is_gray(thing)), None),
        "is_indexed": (lambda thing: _flag(pdb.gimp_drawable_is_indexed(thing)), None),
        "is_layer": (lambda thing: _flag(pdb.gimp_item_is_layer(thing)), None),
        "is_channel": (lambda thing: _flag(pdb.gimp_item_is_channel(thing)), None),
        "is_layer_mask": (lambda thing: _flag(pdb.gimp_item_is_layer_mask(thing)), None),
        "offsets": (lambda thing: pdb.gimp_drawable_offsets(thing), None),
        "mask_bounds": (lambda thing: pdb.gimp_drawable_mask_bounds(thing)[1:], None),
        "mask_intersect": (lambda thing: pdb.gimp_drawable_mask_intersect(thing), None),
    },
    "Layer": {
        "mask": (lambda thing: pdb.gimp_layer_get_mask(thing), None),
        "opacity": (
            lambda thing: pdb.gimp_layer_get_opacity(thing),
            lambda thing, value: pdb.gimp_layer_set_opacity(thing, value),
        ),
        "mode": (
            lambda thing: pdb.gimp_layer_get_mode(thing),
            lambda thing, value: pdb.gimp_layer_set_mode(thing, value),
        ),
        "lock_alpha": (
            lambda thing: _flag(pdb.gimp_layer_get_lock_alpha(thing)),
            lambda thing, value: pdb.gimp_layer_set_lock_alpha(thing, value),
        ),
        "preserve_trans": (
            lambda thing: _flag(pdb.gimp_layer_get_lock_alpha(thing)),
            lambda thing, value: pdb.gimp_layer_set_lock_alpha(thing, value),
        ),
        "apply_mask": (
            lambda thing: _flag(pdb.gimp_layer_get_apply_mask(thing)),
            lambda thing, value: pdb.gimp_layer_set_apply_mask(thing, value),
        ),
        "edit_mask": (
            lambda thing: _flag(pdb.gimp_layer_get_edit_mask(thing)),
            lambda thing, value: pdb.gimp_layer_set_edit_mask(thing, value),
        ),
        "show_mask": (
            lambda thing: _flag(pdb.gimp_layer_get_show_mask(thing)),
            lambda thing, value: pdb.gimp_layer_set_show_mask(thing, value),
        ),
        "is_floating_sel": (lambda thing: _flag(pdb.gimp_layer_is_floating_sel(thing)), None),
        "is_group": (lambda thing: _flag(pdb.gimp_item_is_group(thing)), None),
    },
    "GroupLayer": {
        "layers": (lambda thing: _objects(pdb.gimp_item_get_children(thing)), None),
        "children": (lambda thing: _objects(pdb.gimp_item_get_children(thing)), None),
    },
    "Channel": {
        "color": (
            lambda thing: pdb.gimp_channel_get_color(thing),
            lambda thing, value: pdb.gimp_channel_set_color(thing, value),
        ),
        "colour": (
            lambda thing: pdb.gimp_channel_get_color(thing),
            lambda thing, value: pdb.gimp_channel_set_color(thing, value),
        ),
        "opacity": (
            lambda thing: pdb.gimp_channel_get_opacity(thing),
            lambda thing, value: pdb.gimp_channel_set_opacity(thing, value),
        ),
        "show_masked": (
            lambda thing: _flag(pdb.gimp_channel_get_show_masked(thing)),
            lambda thing, value: pdb.gimp_channel_set_show_masked(thing, value),
        ),
    },
    "Vectors": {
        "strokes": (_strokes, None),
    },
}


def _parasites(kind: str) -> dict[str, Callable[..., Any]]:
    """The parasite methods, alike for images and items."""

    def attach_new(thing: Any, name: str, flags: int, data: bytes | str) -> None:
        pdb[f"gimp-{kind}-attach-parasite"](thing, Parasite(name, flags, data))

    return {
        "parasite_find": lambda thing, name: _find_parasite(pdb[f"gimp-{kind}-get-parasite"], thing, name),
        "parasite_attach": lambda thing, parasite: pdb[f"gimp-{kind}-attach-parasite"](thing, parasite),
        "parasite_detach": lambda thing, name: pdb[f"gimp-{kind}-detach-parasite"](thing, name),
        "parasite_list": lambda thing: tuple(pdb[f"gimp-{kind}-get-parasite-list"](thing)[1]),
        "attach_new_parasite": attach_new,
        "parasite_attach_new": attach_new,
    }


METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "Image": {
        "add_layer": lambda image, layer, position=-1: pdb.gimp_image_insert_layer(
            image, layer, None, position
        ),
        "insert_layer": lambda image, layer, parent=None, position=-1: pdb.gimp_image_insert_layer(
            image, layer, parent, position
        ),
        "add_channel": lambda image, channel, position=-1: pdb.gimp_image_insert_channel(
            image, channel, None, position
        ),
        "insert_channel": lambda image, channel, parent=None, position=-1: pdb.gimp_image_insert_channel(
            image, channel, parent, position
        ),
        "new_layer": lambda image, *given, **named: _new_layer(image, *given, **named),
        "remove_layer": lambda image, layer: pdb.gimp_image_remove_layer(image, layer),
        "remove_channel": lambda image, channel: pdb.gimp_image_remove_channel(image, channel),
        "raise_layer": lambda image, layer: pdb.gimp_image_raise_item(image, layer),
        "raise_layer_to_top": lambda image, layer: pdb.gimp_image_raise_item_to_top(image, layer),
        "lower_layer": lambda image, layer: pdb.gimp_image_lower_item(image, layer),
        "lower_layer_to_bottom": lambda image, layer: pdb.gimp_image_lower_item_to_bottom(image, layer),
        "raise_channel": lambda image, channel: pdb.gimp_image_raise_item(image, channel),
        "lower_channel": lambda image, channel: pdb.gimp_image_lower_item(image, channel),
        "merge_visible_layers": lambda image, how: pdb.gimp_image_merge_visible_layers(image, how),
        "merge_down": lambda image, layer, how: pdb.gimp_image_merge_down(image, layer, how),
        "flatten": lambda image: pdb.gimp_image_flatten(image),
        "duplicate": lambda image: pdb.gimp_image_duplicate(image),
        "scale": lambda image, width, height: pdb.gimp_image_scale(image, width, height),
        "resize": lambda image, width, height, x=0, y=0: pdb.gimp_image_resize(image, width, height, x, y),
        "crop": lambda image, width, height, x=0, y=0: pdb.gimp_image_crop(image, width, height, x, y),
        "clean_all": lambda image: pdb.gimp_image_clean_all(image),
        "disable_undo": lambda image: pdb.gimp_image_undo_disable(image),
        "enable_undo": lambda image: pdb.gimp_image_undo_enable(image),
        "undo_is_enabled": lambda image: _flag(pdb.gimp_image_undo_is_enabled(image)),
        "undo_freeze": lambda image: pdb.gimp_image_undo_freeze(image),
        "undo_thaw": lambda image: pdb.gimp_image_undo_thaw(image),
        "undo_group_start": lambda image: pdb.gimp_image_undo_group_start(image),
        "undo_group_end": lambda image: pdb.gimp_image_undo_group_end(image),
        "unset_active_channel": lambda image: pdb.gimp_image_unset_active_channel(image),
        "pick_correlate_layer": lambda image, x, y: pdb.gimp_image_pick_correlate_layer(image, x, y),
        "get_component_active": lambda image, which: _flag(pdb.gimp_image_get_component_active(image, which)),
        "set_component_active": lambda image, which, on: pdb.gimp_image_set_component_active(
            image, which, on
        ),
        "get_component_visible": lambda image, which: _flag(
            pdb.gimp_image_get_component_visible(image, which)
        ),
        "set_component_visible": lambda image, which, on: pdb.gimp_image_set_component_visible(
            image, which, on
        ),
        "get_layer_by_tattoo": lambda image, tattoo: pdb.gimp_image_get_layer_by_tattoo(image, tattoo),
        "get_channel_by_tattoo": lambda image, tattoo: pdb.gimp_image_get_channel_by_tattoo(image, tattoo),
        "add_hguide": lambda image, position: pdb.gimp_image_add_hguide(image, position),
        "add_vguide": lambda image, position: pdb.gimp_image_add_vguide(image, position),
        "delete_guide": lambda image, guide: pdb.gimp_image_delete_guide(image, guide),
        "find_next_guide": lambda image, guide: pdb.gimp_image_find_next_guide(image, guide),
        "get_guide_orientation": lambda image, guide: pdb.gimp_image_get_guide_orientation(image, guide),
        "get_guide_position": lambda image, guide: pdb.gimp_image_get_guide_position(image, guide),
        "free_shadow": lambda image: None,  # GIMP frees shadow tiles itself since 2.6
        **_parasites("image"),
    },
    "Item": {
        **_parasites("item"),
        "is_valid": lambda item: _flag(pdb.gimp_item_is_valid(item)),
    },
    "Drawable": {
        "flush": lambda drawable: None,  # pixel regions write through
        "update": lambda drawable, x, y, width, height: pdb.gimp_drawable_update(
            drawable, x, y, width, height
        ),
        "merge_shadow": lambda drawable, undo=True: pdb.gimp_drawable_merge_shadow(drawable, undo),
        "free_shadow": lambda drawable: pdb.gimp_drawable_free_shadow(drawable),
        "fill": lambda drawable, fill_type: pdb.gimp_drawable_fill(drawable, fill_type),
        "offset": lambda drawable, wrap, fill_type, x, y: pdb.gimp_drawable_offset(
            drawable, wrap, fill_type, x, y
        ),
        "get_pixel": lambda drawable, x, y: tuple(pdb.gimp_drawable_get_pixel(drawable, x, y)[1]),
        "set_pixel": lambda drawable, x, y, pixel: pdb.gimp_drawable_set_pixel(
            drawable, x, y, len(pixel), pixel
        ),
    },
    "Layer": {
        "copy": lambda layer, add_alpha=False: pdb.gimp_layer_copy(layer, add_alpha),
        "add_alpha": lambda layer: pdb.gimp_layer_add_alpha(layer),
        "create_mask": lambda layer, kind: pdb.gimp_layer_create_mask(layer, kind),
        "add_mask": lambda layer, mask: pdb.gimp_layer_add_mask(layer, mask),
        "remove_mask": lambda layer, how: pdb.gimp_layer_remove_mask(layer, how),
        "scale": lambda layer, width, height, local_origin=0: pdb.gimp_layer_scale(
            layer, width, height, local_origin
        ),
        "resize": lambda layer, width, height, x=0, y=0: pdb.gimp_layer_resize(layer, width, height, x, y),
        "resize_to_image_size": lambda layer: pdb.gimp_layer_resize_to_image_size(layer),
        "translate": lambda layer, x, y: pdb.gimp_layer_translate(layer, x, y),
        "set_offsets": lambda layer, x, y: pdb.gimp_layer_set_offsets(layer, x, y),
    },
    "Channel": {
        "copy": lambda channel: pdb.gimp_channel_copy(channel),
        "combine_masks": lambda channel, other, operation, x=0, y=0: pdb.gimp_channel_combine_masks(
            channel, other, operation, x, y
        ),
    },
    "Vectors": {
        "copy": lambda vectors: pdb.gimp_vectors_copy(vectors),
        "remove_stroke": lambda vectors, stroke: pdb.gimp_vectors_remove_stroke(
            vectors, getattr(stroke, "ID", stroke)
        ),
        "to_selection": lambda vectors, operation=2, antialias=True, feather=False, x=0.0, y=0.0: (
            pdb.gimp_image_select_item(vectors.image, operation, vectors)
            if antialias and not feather
            else pdb.gimp_vectors_to_selection(vectors, operation, antialias, feather, x, y)
        ),
    },
    "VectorsBezierStroke": {
        "get_length": lambda stroke, precision: pdb.gimp_vectors_stroke_get_length(
            stroke.vectors, stroke.ID, precision
        ),
        "get_point_at_dist": lambda stroke, distance, precision: pdb.gimp_vectors_stroke_get_point_at_dist(
            stroke.vectors, stroke.ID, distance, precision
        ),
        "close": lambda stroke: pdb.gimp_vectors_stroke_close(stroke.vectors, stroke.ID),
        "translate": lambda stroke, x, y: pdb.gimp_vectors_stroke_translate(stroke.vectors, stroke.ID, x, y),
        "scale": lambda stroke, x, y: pdb.gimp_vectors_stroke_scale(stroke.vectors, stroke.ID, x, y),
        "rotate": lambda stroke, x, y, angle: pdb.gimp_vectors_stroke_rotate(
            stroke.vectors, stroke.ID, x, y, angle
        ),
        "flip": lambda stroke, kind, axis: pdb.gimp_vectors_stroke_flip(
            stroke.vectors, stroke.ID, kind, axis
        ),
        "interpolate": lambda stroke, precision: pdb.gimp_vectors_stroke_interpolate(
            stroke.vectors, stroke.ID, precision
        )[1:],
    },
}


def _new_layer(
    image: Any,
    name: str = "New Layer",
    width: int = -1,
    height: int = -1,
    offset_x: int = 0,
    offset_y: int = 0,
    alpha: bool = True,
    pos: int = -1,
    opacity: float = 100.0,
    mode: int = 28,
    fill_mode: int = -1,
) -> Any:
    """pygimp's Image.new_layer: makes, places, fills and inserts a layer."""
    kind = image.base_type * 2 + bool(alpha)
    size = (image.width if width < 0 else width, image.height if height < 0 else height)
    layer = pdb.gimp_layer_new(image, *size, kind, name, opacity, mode)
    pdb.gimp_drawable_fill(layer, (3 if alpha else 1) if fill_mode < 0 else fill_mode)
    pdb.gimp_image_insert_layer(image, layer, None, pos)
    pdb.gimp_layer_set_offsets(layer, offset_x, offset_y)
    return layer

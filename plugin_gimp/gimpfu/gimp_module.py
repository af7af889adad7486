"""`gimp`: the module of pygimp. What is a procedure in the PDB is a row of PROCEDURES; the rest is written out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import backend, handlers
from .objects import (
    Channel,
    Display,
    Drawable,
    GroupLayer,
    Image,
    Item,
    Layer,
    Vectors,
    VectorsBezierStroke,
    item,
)
from .parasite import Parasite
from .pdb import ProceduralDatabase, pdb
from .pixels import PixelFetcher, PixelRgn, Tile
from .problem import error

__all__ = [
    "Channel", "Display", "Drawable", "GroupLayer", "Image", "Item", "Layer", "Parasite", "PixelFetcher",
    "PixelRgn", "ProceduralDatabase", "Tile", "Vectors", "VectorsBezierStroke", "error", "item", "pdb",
]  # fmt: skip

# Function of the gimp module -> what it means in terms of the PDB of GIMP 2.10.
PROCEDURES: dict[str, Callable[..., Any]] = {
    "message": lambda text: pdb.gimp_message(str(text)),
    "message_get_handler": lambda: pdb.gimp_message_get_handler(),
    "message_set_handler": lambda handler: pdb.gimp_message_set_handler(handler),
    "progress_init": lambda text="", display=None: pdb.gimp_progress_init(text, display),
    "progress_update": lambda fraction: pdb.gimp_progress_update(fraction),
    "progress_pulse": lambda: pdb.gimp_progress_pulse(),
    "progress_set_text": lambda text: pdb.gimp_progress_set_text(text),
    "progress_end": lambda: pdb.gimp_progress_end(),
    "displays_flush": lambda: pdb.gimp_displays_flush(),
    "displays_reconnect": lambda old, new: pdb.gimp_displays_reconnect(old, new),
    "image_list": lambda: [Image.from_id(number) for number in pdb.gimp_image_list()[1]],
    "get_foreground": lambda: pdb.gimp_context_get_foreground(),
    "get_background": lambda: pdb.gimp_context_get_background(),
    "set_foreground": lambda *color: pdb.gimp_context_set_foreground(color if len(color) > 1 else color[0]),
    "set_background": lambda *color: pdb.gimp_context_set_background(color if len(color) > 1 else color[0]),
    "context_push": lambda: pdb.gimp_context_push(),
    "context_pop": lambda: pdb.gimp_context_pop(),
    "context_get_gradient": lambda: pdb.gimp_context_get_gradient(),
    "context_set_gradient": lambda name: pdb.gimp_context_set_gradient(name),
    "context_get_brush": lambda: pdb.gimp_context_get_brush(),
    "context_set_brush": lambda name: pdb.gimp_context_set_brush(name),
    "context_get_pattern": lambda: pdb.gimp_context_get_pattern(),
    "context_set_pattern": lambda name: pdb.gimp_context_set_pattern(name),
    "context_get_palette": lambda: pdb.gimp_context_get_palette(),
    "context_set_palette": lambda name: pdb.gimp_context_set_palette(name),
    "context_get_font": lambda: pdb.gimp_context_get_font(),
    "context_set_font": lambda name: pdb.gimp_context_set_font(name),
    "context_get_opacity": lambda: pdb.gimp_context_get_opacity(),
    "context_set_opacity": lambda value: pdb.gimp_context_set_opacity(value),
    "context_get_paint_mode": lambda: pdb.gimp_context_get_paint_mode(),
    "context_set_paint_mode": lambda mode: pdb.gimp_context_set_paint_mode(mode),
    "context_set_defaults": lambda: pdb.gimp_context_set_defaults(),
    "gradients_get_list": lambda: list(pdb.gimp_gradients_get_list("")[1]),
    "gradients_get_gradient": lambda: pdb.gimp_context_get_gradient(),
    "gradients_set_gradient": lambda name: pdb.gimp_context_set_gradient(name),
    "gradient_sample_uniform": lambda count, reverse=False: _samples(
        pdb.gimp_gradient_get_uniform_samples(pdb.gimp_context_get_gradient(), count, reverse)
    ),
    "gradient_sample_custom": lambda positions, reverse=False: _samples(
        pdb.gimp_gradient_get_custom_samples(
            pdb.gimp_context_get_gradient(), len(positions), positions, reverse
        )
    ),
    "fonts_refresh": lambda: pdb.gimp_fonts_refresh(),
    "parasite_find": lambda name: _find(name),
    "parasite_attach": lambda parasite: pdb.gimp_attach_parasite(parasite),
    "attach_new_parasite": lambda name, flags, data: pdb.gimp_attach_parasite(Parasite(name, flags, data)),
    "parasite_detach": lambda name: pdb.gimp_detach_parasite(name),
    "parasite_list": lambda: tuple(pdb.gimp_get_parasite_list()[1]),
    "get_data": lambda name: _data(name),
    "set_data": lambda name, data: pdb.gimp_procedural_db_set_data(name, len(data), data),
    "vectors_import_from_file": lambda image, filename, merge=False, scale=False: [
        item(number) for number in pdb.gimp_vectors_import_from_file(image, filename, merge, scale)[1]
    ],
    "vectors_import_from_string": lambda image, text, length=-1, merge=False, scale=False: [
        item(number) for number in pdb.gimp_vectors_import_from_string(image, text, length, merge, scale)[1]
    ],
    "quit": lambda: sys.exit(0),
    "exit": lambda: sys.exit(0),
    "tile_width": lambda: 64,
    "tile_height": lambda: 64,
    "tile_cache_size": lambda kilobytes: None,  # GEGL caches by itself
    "tile_cache_ntiles": lambda tiles: None,
    "gamma": lambda: 2.2,
    "default_display": lambda: None,
    "get_progname": lambda: sys.argv[0],
    "register_load_handler": handlers.register_load_handler,
    "register_magic_load_handler": handlers.register_magic_load_handler,
    "register_save_handler": handlers.register_save_handler,
    "domain_register": lambda domain, folder=None: (
        None
    ),  # see registration: GIMP 3 wants locale/ beside the plug-in
    "_id2image": lambda number: Image.from_id(number),
    "_id2drawable": lambda number: item(number),
    "_id2vectors": lambda number: item(number),
    "_id2display": lambda number: Display.from_id(number),
}

# Constants of the gimp module -> the folder the back end is asked for.
FOLDERS = {
    "directory": "user",
    "data_directory": "data",
    "plug_in_directory": "plug-in",
    "sysconf_directory": "sysconf",
    "locale_directory": "locale",
}


def delete(thing: Any) -> None:
    """Deletes an image, an item that is in no image, or a display."""
    if isinstance(thing, Image):
        pdb.gimp_image_delete(thing)
    elif isinstance(thing, Item):
        pdb.gimp_item_delete(thing)
    elif isinstance(thing, Display):
        pdb.gimp_display_delete(thing)
    else:
        raise TypeError(f"gimp.delete takes an image, an item or a display, not {thing!r}.")


def personal_rc_file(name: str) -> str:
    return f"{backend.current().folder('user')}/{name}"


def __getattr__(name: str) -> Any:
    if name in PROCEDURES:
        return PROCEDURES[name]
    if name in FOLDERS:
        return backend.current().folder(FOLDERS[name])
    if name == "version":
        return backend.current().version()
    raise AttributeError(f"The gimp module has no '{name}'.")


def _find(name: str) -> Parasite | None:
    try:
        return pdb.gimp_get_parasite(name)
    except error:  # GIMP 2.10 fails where there is none, pygimp answered None
        return None


def _data(name: str) -> bytes | None:
    try:
        return bytes(pdb.gimp_procedural_db_get_data(name)[1])
    except error:
        return None


def _samples(counted: Any) -> list[tuple[float, ...]]:
    flat = counted[1]
    return [tuple(flat[start : start + 4]) for start in range(0, len(flat), 4)]

"""The PF_ types of gimpfu 2.10, one row each: its number, what travels to GIMP 2, which argument GIMP 3 declares
and which widget stands in the dialog that the GIMP 2 back end draws.

Beyond gimpfu: an image or item (PF_IMAGE, PF_DRAWABLE, ...) with a text as fifth element may be left out, and is at
first; the text stands in GIMP 2.10's list then."""

from __future__ import annotations

from dataclasses import dataclass

# Types of the procedural database of GIMP 2.10 (GimpPDBArgType in libgimpbase 2.10).
INT32, INT16, INT8, FLOAT, STRING = 0, 1, 2, 3, 4
INT32ARRAY, INT16ARRAY, INT8ARRAY, FLOATARRAY, STRINGARRAY = 5, 6, 7, 8, 9
COLOR, ITEM, DISPLAY, IMAGE, LAYER, CHANNEL, DRAWABLE, SELECTION = 10, 11, 12, 13, 14, 15, 16, 17
COLORARRAY, VECTORS, PARASITE, STATUS = 18, 19, 20, 21


@dataclass(frozen=True)
class ParameterType:
    """One PF_ type. `extra` says what the fifth element of a parameter's tuple means, if there is one."""

    name: str
    number: int
    gimp2: int
    gimp3: str
    widget: str
    extra: str = ""
    aliases: tuple[str, ...] = ()


TYPES: tuple[ParameterType, ...] = (
    ParameterType("PF_INT8", INT8, INT8, "int", "integer"),
    ParameterType("PF_INT16", INT16, INT16, "int", "integer"),
    ParameterType("PF_INT32", INT32, INT32, "int", "integer", aliases=("PF_INT",)),
    ParameterType("PF_FLOAT", FLOAT, FLOAT, "double", "number"),
    ParameterType("PF_STRING", STRING, STRING, "string", "entry", aliases=("PF_VALUE",)),
    ParameterType("PF_COLOR", COLOR, COLOR, "color", "color", aliases=("PF_COLOUR",)),
    ParameterType("PF_ITEM", ITEM, ITEM, "item", "item"),
    ParameterType("PF_DISPLAY", DISPLAY, DISPLAY, "display", "display"),
    ParameterType("PF_IMAGE", IMAGE, IMAGE, "image", "image"),
    ParameterType("PF_LAYER", LAYER, LAYER, "layer", "layer"),
    ParameterType("PF_CHANNEL", CHANNEL, CHANNEL, "channel", "channel"),
    ParameterType("PF_DRAWABLE", DRAWABLE, DRAWABLE, "drawable", "drawable"),
    ParameterType("PF_VECTORS", VECTORS, VECTORS, "path", "vectors"),
    ParameterType("PF_TOGGLE", 1000, INT32, "boolean", "toggle", aliases=("PF_BOOL",)),
    ParameterType("PF_SLIDER", 1001, FLOAT, "double", "slider", extra="(lower, upper, step)"),
    ParameterType(
        "PF_SPINNER",
        1002,
        INT32,
        "number",
        "spinner",
        extra="(lower, upper, step)",
        aliases=("PF_ADJUSTMENT",),
    ),
    ParameterType("PF_FONT", 1003, STRING, "font", "font"),
    ParameterType("PF_FILE", 1004, STRING, "file", "file"),
    ParameterType("PF_BRUSH", 1005, STRING, "brush", "brush"),
    ParameterType("PF_PATTERN", 1006, STRING, "pattern", "pattern"),
    ParameterType("PF_GRADIENT", 1007, STRING, "gradient", "gradient"),
    ParameterType("PF_RADIO", 1008, STRING, "choice", "radio", extra="((label, value), ...)"),
    ParameterType("PF_TEXT", 1009, STRING, "string", "text"),
    ParameterType("PF_PALETTE", 1010, STRING, "palette", "palette"),
    ParameterType("PF_FILENAME", 1011, STRING, "file", "filename"),
    ParameterType("PF_DIRNAME", 1012, STRING, "file", "folder"),
    ParameterType("PF_OPTION", 1013, INT32, "index", "option", extra="(label, ...)"),
)

BY_NUMBER: dict[int, ParameterType] = {row.number: row for row in TYPES}

CONSTANTS: dict[str, int] = {name: row.number for row in TYPES for name in (row.name, *row.aliases)}

#!/usr/bin/env python
# Takes one parameter of every type and tells what it was given.
from gimpfu import *

TYPES = [
    (PF_INT8, "int8", "_Int 8", 8),
    (PF_INT16, "int16", "In_t 16", 16),
    (PF_INT32, "int32", "Int _32", 32),
    (PF_INT, "int", "Int", -5),
    (PF_FLOAT, "float", "_Float", 1.5),
    (PF_STRING, "string", "St_ring", "text"),
    (PF_VALUE, "value", "Value", "val"),
    (PF_TEXT, "long_text", "Te_xt", "two\nlines"),
    (PF_COLOR, "color", "_Color", (10, 20, 30)),
    (PF_COLOUR, "colour", "Colour", "blue"),
    (PF_TOGGLE, "toggle", "Toggle", True),
    (PF_BOOL, "bool", "_Bool", False),
    (PF_SLIDER, "slider", "Sli_der", 0.5, (0, 1, 0.1)),
    (PF_SPINNER, "spinner", "S_pinner", 3, (0, 10, 1)),
    (PF_ADJUSTMENT, "adjustment", "_Adjustment", 2.5, (0, 10, 0.5)),
    (PF_OPTION, "option", "Option", 1, ("zero", "one", "two")),
    (PF_RADIO, "radio", "Radio", "b", (("A", "a"), ("B", "b"))),
    (PF_RADIO, "number_radio", "Number radio", 7, (("Five", 5), ("Seven", 7))),
    (PF_IMAGE, "picture", "I_mage", None),
    (PF_LAYER, "layer", "_Layer", None),
    (PF_CHANNEL, "channel", "C_hannel", None),
    (PF_DRAWABLE, "target", "Dra_wable", None),
    (PF_VECTORS, "vectors", "_Vectors", None),
    (PF_ITEM, "item", "_Item", None),
    (PF_DISPLAY, "display", "Display", None),
    (PF_FILE, "file", "_File", "/etc/hostname"),
    (PF_FILENAME, "filename", "Filename", "/tmp/b"),
    (PF_DIRNAME, "dirname", "Folder", "/tmp"),
    (PF_FONT, "font", "Font", "Sans-serif"),
    (PF_BRUSH, "brush", "Brush", ""),
    (PF_PATTERN, "pattern", "Pattern", ""),
    (PF_GRADIENT, "gradient", "Gradient", ""),
    (PF_PALETTE, "palette", "Palette", ""),
]


def told(value):
    if isinstance(value, gimpcolor.RGB):
        return "RGB" + str(value[0:3])
    if hasattr(value, "ID"):
        return type(value).__name__ + " " + (value.name if hasattr(value, "name") else "")
    return repr(value)


def every_type(*values):
    return "; ".join(told(value) for value in values), len(values), 2.5, gimpcolor.RGB(1, 2, 3)


register(
    "python_fu_every_type", "Every type", "Every type", "Impasto", "Impasto", "2026", "Every type...", None, TYPES,
    [
        (PF_STRING, "told", "What it was given"),
        (PF_INT, "count", "How many"),
        (PF_FLOAT, "number", "A number"),
        (PF_COLOR, "color", "A colour"),
    ],
    every_type, menu="<Image>/Filters/Development",
)

main()

#!/usr/bin/env python
# Sorts a palette by a channel of a colour model into a new palette.
from gimpfu import *

MODELS = ("Red", "Green", "Blue", "Hue", "Saturation", "Value")


def channel(color, model):
    hsv = color.to_hsv()
    return (color.r, color.g, color.b, hsv.h, hsv.s, hsv.v)[model]


def palette_sort(palette, model, ascending):
    count = pdb.gimp_palette_get_info(palette)
    entries = []
    for i in range(count):
        color = pdb.gimp_palette_entry_get_color(palette, i)
        entries.append((channel(color, model), i, pdb.gimp_palette_entry_get_name(palette, i), color))
    entries.sort(key=lambda entry: entry[:2], reverse=not ascending)
    sorted_palette = pdb.gimp_palette_new(palette + " sorted")
    for _, _, name, color in entries:
        pdb.gimp_palette_add_entry(sorted_palette, name, color)
    return sorted_palette


register(
    "python-fu-palette-sorted", "Sorts a palette", "Makes a sorted copy of a palette.", "Impasto", "Impasto", "2026",
    "_Sort palette...", "",
    [
        (PF_PALETTE, "palette", "_Palette", ""),
        (PF_OPTION, "model", "_Channel", 5, MODELS),
        (PF_TOGGLE, "ascending", "_Ascending", True),
    ],
    [(PF_STRING, "new-palette", "Name of the sorted palette")], palette_sort, menu="<Palettes>",
)

main()

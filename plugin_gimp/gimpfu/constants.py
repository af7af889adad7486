"""The constants that `from gimpfu import *` and `from gimpenums import *` bring, and their numbers in GIMP 3.

A plug-in always sees GIMP 2.10's numbers, on every GIMP: many write the number itself. Where GIMP 3 counts
otherwise, GIMP3_NUMBERS has a row."""

from __future__ import annotations

from .constants_table import ENUMERATIONS, OLDER_NAMES

# Not enumerations in libgimp but part of gimpenums (gimpbase/gimplimits.h, gimpparasite.h, gimpunit.h).
PLAIN: dict[str, int | float] = {
    "TRUE": 1, "FALSE": 0,
    "PARASITE_PERSISTENT": 1, "PARASITE_UNDOABLE": 2,
    "PARASITE_ATTACH_PARENT": 0x80 << 8, "PARASITE_PARENT_PERSISTENT": 1 << 8, "PARASITE_PARENT_UNDOABLE": 2 << 8,
    "PARASITE_ATTACH_GRANDPARENT": 0x80 << 16, "PARASITE_GRANDPARENT_PERSISTENT": 1 << 16,
    "PARASITE_GRANDPARENT_UNDOABLE": 2 << 16,
    "UNIT_PIXEL": 0, "UNIT_INCH": 1, "UNIT_MM": 2, "UNIT_POINT": 3, "UNIT_PICA": 4, "UNIT_PERCENT": 65536,
    "MIN_IMAGE_SIZE": 1, "MAX_IMAGE_SIZE": 524288, "MIN_RESOLUTION": 5e-3, "MAX_RESOLUTION": 1048576.0,
}  # fmt: skip

# Enumeration of GIMP 3 -> GIMP 2.10's number -> GIMP 3's number; read from both programs, see tests/hosts/gimp.
GIMP3_NUMBERS: dict[str, dict[int, int]] = {
    "GimpConvertPaletteType": {2: 1, 3: 2, 4: 3},
    "GimpFillType": {2: 3, 3: 4, 4: 5},
    "GimpForegroundExtractMode": {1: 0},
    "GimpLayerColorSpace": {2: 4},
    "GimpRepeatMode": {1: 2, 2: 3, 3: 1},
}

# What GIMP 3 took away; used where a plug-in still passes it.
GIMP3_LACKS: dict[str, dict[int, str]] = {
    "GimpConvertPaletteType": {1: "CONVERT_PALETTE_REUSE, set the image's palette instead"},
    "GimpForegroundExtractMode": {0: "FOREGROUND_EXTRACT_SIOX, use FOREGROUND_EXTRACT_MATTING"},
}


def constants() -> dict[str, int | float]:
    """Every name with its number."""
    named = dict(PLAIN)
    for table in (OLDER_NAMES, ENUMERATIONS):
        for values in table.values():
            named.update(values)
    return named


def to_gimp3(enumeration: str, number: int) -> int:
    return GIMP3_NUMBERS.get(enumeration, {}).get(number, number)


def from_gimp3(enumeration: str, number: int) -> int:
    for gimp2, gimp3 in GIMP3_NUMBERS.get(enumeration, {}).items():
        if gimp3 == number:
            return gimp2
    return number

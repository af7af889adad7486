#!/usr/bin/env python3
"""Filters > Artistic > Impasto: paints a layer in the style of another picture, through the Impasto server.

Runs in GIMP 2.10, 3.0 and 3.2 on the bridge gimpfu, which lies in lib/ beside this file."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "lib" / "vendor-{}.{}".format(*sys.version_info)
sys.path[:0] = [str(HERE), str(HERE / "lib"), *([str(VENDOR)] if VENDOR.is_dir() else [])]

from gimpfu import *
from painter.parameters import rows


def impasto(image, drawable, style, style_file, *choices):
    """Paints and returns the new layer. choices: in the order of `rows`."""
    # Not at the top: GIMP asks every plug-in for its parameters at the start, gRPC is needed to paint only.
    from painter.painting import paint

    chosen = dict(zip((row.name for row in rows()), choices, strict=True))
    return paint(image, drawable, style, style_file, chosen)


register(
    "plug-in-impasto",
    "Paints the layer in the style of another picture",
    "Paints the layer in the style of a layer of any open image, or of a picture file. The result is a new layer above "
    "it. The work is done by the Impasto server, which is started if it does not run.",
    "Impasto",
    "Impasto",
    "2026",
    "_Impasto: paint in the style of...",
    "RGB*, GRAY*, INDEXED*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_DRAWABLE, "style", "_Style layer", None, "(none: the picture below)"),
        (PF_FILE, "style-file", "or style p_icture", ""),
        *[(globals()[row.type], row.name, row.label, row.default, row.extra) for row in rows()],
    ],
    [(PF_LAYER, "result", "The painted layer")],
    impasto,
    menu="<Image>/Filters/Artistic",
)

main()

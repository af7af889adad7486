#!/usr/bin/env python
# A layer of coloured fog: plasma in the layer's mask, as classic gimpfu plug-ins did it.
from gimpfu import *


def fog(img, drawable, name, colour, turbulence, opacity):
    img.undo_group_start()
    fog_layer = gimp.Layer(img, name, drawable.width, drawable.height, RGBA_IMAGE, opacity, NORMAL_MODE)
    fog_layer.fill(TRANSPARENT_FILL)
    img.add_layer(fog_layer, 0)
    gimp.context_push()
    gimp.set_foreground(colour)
    pdb.gimp_edit_fill(fog_layer, FOREGROUND_FILL)
    gimp.context_pop()
    mask = fog_layer.create_mask(ADD_WHITE_MASK)
    fog_layer.add_mask(mask)
    pdb.plug_in_plasma(img, mask, 1, turbulence)
    x, y = drawable.offsets
    fog_layer.set_offsets(x, y)
    img.undo_group_end()
    return fog_layer


register(
    "python_fu_fog",
    "Adds a layer of fog",
    "Adds a layer of one colour whose mask is plasma.",
    "Impasto",
    "Impasto",
    "2026",
    "_Fog...",
    "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_STRING, "name", "_Layer name", "Clouds"),
        (PF_COLOUR, "colour", "_Fog colour", (240, 180, 70)),
        (PF_SLIDER, "turbulence", "_Turbulence", 1.0, (0, 7, 0.1)),
        (PF_SLIDER, "opacity", "Op_acity", 100, (0, 100, 1)),
    ],
    [(PF_LAYER, "fog", "The new layer")],
    fog,
    menu="<Image>/Filters/Render",
    domain=("gimp20-python", gimp.locale_directory),
)

main()

#!/usr/bin/env python
# A bevelled edge and a drop shadow for a layer with transparency.
from gimpfu import *


def bevel(img, tdrawable, blur=4, bevel=True, shadow=True, displacement=4):
    img.undo_group_start()
    size = (tdrawable.width, tdrawable.height)
    if bevel:
        bump = gimp.Layer(img, "Bumpmap", size[0], size[1], RGBA_IMAGE, 100, NORMAL_MODE)
        bump.fill(BACKGROUND_FILL)
        img.add_layer(bump, 0)
        gimp.context_push()
        gimp.set_foreground(255, 255, 255)
        pdb.gimp_selection_layer_alpha(tdrawable)
        pdb.gimp_edit_fill(bump, FOREGROUND_FILL)
        pdb.gimp_selection_none(img)
        gimp.context_pop()
        pdb.plug_in_gauss_iir2(img, bump, blur, blur)
        pdb.plug_in_bump_map(img, tdrawable, bump, 135, 45, 3, 0, 0, 0, 0, True, False, 0)
        img.remove_layer(bump)
    if shadow:
        dark = tdrawable.copy()
        dark.name = "Shadow"
        img.add_layer(dark, 1)
        dark.lock_alpha = True
        gimp.context_push()
        gimp.set_background((0, 0, 0))
        dark.fill(BACKGROUND_FILL)
        gimp.context_pop()
        dark.lock_alpha = False
        dark.translate(displacement, displacement)
        pdb.plug_in_gauss_iir(img, dark, blur, True, True)
        dark.opacity = 60.0
    img.undo_group_end()
    gimp.displays_flush()


register(
    "bevel", "Bevel and drop shadow", "Adds a bevel to the layer and a shadow under it.", "Impasto", "Impasto", "2026",
    "<Image>/Filters/Light and Shadow/_Drop shadow and bevel...", "RGBA",
    [  # image and drawable are understood, as the label holds the menu
        (PF_SLIDER, "blur", "_Shadow blur", 6, (1, 30, 1)),
        (PF_BOOL, "bevel", "_Bevel the image", True),
        (PF_BOOL, "shadow", "_Make a drop shadow", True),
        (PF_INT, "displacement", "Shadow _displacement", 5),
    ],
    [], bevel,
)

main()

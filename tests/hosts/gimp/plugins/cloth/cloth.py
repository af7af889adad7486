#!/usr/bin/env python
# A cloth texture: noise blurred along and across, multiplied, stretched, then bumped onto the layer.
from gimpfu import *


def cloth(img, drawable, x_blur, y_blur, depth):
    pdb.gimp_image_undo_group_start(img)
    width, height = drawable.width, drawable.height
    weave = gimp.Image(width, height, GRAY)
    weave.disable_undo()
    threads = []
    for name, across, along in (("weft", x_blur, 1), ("warp", 1, y_blur)):
        layer = gimp.Layer(weave, name, width, height, GRAY_IMAGE, 100, NORMAL_MODE)
        weave.add_layer(layer, 0)
        layer.fill(WHITE_FILL)
        pdb.plug_in_randomize_hurl(weave, layer, 50.0, 1.0, False, 7)
        pdb.plug_in_gauss_rle2(weave, layer, across, along)
        threads.append(layer)
    threads[1].mode = MULTIPLY_MODE
    cloth_layer = weave.flatten()
    pdb.plug_in_c_astretch(weave, cloth_layer)
    pdb.plug_in_bump_map(img, drawable, cloth_layer, 135.0, 45.0, depth, 0, 0, 0.0, 0.0, True, False, 0)
    gimp.delete(weave)
    pdb.gimp_image_undo_group_end(img)


register(
    "python-fu-cloth", "Looks like cloth", "Bumps a woven texture onto the layer.", "Impasto", "Impasto", "2026",
    "_Cloth...", "RGB*, GRAY*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_ADJUSTMENT, "x-blur", "_X blur", 9, (3, 100, 1)),
        (PF_ADJUSTMENT, "y-blur", "_Y blur", 9, (3, 100, 1)),
        (PF_SPINNER, "depth", "_Depth", 4, (1, 50, 1)),
    ],
    [], cloth, menu="<Image>/Filters/Artistic",
)

main()

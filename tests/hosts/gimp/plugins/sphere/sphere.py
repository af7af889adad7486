#!/usr/bin/env python
# Renders a lit sphere, pixel by pixel, through the shadow of a pixel region.
import math
from array import array

from gimpfu import *


def sphere(radius, light, shadow, bg_colour, sphere_colour):
    width, height = int(radius * 3.75), int(radius * 2.5)
    img = gimp.Image(width, height, RGB)
    drawable = gimp.Layer(img, "Sphere", width, height, RGB_IMAGE, 100, NORMAL_MODE)
    img.disable_undo()
    img.add_layer(drawable, 0)
    gimp.progress_init("Rendering a sphere")
    centre_x, centre_y = width / 2.0, height / 2.0
    direction = (math.cos(math.radians(light)), math.sin(math.radians(light)), 1.0)
    length = math.sqrt(sum(each * each for each in direction))
    region = drawable.get_pixel_rgn(0, 0, width, height, True, True)
    for y in range(height):
        row = array("B")
        for x in range(width):
            dx, dy = (x + 0.5 - centre_x) / radius, (y + 0.5 - centre_y) / radius
            inside = 1.0 - dx * dx - dy * dy
            colour = bg_colour
            if inside > 0.0:
                normal = (dx, -dy, math.sqrt(inside))
                lit = max(0.0, sum(n * d for n, d in zip(normal, direction)) / length)
                colour = [int(each * (0.2 + 0.8 * lit)) for each in sphere_colour[0:3]]
            elif shadow and dx * dx + (dy - 1.05) * (dy - 1.05) * 40 < 1.0:
                colour = [each // 2 for each in bg_colour[0:3]]
            row.extend(colour[0:3])
        region[0:width, y] = row
        gimp.progress_update(float(y) / height)
    drawable.flush()
    drawable.merge_shadow(True)
    drawable.update(0, 0, width, height)
    img.enable_undo()
    return img


register(
    "python-fu-sphere", "A lit sphere", "Renders a sphere into a new image.", "Impasto", "Impasto", "2026",
    "_Sphere...", "",
    [
        (PF_INT, "radius", "_Radius", 40),
        (PF_SLIDER, "light", "_Lighting angle", 45, (0, 360, 1)),
        (PF_TOGGLE, "shadow", "_Shadow", True),
        (PF_COLOR, "bg-colour", "_Background", (255, 255, 255)),
        (PF_COLOR, "sphere-colour", "Sphere _colour", "red"),
    ],
    [(PF_IMAGE, "image", "The new image")], sphere, menu="<Image>/File/Create",
)

main()

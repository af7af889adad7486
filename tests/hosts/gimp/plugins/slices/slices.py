#!/usr/bin/env python
# Cuts an image along its guides into files and writes an HTML table of them.
import os.path

from gimpfu import *


def guides(image):
    rows, columns = [], []
    guide = pdb.gimp_image_find_next_guide(image, 0)
    while guide:
        where = rows if image.get_guide_orientation(guide) == ORIENTATION_HORIZONTAL else columns
        where.append(image.get_guide_position(guide))
        guide = image.find_next_guide(guide)
    return sorted(rows) + [image.height], sorted(columns) + [image.width]


def slices(image, drawable, folder, base, extension, border):
    rows, columns = guides(image)
    table = ['<table border="%d">' % border]
    top = 0
    for r, bottom in enumerate(rows):
        table.append("<tr>")
        left = 0
        for c, right in enumerate(columns):
            part = image.duplicate()
            part.crop(right - left, bottom - top, left, top)
            name = "%s_%i_%i.%s" % (base, r, c, extension)
            path = os.path.join(folder, name)
            pdb.gimp_file_save(part, part.flatten(), path, path)
            gimp.delete(part)
            table.append('<td><img src="%s" width="%d" height="%d"></td>' % (name, right - left, bottom - top))
            left = right
        table.append("</tr>")
        top = bottom
    table.append("</table>")
    with open(os.path.join(folder, base + ".html"), "w") as page:
        page.write("\n".join(table))


register(
    "python_fu_slices", "Cuts an image along its guides", "Saves the parts and an HTML table.", "Impasto", "Impasto",
    "2026", "_Slice...", "*",
    [
        (PF_IMAGE, "image", "", None),
        (PF_DRAWABLE, "drawable", "", None),
        (PF_DIRNAME, "folder", "Folder to save in", "/tmp"),
        (PF_STRING, "base", "Base of the names", "slice"),
        (PF_RADIO, "extension", "Format", "png", (("GIF", "gif"), ("JPEG", "jpg"), ("PNG", "png"))),
        (PF_SPINNER, "border", "Table border", 0, (0, 10, 1)),
    ],
    [], slices, menu="<Image>/Filters/Web",
)

main()

#!/usr/bin/env python
# A file format of our own: one line "IMPRAW width height channels", then the pixels. Loads and saves.
from gimpfu import *

MAGIC = b"IMPRAW"


def save(img, drawable, filename, raw_filename, comment):
    gimp.progress_init("Saving")
    width, height = drawable.width, drawable.height
    region = drawable.get_pixel_rgn(0, 0, width, height, False, False)
    with open(filename, "wb") as out:
        out.write(b"%s %d %d %d %s\n" % (MAGIC, width, height, drawable.bpp, comment.encode()))
        for y in range(height):
            out.write(region[0:width, y])
            gimp.progress_update(float(y) / height)


def load(filename, raw_filename):
    with open(filename, "rb") as opened:
        magic, width, height, channels = opened.readline().split()[:4]
        data = opened.read()
    if magic != MAGIC:
        raise gimp.error("This is no IMPRAW file.")
    width, height, channels = int(width), int(height), int(channels)
    img = gimp.Image(width, height, RGB)
    img.filename = filename
    layer = gimp.Layer(img, "raw", width, height, RGBA_IMAGE if channels == 4 else RGB_IMAGE, 100, NORMAL_MODE)
    img.add_layer(layer, 0)
    layer.get_pixel_rgn(0, 0, width, height)[0:width, 0:height] = data
    layer.update(0, 0, width, height)
    return img


def announce():
    gimp.register_save_handler("file-impraw-save", "impraw", "")
    pdb.gimp_register_file_handler_mime("file-impraw-save", "image/x-impraw")


def announce_load():
    gimp.register_load_handler("file-impraw-load", "impraw", "")


register(
    "file-impraw-save", "Saves raw pixels", "Saves raw pixels", "Impasto", "Impasto", "2026", "Impasto raw", "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_STRING, "filename", "The name of the file", None),
        (PF_STRING, "raw-filename", "The name of the file", None),
        (PF_STRING, "comment", "_Comment", "none"),
    ],
    [], save, on_query=announce, menu="<Save>",
)
register(
    "file-impraw-load", "Loads raw pixels", "Loads raw pixels", "Impasto", "Impasto", "2026", "Impasto raw", None,
    [
        (PF_STRING, "filename", "The name of the file", None),
        (PF_STRING, "raw-filename", "The name of the file", None),
    ],
    [(PF_IMAGE, "image", "The image")], load, on_query=announce_load, menu="<Load>",
)

main()

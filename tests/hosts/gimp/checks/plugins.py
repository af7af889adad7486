# The classic plug-ins of plugins/, called through the PDB. Executed inside GIMP after scene.py; FOLDER is a folder to
# write into.
import os


def fogged():
    image, layer = scene()
    layer.set_offsets(3, 4)
    fog = pdb.python_fu_fog(image, layer, "Mist", (240, 180, 70), 1.5, 80)
    found = [fog.name, fog.opacity, list(fog.offsets), [each.name for each in image.layers], pixels(fog), pixels(fog.mask)]
    gimp.delete(image)
    return found


def woven():
    image, layer = scene()
    pdb.python_fu_cloth(image, layer, 9, 7, 4)
    found = pixels(layer)
    gimp.delete(image)
    return found


def bevelled():
    image, layer = scene()
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
    region[0:WIDTH, 0:10] = bytes(WIDTH * 10 * 4)
    region[0:12, 0:HEIGHT] = bytes(12 * HEIGHT * 4)
    pdb.python_fu_bevel(image, layer, 6, True, True, 5)
    found = [[[each.name, list(each.offsets), each.opacity] for each in image.layers], *[pixels(each) for each in image.layers]]
    gimp.delete(image)
    return found


def sorted_palette():
    name = pdb.gimp_palette_new("unsorted")
    for index, color in enumerate(((200, 10, 10), (10, 200, 10), (90, 90, 90), (255, 255, 0))):
        pdb.gimp_palette_add_entry(name, "entry %d" % index, color)
    made = pdb.python_fu_palette_sorted(name, 5, True)
    found = [made, [pdb.gimp_palette_entry_get_name(made, at) for at in range(pdb.gimp_palette_get_info(made))]]
    pdb.gimp_palette_delete(made)
    pdb.gimp_palette_delete(name)
    return found


def sliced():
    image, layer = scene()
    image.add_vguide(20)
    image.add_hguide(30)
    pdb.python_fu_slices(image, layer, FOLDER, "part", "png", 0)
    gimp.delete(image)
    with open(os.path.join(FOLDER, "part.html")) as page:
        return [page.read(), sorted(each for each in os.listdir(FOLDER) if each.startswith("part_"))]


def exported():
    """Through GIMP's own saving and loading by the name's ending, then the file's own bytes."""
    image, layer = scene()
    path = os.path.join(FOLDER, "picture.impraw")
    pdb.gimp_file_save(image, layer, path, path)
    loaded = pdb.gimp_file_load(path, path)
    found = [pixels(loaded.layers[0]), loaded.layers[0].name]
    gimp.delete(loaded)
    gimp.delete(image)
    with open(path, "rb") as opened:
        return [*found, opened.readline().decode(), opened.read() == picture()]


def rendered():
    image = pdb.python_fu_sphere(20, 45, True, (250, 240, 230), (200, 30, 30))
    found = pixels(image.layers[0])
    gimp.delete(image)
    return found


def told_every_type():
    image, layer = scene()
    image.add_channel(gimp.Channel(image, "extra", WIDTH, HEIGHT, 50, (1, 2, 3)), 0)
    vectors = gimp.Vectors(image, "way")
    pdb.gimp_image_insert_vectors(image, vectors, None, 0)
    brush, pattern = pdb.gimp_context_get_brush(), pdb.gimp_context_get_pattern()
    gradient, palette, font = pdb.gimp_context_get_gradient(), pdb.gimp_context_get_palette(), pdb.gimp_context_get_font()
    told, count, number, color = pdb.python_fu_every_type(
        1, 2, 3, -4, 2.25, "s", "v", "t\nu", (9, 8, 7), "red", True, False, 0.25, 4, 1.5, 2, "a", 5, image, layer,
        image.channels[0], layer, vectors, layer, None, "/etc/hostname", "/tmp/y", "/tmp", font, brush, pattern, gradient, palette,
    )
    for name, what in ((font, "FONT"), (brush, "BRUSH"), (pattern, "PATTERN"), (gradient, "GRADIENT"), (palette, "PALETTE")):
        told = told.replace(repr(name), what)
    gimp.delete(image)
    return [told.split("; "), count, number, plain(color)]


def last_values():
    """With the values of the last run, or at first with the defaults. (Without the colours: GIMP 3 does not tell other
    processes their defaults and passes black.)"""
    told, count, number, color = pdb.python_fu_every_type(run_mode=RUN_WITH_LAST_VALS)
    return [each for each in told.split("; ")[:18] if not each.startswith("RGB")]


PLUGIN_CHECKS = {
    "fog": fogged, "cloth": woven, "bevel": bevelled, "palette-sort": sorted_palette, "slices": sliced, "raw-export": exported,
    "sphere": rendered, "every-type": told_every_type, "last-values": last_values,
}

# Attributes and methods of pygimp's objects, tiles and pixel access, data that lasts. Executed inside GIMP after scene.py.
def image_attributes(image, layer):
    image.resolution = (72.0, 72.0)
    return plain([
        image.width, image.height, image.base_type, image.precision, list(image.resolution), image.unit, image.filename,
        [each.name for each in image.layers], image.channels, image.vectors, image.active_layer, image.active_channel,
        image.active_drawable, image.floating_selection, image.selection.width,
    ])


def layer_attributes(image, layer):
    layer.name, layer.opacity, layer.mode, layer.visible, layer.lock_alpha = "renamed", 40.0, LAYER_MODE_SCREEN, False, True
    return plain([
        layer.name, layer.opacity, layer.mode, layer.visible, layer.lock_alpha, layer.bpp, layer.type, layer.type_with_alpha,
        layer.has_alpha, layer.is_rgb, layer.is_gray, layer.is_indexed, layer.is_layer, layer.is_channel, list(layer.offsets),
        list(layer.mask_bounds), layer.mask, layer.parent, layer.image == image, layer.is_floating_sel, layer.linked,
    ])


def channel_attributes(image, layer):
    channel = gimp.Channel(image, "extra", WIDTH, HEIGHT, 30.0, (255, 128, 0))
    image.add_channel(channel)
    channel.color, channel.show_masked = (0, 64, 255), True
    copied = channel.copy()
    image.add_channel(copied, 0)
    channel.combine_masks(copied, CHANNEL_OP_SUBTRACT)
    return plain([channel.name, channel.opacity, channel.color, channel.show_masked, channel.bpp, len(image.channels)])


def group_attributes(image, layer):
    group = gimp.GroupLayer(image, "group", 70.0)
    image.insert_layer(group, None, 0)
    inside = layer.copy()
    image.insert_layer(inside, group, 0)
    return plain([group.name, group.opacity, [each.name for each in group.children], inside.parent, type(inside.parent).__name__])


def masks(image, layer):
    layer.add_mask(layer.create_mask(ADD_BLACK_MASK))
    layer.show_mask, layer.apply_mask = False, False
    found = plain([layer.mask, layer.apply_mask, layer.mask.is_layer_mask, pixels(layer.mask)["bpp"]])
    layer.remove_mask(MASK_DISCARD)
    return found + [plain(layer.mask)]


def image_methods(image, layer):
    second = image.new_layer("second", 20, 10, 4, 5, True, 0, 80.0)
    image.raise_layer_to_top(layer)
    names = [each.name for each in image.layers]
    image.lower_layer(layer)
    copied = image.duplicate()
    copied.crop(30, 20, 3, 2)
    copied.scale(15, 10)
    flat = copied.flatten()
    guide = image.add_hguide(7)
    found = plain([names, [each.name for each in image.layers], list(second.offsets), copied.width, pixels(flat),
                   image.get_guide_position(guide), image.get_guide_orientation(guide), image.undo_is_enabled()])
    gimp.delete(copied)
    return found


def parasites(image, layer):
    for thing in (image, layer):
        thing.attach_new_parasite("one", PARASITE_PERSISTENT, b"data\x00more")
        thing.parasite_attach(gimp.Parasite("two", 0, "text"))
    found = layer.parasite_find("one")
    return plain([found.name, found.is_persistent, found.is_undoable, found.data, sorted(image.parasite_list()),
                  layer.parasite_find("none"), image.parasite_detach("one"), image.parasite_list()])


def regions(image, layer):
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
    first, row, block = region[3, 4], region[0:5, 2], region[2:4, 5:8]
    region[10, 10] = bytes((1, 2, 3, 255))
    region[0:3, 20] = bytearray(range(12))
    region[20:22, 20:22] = "".join(chr(each) for each in range(16))
    return plain([first, row, block, region[10, 10], region[0:3, 20], region[20:22, 20:22], region.bpp, region.rowstride])


def shadow_under_a_selection(image, layer):
    pdb.gimp_rect_select(image, 10, 10, 20, 20, CHANNEL_OP_REPLACE, False, 0)
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT, True, True)
    region[0:WIDTH, 0:HEIGHT] = bytes((9, 8, 7, 255)) * (WIDTH * HEIGHT)
    layer.flush()
    layer.merge_shadow(True)
    layer.update(0, 0, WIDTH, HEIGHT)
    return pixels(layer)


def tiles(image, layer):
    tile = layer.get_tile(False, 0, 0)
    found = [tile.ewidth, tile.eheight, tile.bpp, plain(tile[5]), plain(tile[3, 2])]
    tile[3, 2] = bytes((1, 2, 3, 4))
    tile.flush()
    again = layer.get_tile2(False, 3, 2)
    fetcher = gimp.PixelFetcher(layer, False)
    return [*found, plain(again[3, 2]), plain(fetcher[3, 2]), plain(fetcher[-1, 0])]


def outside(image, layer):
    try:
        layer.get_pixel_rgn(0, 0, 10, 10)[10, 0]
    except IndexError as problem:
        return str(problem)
    return "it was read"


def colors(image, layer):
    gimp.set_foreground(gimpcolor.RGB(0.2, 0.4, 0.6))
    gimp.set_background((250, 100, 50))
    return plain([gimp.get_foreground(), gimp.get_background(), list(gimp.get_foreground()[0:3]), gimp.get_background() == (250, 100, 50)])


def shelved(image, layer):
    from gimpshelf import shelf

    shelf["checks-shelf"] = {"numbers": [1, 2.5], "text": "ü"}
    return [shelf["checks-shelf"], bool(shelf.has_key("checks-none"))]


def modules(image, layer):
    import gimp as gimp_module
    import gimpcolor as color_module
    import gimpenums

    return [gimp_module.Image is gimp.Image, color_module.RGB is gimpcolor.RGB, gimpenums.RGBA_IMAGE, bool(gimp.directory), gimp.version[0] >= 2]


def deleted(image, layer):
    spare = layer.copy()
    gimp.delete(spare)
    return [bool(pdb.gimp_item_is_valid(layer)), bool(pdb.gimp_item_is_valid(spare))]


def high_precision(image, layer):
    """8 bits whatever the image's depth is, as plug-ins expect."""
    pdb.gimp_image_convert_precision(image, PRECISION_FLOAT_LINEAR)
    return [layer.bpp, pixels(layer)]


def indexed(image, layer):
    layer = pdb.gimp_image_flatten(image)
    pdb.gimp_image_convert_indexed(image, CONVERT_DITHER_NONE, CONVERT_PALETTE_GENERATE, 16, False, False, "")
    before = layer.get_pixel_rgn(0, 0, 4, 1)[0:4, 0]
    layer.get_pixel_rgn(0, 0, 4, 1)[0:4, 0] = before[::-1]
    return [layer.bpp, layer.get_pixel_rgn(0, 0, 4, 1)[0:4, 0] == before[::-1], layer.is_indexed]


def samples(image, layer):
    pdb.gimp_context_set_gradient(pdb.gimp_gradient_new("checks"))
    found = plain(gimp.gradient_sample_uniform(3))
    pdb.gimp_gradient_delete(pdb.gimp_context_get_gradient())
    return found


def functions_of_the_module(image, layer):
    """Those functions of `gimp` that no other check uses."""
    gimp.progress_init("one"), gimp.progress_update(0.3), gimp.progress_set_text("two"), gimp.progress_pulse(), gimp.progress_end()
    handler = gimp.message_get_handler()
    gimp.message_set_handler(CONSOLE), gimp.message("A message."), gimp.message_set_handler(handler)
    gimp.displays_flush()
    gimp.context_push()
    for kind in ("gradient", "brush", "pattern", "palette", "font"):
        getattr(gimp, "context_set_" + kind)(getattr(gimp, "context_get_" + kind)())
    gimp.context_set_opacity(40), gimp.context_set_paint_mode(LAYER_MODE_MULTIPLY)
    chosen = [gimp.context_get_opacity(), gimp.context_get_paint_mode()]
    gimp.context_set_defaults()
    chosen.append(gimp.context_get_opacity())
    gimp.context_pop()
    gimp.set_data("checks", b"a\x00b"), gimp.tile_cache_ntiles(10), gimp.tile_cache_size(100)
    return plain([
        chosen, gimp.get_data("checks"), gimp.get_data("checks-none"), image in gimp.image_list(), gimp.tile_width(), gimp.tile_height(),
        len(gimp.gradients_get_list()) > 10, gimp._id2image(image.ID) == image, gimp._id2drawable(layer.ID) == layer,
        [bool(getattr(gimp, name)) for name in ("data_directory", "plug_in_directory", "sysconf_directory", "locale_directory")],
        gimp.personal_rc_file("x").endswith("/x"), gimp.gamma(),
    ])


OBJECTS = {
    "functions-of-the-module": functions_of_the_module,
    "image-attributes": image_attributes, "layer-attributes": layer_attributes, "channel-attributes": channel_attributes,
    "group-attributes": group_attributes, "layer-masks": masks, "image-methods": image_methods, "parasites": parasites,
    "pixel-regions": regions, "shadow-under-a-selection": shadow_under_a_selection, "tiles-and-fetchers": tiles,
    "pixels-outside-a-region": outside, "colours": colors, "shelf": shelved, "modules": modules, "delete": deleted,
    "high-precision": high_precision, "indexed": indexed, "gradient-samples": samples,
    "path-strokes": lambda image, layer: [[len(each.points[0]), each.points[1], round(each.get_length(0.1), 2)] for each in path(image)[0].strokes],
}
OBJECT_CHECKS = {name: procedure_check(check) for name, check in OBJECTS.items()}

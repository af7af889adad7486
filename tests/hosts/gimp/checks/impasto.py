# Filters > Artistic > Impasto through the PDB, on a running server. Executed inside GIMP after scene.py; ADDRESS is the
# server's, PARAMETERS the defaults of the dialog's sliders and choices, in order. Small and short: what is proved is what goes to the server and what comes back, not the painting.
from gimpfu.pixels import read

QUICK = "iterations = 2; scales = 1; size = 64"


def ask(
    image, layer, style, style_file="", selection=True, regions="", settings=QUICK, parameters=PARAMETERS,
    preset="Impasto", address=ADDRESS,
):
    return pdb.plug_in_impasto(
        image, layer, style, style_file, preset, *parameters, selection, regions, settings, address
    )


def style_layer():
    image, layer = scene()
    layer.name = "Waves"
    pdb.gimp_invert(layer)
    return image, layer


def told(image, layer, source):
    return {
        "name": layer.name, "size": [layer.width, layer.height], "offsets": list(layer.offsets),
        "layers": [each.name for each in image.layers], "parent": plain(layer.parent),
        "mask": pixels(layer.mask) if layer.mask else None, "pixels": pixels(layer), "source": pixels(source),
        "note": json.loads(bytes(layer.parasite_find("impasto").data).decode()),
    }


def with_feathered_selection():
    image, layer = scene()
    other, style = style_layer()
    pdb.gimp_rect_select(image, 16, 12, 30, 24, CHANNEL_OP_REPLACE, True, 6)
    before = pixels(layer)
    result = ask(image, layer, style)
    found = told(image, result, layer)
    found.update(before=before, selection=pixels(image.selection))
    gimp.delete(image)
    gimp.delete(other)
    return found


def without_the_selection():
    image, layer = scene()
    other, style = style_layer()
    pdb.gimp_rect_select(image, 16, 12, 30, 24, CHANNEL_OP_REPLACE, False, 0)
    found = told(image, ask(image, layer, style, selection=False), layer)
    gimp.delete(image)
    gimp.delete(other)
    return found


def in_a_group_with_offsets():
    image, layer = scene()
    other, style = style_layer()
    group = gimp.GroupLayer(image, "group")
    image.insert_layer(group, None, 0)
    inner = layer.copy()
    image.insert_layer(inner, group, 0)
    inner.set_offsets(-7, 9)
    pdb.gimp_rect_select(image, 0, 0, 20, 20, CHANNEL_OP_REPLACE, False, 0)
    found = told(image, ask(image, inner, style), inner)
    gimp.delete(image)
    gimp.delete(other)
    return found


def of_mode(convert):
    def check():
        image, layer = scene()
        other, style = style_layer()
        convert(image)
        result = ask(image, layer, style)
        found = told(image, result, layer)
        found["depth"], found["type"] = image.precision, result.type
        found["finer than 8 bits"] = any(value % 257 for value in memoryview(read(result, "R'G'B'A u16")).cast("H"))
        gimp.delete(image)
        gimp.delete(other)
        return found

    return check


def from_a_file():
    image, layer = scene()
    other, style = style_layer()
    path = FOLDER + "/the waves.png"
    pdb.gimp_file_save(other, style, path, path)
    gimp.delete(other)
    found = told(image, ask(image, layer, None, path), layer)
    gimp.delete(image)
    return found


def with_regions():
    image, layer = scene()
    other, style = style_layer()
    for each in (image, other):
        pdb.gimp_rect_select(each, 0, 0, WIDTH // 2, HEIGHT, CHANNEL_OP_REPLACE, False, 0)
        pdb.gimp_selection_save(each).name = "Left"
        pdb.gimp_selection_none(each)
    found = told(image, ask(image, layer, style, regions="Left"), layer)
    gimp.delete(image)
    gimp.delete(other)
    return found


def half(image, name):
    """A layer of that name that covers the left or the right half of the image, under the others."""
    layer = gimp.Layer(image, name, WIDTH // 2, HEIGHT, RGBA_IMAGE, 100, LAYER_MODE_NORMAL)
    image.add_layer(layer, len(image.layers))
    layer.fill(FOREGROUND_FILL)
    layer.set_offsets(0 if name == "Left" else WIDTH // 2, 0)
    return layer


def with_regions_of_layers_and_groups():
    """The pixels for two ways to pair a layer and a group here with two layers of the style's image."""
    image, layer = scene()
    other, style = style_layer()
    half(image, "Left")
    group = gimp.GroupLayer(image, "Right")
    image.insert_layer(group, None, 2)
    inner = half(image, "inner")
    pdb.gimp_image_reorder_item(image, inner, group, 0)
    for name in ("Left", "Right"):
        half(other, name)
    found = [
        pixels(ask(image, layer, style, regions=pairs))
        for pairs in ("Left; Right", "Left = Right; Right = Left")
    ]
    gimp.delete(image)
    gimp.delete(other)
    return found


def with_other_parameters():
    """What the parasite says after a run with another preset and other sliders."""
    image, layer = scene()
    other, style = style_layer()
    found = told(image, ask(image, layer, style, parameters=OTHER_PARAMETERS, preset="GatysMax"), layer)["note"]
    gimp.delete(image)
    gimp.delete(other)
    return found


def half_transparent():
    image, layer = scene()
    other, style = style_layer()
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
    region[0 : WIDTH // 2, 0:HEIGHT] = bytes((200, 100, 50, 90)) * (WIDTH // 2 * HEIGHT)
    found = told(image, ask(image, layer, style), layer)
    gimp.delete(image)
    gimp.delete(other)
    return found


def of_a_layer_with_a_mask():
    image, layer = scene()
    other, style = style_layer()
    layer.add_mask(layer.create_mask(ADD_BLACK_MASK))
    result = ask(image, layer, style)
    found = told(image, result, layer)
    found["its mask"] = pixels(layer.mask)
    gimp.delete(image)
    gimp.delete(other)
    return found


def of_a_group():
    image, layer = scene()
    other, style = style_layer()
    group = gimp.GroupLayer(image, "group")
    image.insert_layer(group, None, 0)
    inner = layer.copy()
    image.insert_layer(inner, group, 0)
    inner.set_offsets(5, 6)
    found = told(image, ask(image, group, style), group)
    gimp.delete(image)
    gimp.delete(other)
    return found


def of_a_channel():
    image, layer = scene()
    other, style = style_layer()
    channel = gimp.Channel(image, "extra", WIDTH, HEIGHT, 50, (1, 2, 3))
    image.add_channel(channel, 0)
    try:
        ask(image, channel, style)
    except gimp.error as problem:
        return str(problem)
    finally:
        gimp.delete(image)
        gimp.delete(other)
    return "it was done"


def refused(change=None, **given):
    """The sentence of an order that cannot be carried out."""

    def check():
        image, layer = scene()
        other, style = style_layer()
        try:
            if change:
                change(image, layer)
            ask(image, layer, given.pop("style", style), **given)
        except gimp.error as problem:
            return str(problem)
        finally:
            gimp.delete(image)
            gimp.delete(other)
        return "it was done"

    return check


def to_indexed(image, layer):
    pdb.gimp_image_convert_indexed(image, CONVERT_DITHER_NONE, CONVERT_PALETTE_GENERATE, 16, False, False, "")


def selected_elsewhere(image, layer):
    pdb.gimp_layer_resize(layer, 10, 10, 0, 0)
    pdb.gimp_rect_select(image, 30, 30, 10, 10, CHANNEL_OP_REPLACE, False, 0)


IMPASTO_CHECKS = {
    "feathered-selection": with_feathered_selection,
    "selection-unused": without_the_selection,
    "group-and-offsets": in_a_group_with_offsets,
    "gray": of_mode(lambda image: pdb.gimp_image_convert_grayscale(image)),
    "16-bit": of_mode(lambda image: pdb.gimp_image_convert_precision(image, PRECISION_U16_GAMMA)),
    "float": of_mode(lambda image: pdb.gimp_image_convert_precision(image, PRECISION_FLOAT_LINEAR)),
    "style-file": from_a_file,
    "regions": with_regions,
    "regions-of-layers": with_regions_of_layers_and_groups,
    "other-parameters": with_other_parameters,
    "alpha": half_transparent,
    "layer-mask": of_a_layer_with_a_mask,
    "group": of_a_group,
    "refused-channel": of_a_channel,
    "refused-no-server": refused(address="127.0.0.1:9"),
    "refused-no-file": refused(style=None, style_file="/nowhere/at all.png"),
    "refused-pair": refused(regions="= 3"),
    "refused-indexed": refused(to_indexed),
    "refused-no-style": refused(style=None),
    "refused-selection-elsewhere": refused(selected_elsewhere),
    "refused-no-such-region": refused(regions="Nowhere"),
    "refused-setting": refused(settings="iterations = many"),
    "refused-unknown-setting": refused(settings=QUICK + "; glitter = 3"),
}

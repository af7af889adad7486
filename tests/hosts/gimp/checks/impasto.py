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


def on_images(check):
    """The check, called with the scene and the style's image and layers, which are gone afterwards."""

    def run():
        image, layer = scene()
        other, style = style_layer()
        try:
            return check(image, layer, other, style)
        finally:
            gimp.delete(image)
            gimp.delete(other)

    return run


def sentence_of(order):
    """What GIMP says of an order that cannot be carried out."""
    try:
        order()
    except gimp.error as problem:
        return str(problem)
    return "it was done"


def grouped(image, layer, x, y):
    """A group with a copy of the layer in it at these offsets, and that copy."""
    group = gimp.GroupLayer(image, "group")
    image.insert_layer(group, None, 0)
    inner = layer.copy()
    image.insert_layer(inner, group, 0)
    inner.set_offsets(x, y)
    return group, inner


@on_images
def with_feathered_selection(image, layer, other, style):
    pdb.gimp_rect_select(image, 16, 12, 30, 24, CHANNEL_OP_REPLACE, True, 6)
    before = pixels(layer)
    result = ask(image, layer, style)
    found = told(image, result, layer)
    found.update(before=before, selection=pixels(image.selection))
    return found


@on_images
def without_the_selection(image, layer, other, style):
    pdb.gimp_rect_select(image, 16, 12, 30, 24, CHANNEL_OP_REPLACE, False, 0)
    return told(image, ask(image, layer, style, selection=False), layer)


@on_images
def in_a_group_with_offsets(image, layer, other, style):
    _, inner = grouped(image, layer, -7, 9)
    pdb.gimp_rect_select(image, 0, 0, 20, 20, CHANNEL_OP_REPLACE, False, 0)
    return told(image, ask(image, inner, style), inner)


def of_mode(convert):
    def check(image, layer, other, style):
        convert(image)
        result = ask(image, layer, style)
        found = told(image, result, layer)
        found["depth"], found["type"] = image.precision, result.type
        found["finer than 8 bits"] = any(value % 257 for value in memoryview(read(result, "R'G'B'A u16")).cast("H"))
        return found

    return on_images(check)


def from_a_file():
    image, layer = scene()
    other, style = style_layer()
    path = FOLDER + "/the waves.png"
    pdb.gimp_file_save(other, style, path, path)
    gimp.delete(other)
    found = told(image, ask(image, layer, None, path), layer)
    gimp.delete(image)
    return found


@on_images
def with_regions(image, layer, other, style):
    for each in (image, other):
        pdb.gimp_rect_select(each, 0, 0, WIDTH // 2, HEIGHT, CHANNEL_OP_REPLACE, False, 0)
        pdb.gimp_selection_save(each).name = "Left"
        pdb.gimp_selection_none(each)
    return told(image, ask(image, layer, style, regions="Left"), layer)


def half(image, name):
    """A layer of that name that covers the left or the right half of the image, under the others."""
    layer = gimp.Layer(image, name, WIDTH // 2, HEIGHT, RGBA_IMAGE, 100, LAYER_MODE_NORMAL)
    image.add_layer(layer, len(image.layers))
    layer.fill(FOREGROUND_FILL)
    layer.set_offsets(0 if name == "Left" else WIDTH // 2, 0)
    return layer


@on_images
def with_regions_of_layers_and_groups(image, layer, other, style):
    """The pixels for two ways to pair a layer and a group here with two layers of the style's image."""
    half(image, "Left")
    group = gimp.GroupLayer(image, "Right")
    image.insert_layer(group, None, 2)
    inner = half(image, "inner")
    pdb.gimp_image_reorder_item(image, inner, group, 0)
    for name in ("Left", "Right"):
        half(other, name)
    return [
        pixels(ask(image, layer, style, regions=pairs))
        for pairs in ("Left; Right", "Left = Right; Right = Left")
    ]


@on_images
def with_other_parameters(image, layer, other, style):
    """What the parasite says after a run with another preset and other sliders."""
    return told(image, ask(image, layer, style, parameters=OTHER_PARAMETERS, preset="GatysMax"), layer)["note"]


@on_images
def half_transparent(image, layer, other, style):
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
    region[0 : WIDTH // 2, 0:HEIGHT] = bytes((200, 100, 50, 90)) * (WIDTH // 2 * HEIGHT)
    return told(image, ask(image, layer, style), layer)


@on_images
def of_a_layer_with_a_mask(image, layer, other, style):
    layer.add_mask(layer.create_mask(ADD_BLACK_MASK))
    result = ask(image, layer, style)
    found = told(image, result, layer)
    found["its mask"] = pixels(layer.mask)
    return found


@on_images
def of_a_group(image, layer, other, style):
    group, _ = grouped(image, layer, 5, 6)
    return told(image, ask(image, group, style), group)


@on_images
def of_a_channel(image, layer, other, style):
    channel = gimp.Channel(image, "extra", WIDTH, HEIGHT, 50, (1, 2, 3))
    image.add_channel(channel, 0)
    return sentence_of(lambda: ask(image, channel, style))


def refused(change=None, **given):
    """The sentence of an order that cannot be carried out."""

    def check(image, layer, other, style):
        def order():
            if change:
                change(image, layer)
            ask(image, layer, given.pop("style", style), **given)

        return sentence_of(order)

    return on_images(check)


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

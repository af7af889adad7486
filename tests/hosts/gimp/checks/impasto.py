# Filters > Artistic > Impasto through the PDB, on a running server. Executed inside GIMP after scene.py; ADDRESS is the
# server's, PARAMETERS the defaults of the dialog's sliders and choices, in order. Small and short: what is proved is what goes to the server and what comes back, not the painting.
QUICK = "iterations = 2; scales = 1; size = 64"


def ask(image, layer, style, style_file="", selection=True, regions="", settings=QUICK, parameters=PARAMETERS):
    return pdb.plug_in_impasto(
        image, layer, style, style_file, "Impasto", *parameters, selection, regions, settings, ADDRESS
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
    "refused-indexed": refused(to_indexed),
    "refused-no-style": refused(style=None),
    "refused-selection-elsewhere": refused(selected_elsewhere),
    "refused-no-such-region": refused(regions="Nowhere"),
    "refused-setting": refused(settings="iterations = many"),
    "refused-unknown-setting": refused(settings=QUICK + "; glitter = 3"),
}

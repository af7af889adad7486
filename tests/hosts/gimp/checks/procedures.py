# Procedures whose name or shape GIMP 3 changed, called as in GIMP 2.10: each GIMP must give the same values and pixels.
# Executed inside GIMP after scene.py. A check gets the image and its layer and returns what is to be compared.
LINEAR_LIGHT = (0.0, 0.0, WIDTH - 1.0, 0.0)


def painted(draw):
    """The layer's pixels after drawing on it."""

    def check(image, layer):
        draw(image, layer)
        return pixels(layer)

    return check


def selected(select):
    """The selection's pixels after selecting."""

    def check(image, layer):
        select(image, layer)
        return pixels(image.selection)

    return check


def transformed(transform):
    """The pixels and place of the transformed layer."""

    def check(image, layer):
        done = transform(layer) or layer
        return [list(done.offsets), pixels(done)]

    return check


def path(image):
    vectors = pdb.gimp_vectors_new(image, "way")
    pdb.gimp_image_insert_vectors(image, vectors, None, 0)
    stroke = pdb.gimp_vectors_stroke_new_from_points(
        vectors, 0, 18, [5, 5, 5, 5, 5, 5, 40, 8, 40, 8, 40, 8, 30, 40, 30, 40, 30, 40], True
    )
    return vectors, stroke


def with_path(use):
    def check(image, layer):
        return plain(use(image, *path(image)))

    return check


def kept(identifier, data):
    pdb.gimp_procedural_db_set_data(identifier, len(data), data)
    return pdb.gimp_procedural_db_get_data(identifier)


def filled_region(image, layer, use, *given):
    pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 10, 8, 30, 20)
    use(layer, *given)


def floated(image, layer):
    pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 10, 8, 30, 20)
    floating = pdb.gimp_selection_float(layer, 3, 4)
    found = [list(floating.offsets), [floating.width, floating.height]]
    pdb.gimp_floating_sel_anchor(floating)
    return [found, pixels(layer)]


def pasted(image, layer):
    pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 10, 8, 30, 20)
    pdb.gimp_edit_copy(layer)
    floating = pdb.gimp_edit_paste(layer, False)
    size = [floating.width, floating.height]
    pdb.gimp_floating_sel_remove(floating)
    new = pdb.gimp_edit_paste_as_new()
    found = [size, new.width, new.height]
    gimp.delete(new)
    return found


def attached(image, layer):
    layer.attach_new_parasite("note", PARASITE_PERSISTENT, "text of a parasite")
    found = pdb.gimp_drawable_parasite_find(layer, "note")
    count, names = pdb.gimp_drawable_parasite_list(layer)
    return [found.name, found.flags, list(found.data), count, list(names)]


def colormap(image, layer):
    pdb.gimp_image_convert_indexed(image, CONVERT_DITHER_NONE, CONVERT_PALETTE_GENERATE, 8, False, False, "")
    pdb.gimp_image_set_colormap(image, 9, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255]))
    count, data = pdb.gimp_image_get_colormap(image)
    return [count, list(data), image.base_type]


def palette(image, layer):
    name = pdb.gimp_palette_new("checks")
    pdb.gimp_palette_add_entry(name, "one", (10, 20, 30))
    pdb.gimp_palette_add_entry(name, "two", (200, 100, 50))
    pdb.gimp_palette_entry_set_color(name, 0, (1, 2, 3))
    pdb.gimp_palette_entry_set_name(name, 1, "zwei")
    found = [pdb.gimp_palette_get_info(name), plain(pdb.gimp_palette_entry_get_color(name, 0)),
             pdb.gimp_palette_entry_get_name(name, 1), pdb.gimp_palette_is_editable(name)]
    pdb.gimp_palette_delete(name)
    return found


def merged_mask(image, layer):
    mask = layer.create_mask(ADD_BLACK_MASK)
    pdb.gimp_image_add_layer_mask(image, layer, mask)
    pdb.gimp_rect_select(image, 10, 10, 20, 20, CHANNEL_OP_REPLACE, False, 0)
    pdb.gimp_edit_fill(mask, WHITE_FILL)
    pdb.gimp_image_remove_layer_mask(image, layer, MASK_APPLY)
    return pixels(layer)


PROCEDURES = {
    "gimp-image-width": lambda image, layer: [pdb.gimp_image_width(image), pdb.gimp_image_height(image)],
    "gimp-image-base-type": lambda image, layer: pdb.gimp_image_base_type(image),
    "gimp-image-list": lambda image, layer: image.ID in pdb.gimp_image_list()[1],
    "gimp-image-is-valid": lambda image, layer: [plain(bool(pdb.gimp_image_is_valid(image)))],
    "gimp-image-get-active-layer": lambda image, layer: plain(pdb.gimp_image_get_active_layer(image)),
    "gimp-image-get-active-drawable": lambda image, layer: plain(pdb.gimp_image_get_active_drawable(image)),
    "gimp-image-active-drawable": lambda image, layer: plain(pdb.gimp_image_active_drawable(image)),
    "gimp-image-get-active-channel": lambda image, layer: plain(pdb.gimp_image_get_active_channel(image)),
    "gimp-image-get-layers": lambda image, layer: [pdb.gimp_image_get_layers(image)[0], layer.ID in pdb.gimp_image_get_layers(image)[1]],
    "gimp-image-get-layer-position": lambda image, layer: pdb.gimp_image_get_layer_position(image, layer),
    "gimp-image-floating-selection": lambda image, layer: plain(pdb.gimp_image_floating_selection(image)),
    "gimp-image-parasite-attach": lambda image, layer: [
        pdb.gimp_image_parasite_attach(image, gimp.Parasite("p", 0, "abc")),
        list(pdb.gimp_image_parasite_find(image, "p").data), list(pdb.gimp_image_parasite_list(image)[1]),
        pdb.gimp_image_parasite_detach(image, "p"), pdb.gimp_image_parasite_list(image)[0],
    ],
    "gimp-drawable-parasite-attach": attached,
    "gimp-image-get-filename": lambda image, layer: pdb.gimp_image_get_filename(image),
    "gimp-image-set-filename": lambda image, layer: [
        pdb.gimp_image_set_filename(image, "/tmp/a name.xcf"), pdb.gimp_image_get_filename(image), pdb.gimp_image_get_uri(image)
    ],
    "gimp-image-add-layer": lambda image, layer: [
        pdb.gimp_image_add_layer(image, pdb.gimp_layer_new(image, 8, 9, RGB_IMAGE, "new", 50, LAYER_MODE_MULTIPLY), 0),
        [[each.name, each.width, each.height, each.opacity, each.mode, each.type] for each in image.layers],
    ],
    "gimp-image-raise-layer": lambda image, layer: [
        image.add_layer(layer.copy(), 1), pdb.gimp_image_lower_layer(image, layer), [each.name for each in image.layers],
        pdb.gimp_image_raise_layer_to_top(image, layer), [each.name for each in image.layers],
    ],
    "gimp-image-scale-full": lambda image, layer: [pdb.gimp_image_scale_full(image, 32, 24, INTERPOLATION_NONE), pixels(layer)],
    "gimp-image-get-colormap": colormap,
    "gimp-image-get-color-profile": lambda image, layer: pdb.gimp_image_get_color_profile(image)[0],
    "gimp-image-get-effective-color-profile": lambda image, layer: pdb.gimp_image_get_effective_color_profile(image)[0] > 100,
    "gimp-layer-copy": lambda image, layer: plain(pdb.gimp_layer_copy(layer, True)),
    "gimp-layer-group-new": lambda image, layer: [
        pdb.gimp_image_insert_layer(image, pdb.gimp_layer_group_new(image), None, 0),
        bool(pdb.gimp_item_is_group(image.layers[0])), type(image.layers[0]).__name__,
    ],
    "gimp-layer-translate": lambda image, layer: [pdb.gimp_layer_translate(layer, 5, -3), list(layer.offsets)],
    "gimp-layer-scale-full": lambda image, layer: [pdb.gimp_layer_scale_full(layer, 30, 20, False, INTERPOLATION_NONE), pixels(layer)],
    "gimp-layer-get-preserve-trans": lambda image, layer: [
        pdb.gimp_layer_set_preserve_trans(layer, True), int(pdb.gimp_layer_get_preserve_trans(layer)),
    ],
    "gimp-layer-mask": lambda image, layer: [
        plain(pdb.gimp_layer_mask(layer)), pdb.gimp_layer_add_mask(layer, layer.create_mask(ADD_WHITE_MASK)), plain(pdb.gimp_layer_mask(layer))
    ],
    "gimp-image-remove-layer-mask": merged_mask,
    "gimp-channel-new": lambda image, layer: [
        image.add_channel(pdb.gimp_channel_new(image, WIDTH, HEIGHT, "extra", 30, (255, 0, 0)), 0),
        image.channels[0].name, image.channels[0].opacity, plain(image.channels[0].color),
    ],
    "gimp-drawable-bpp": lambda image, layer: [pdb.gimp_drawable_bpp(layer), pdb.gimp_drawable_width(layer), list(pdb.gimp_drawable_offsets(layer))],
    "gimp-drawable-get-pixel": lambda image, layer: plain(pdb.gimp_drawable_get_pixel(layer, 3, 5)),
    "gimp-drawable-set-pixel": painted(lambda image, layer: pdb.gimp_drawable_set_pixel(layer, 3, 5, 4, [1, 2, 3, 255])),
    "gimp-drawable-fill": painted(lambda image, layer: pdb.gimp_drawable_fill(layer, WHITE_FILL)),
    "gimp-drawable-fill:transparent": painted(lambda image, layer: pdb.gimp_drawable_fill(layer, TRANSPARENT_FILL)),
    "gimp-drawable-offset": painted(lambda image, layer: pdb.gimp_drawable_offset(layer, True, OFFSET_BACKGROUND, 7, 5)),
    "gimp-drawable-offset:background": painted(lambda image, layer: pdb.gimp_drawable_offset(layer, False, OFFSET_BACKGROUND, 7, 5)),
    "gimp-drawable-get-name": lambda image, layer: [pdb.gimp_drawable_set_name(layer, "other"), pdb.gimp_drawable_get_name(layer)],
    "gimp-drawable-is-layer": lambda image, layer: [bool(pdb[f"gimp-drawable-is-{kind}"](layer)) for kind in ("layer", "channel", "layer-mask", "text-layer", "valid")],
    "gimp-item-is-vectors": lambda image, layer: [bool(pdb[f"gimp-item-is-{kind}"](layer)) for kind in ("vectors", "drawable", "selection")],
    "gimp-edit-clear": painted(lambda image, layer: filled_region(image, layer, pdb.gimp_edit_clear)),
    "gimp-edit-fill": painted(lambda image, layer: filled_region(image, layer, pdb.gimp_edit_fill, BACKGROUND_FILL)),
    "gimp-edit-bucket-fill": painted(lambda image, layer: pdb.gimp_edit_bucket_fill(layer, FG_BUCKET_FILL, LAYER_MODE_NORMAL, 60, 40, False, 32, 24)),
    "gimp-edit-bucket-fill:selection": painted(lambda image, layer: filled_region(image, layer, pdb.gimp_edit_bucket_fill, BG_BUCKET_FILL, LAYER_MODE_NORMAL, 100, 0, False, 0, 0)),
    "gimp-edit-bucket-fill-full": painted(lambda image, layer: pdb.gimp_edit_bucket_fill_full(layer, BG_BUCKET_FILL, LAYER_MODE_NORMAL, 100, 50, True, False, SELECT_CRITERION_COMPOSITE, 2, 2)),
    "gimp-edit-blend": painted(lambda image, layer: pdb.gimp_edit_blend(layer, FG_BG_RGB_MODE, LAYER_MODE_NORMAL, GRADIENT_LINEAR, 100, 0, REPEAT_NONE, False, False, 1, 0, False, 0, 0, WIDTH - 1, 0)),
    "gimp-edit-blend:radial": painted(lambda image, layer: pdb.gimp_edit_blend(layer, FG_TRANSPARENT_MODE, LAYER_MODE_NORMAL, GRADIENT_RADIAL, 80, 10, REPEAT_TRIANGULAR, True, False, 1, 0, False, 32, 24, 50, 24)),
    "gimp-edit-blend:truncate": painted(lambda image, layer: pdb.gimp_edit_blend(layer, FG_BG_RGB_MODE, LAYER_MODE_NORMAL, GRADIENT_LINEAR, 100, 0, REPEAT_TRUNCATE, False, False, 1, 0, False, 16, 0, 40, 0)),
    "gimp-blend": painted(lambda image, layer: pdb.gimp_blend(layer, FG_BG_RGB_MODE, LAYER_MODE_NORMAL, GRADIENT_LINEAR, 100, 0, REPEAT_SAWTOOTH, False, False, 1, 0, False, 0, 0, 20, 0)),
    "gimp-edit-paste": pasted,
    "gimp-selection-float": floated,
    "gimp-brightness-contrast": painted(lambda image, layer: pdb.gimp_brightness_contrast(layer, 40, -30)),
    "gimp-levels": painted(lambda image, layer: pdb.gimp_levels(layer, HISTOGRAM_VALUE, 20, 200, 1.3, 10, 240)),
    "gimp-levels-stretch": painted(lambda image, layer: pdb.gimp_levels_stretch(layer)),
    "gimp-curves-spline": painted(lambda image, layer: pdb.gimp_curves_spline(layer, HISTOGRAM_RED, 6, [0, 30, 128, 200, 255, 220])),
    "gimp-curves-explicit": painted(lambda image, layer: pdb.gimp_curves_explicit(layer, HISTOGRAM_GREEN, 256, bytes(255 - at for at in range(256)))),
    "gimp-threshold": painted(lambda image, layer: pdb.gimp_threshold(layer, 100, 255)),
    "gimp-posterize": painted(lambda image, layer: pdb.gimp_posterize(layer, 4)),
    "gimp-invert": painted(lambda image, layer: pdb.gimp_invert(layer)),
    "gimp-equalize": painted(lambda image, layer: pdb.gimp_equalize(layer, False)),
    "gimp-desaturate": painted(lambda image, layer: pdb.gimp_desaturate(layer)),
    "gimp-desaturate-full": painted(lambda image, layer: pdb.gimp_desaturate_full(layer, DESATURATE_LUMINANCE)),
    "gimp-colorize": painted(lambda image, layer: pdb.gimp_colorize(layer, 200, 60, 10)),
    "gimp-color-balance": painted(lambda image, layer: pdb.gimp_color_balance(layer, TRANSFER_MIDTONES, True, 30, -20, 10)),
    "gimp-hue-saturation": painted(lambda image, layer: pdb.gimp_hue_saturation(layer, HUE_RANGE_ALL, 40, 5, 20)),
    "gimp-histogram": lambda image, layer: plain(pdb.gimp_histogram(layer, HISTOGRAM_VALUE, 0, 255)),
    "gimp-color-picker": lambda image, layer: plain(pdb.gimp_color_picker(image, layer, 5, 6, False, False, 1)),
    "gimp-rect-select": selected(lambda image, layer: pdb.gimp_rect_select(image, 10, 8, 20, 16, CHANNEL_OP_REPLACE, True, 4)),
    "gimp-ellipse-select": selected(lambda image, layer: pdb.gimp_ellipse_select(image, 10, 8, 30, 20, CHANNEL_OP_REPLACE, True, False, 0)),
    "gimp-free-select": selected(lambda image, layer: pdb.gimp_free_select(image, 6, [5, 5, 50, 10, 20, 40], CHANNEL_OP_REPLACE, False, False, 0)),
    "gimp-round-rect-select": selected(lambda image, layer: pdb.gimp_round_rect_select(image, 5, 5, 40, 30, 8, 8, CHANNEL_OP_REPLACE, True, False, 0, 0)),
    "gimp-by-color-select": selected(lambda image, layer: pdb.gimp_by_color_select(layer, (128, 128, 220), 60, CHANNEL_OP_REPLACE, False, False, 0, False)),
    "gimp-by-color-select-full": selected(lambda image, layer: pdb.gimp_by_color_select_full(layer, (128, 128, 220), 30, CHANNEL_OP_REPLACE, True, False, 0, 0, False, False, SELECT_CRITERION_H)),
    "gimp-fuzzy-select": selected(lambda image, layer: pdb.gimp_fuzzy_select(layer, 32, 24, 40, CHANNEL_OP_REPLACE, True, False, 0, False)),
    "gimp-fuzzy-select-full": selected(lambda image, layer: pdb.gimp_fuzzy_select_full(layer, 32, 24, 40, CHANNEL_OP_REPLACE, False, True, 3, 3, False, True, SELECT_CRITERION_COMPOSITE)),
    "gimp-selection-layer-alpha": selected(lambda image, layer: pdb.gimp_selection_layer_alpha(layer)),
    "gimp-selection-load": selected(lambda image, layer: (pdb.gimp_rect_select(image, 3, 3, 9, 9, 2, False, 0), image.selection, pdb.gimp_selection_save(image), pdb.gimp_selection_clear(image), pdb.gimp_selection_load(image.channels[0]))),
    "gimp-selection-combine": selected(lambda image, layer: (pdb.gimp_rect_select(image, 3, 3, 9, 9, 2, False, 0), pdb.gimp_selection_save(image), pdb.gimp_rect_select(image, 8, 8, 9, 9, 2, False, 0), pdb.gimp_selection_combine(image.channels[0], CHANNEL_OP_INTERSECT))),
    "gimp-vectors-to-selection": selected(lambda image, layer: pdb.gimp_vectors_to_selection(path(image)[0], CHANNEL_OP_REPLACE, True, False, 0, 0)),
    "gimp-flip": transformed(lambda layer: pdb.gimp_flip(layer, ORIENTATION_HORIZONTAL)),
    "gimp-rotate": transformed(lambda layer: pdb.gimp_rotate(layer, False, math.pi / 2)),
    "gimp-scale": transformed(lambda layer: pdb.gimp_scale(layer, False, 0, 0, 32, 24)),
    "gimp-shear": transformed(lambda layer: pdb.gimp_shear(layer, False, ORIENTATION_HORIZONTAL, 10)),
    "gimp-perspective": transformed(lambda layer: pdb.gimp_perspective(layer, True, 0, 0, 60, 5, 5, 40, 55, 45)),
    "gimp-transform-2d": transformed(lambda layer: pdb.gimp_transform_2d(layer, True, 32, 24, 0.8, 0.9, 0.3, 30, 20)),
    "gimp-drawable-transform-rotate": transformed(lambda layer: pdb.gimp_drawable_transform_rotate(layer, 0.4, True, 0, 0, TRANSFORM_FORWARD, INTERPOLATION_LINEAR, False, 3, TRANSFORM_RESIZE_CLIP)),
    "gimp-drawable-transform-rotate-default": transformed(lambda layer: pdb.gimp_drawable_transform_rotate_default(layer, 0.4, True, 0, 0, True, TRANSFORM_RESIZE_ADJUST)),
    "gimp-drawable-transform-rotate-simple": transformed(lambda layer: pdb.gimp_drawable_transform_rotate_simple(layer, ROTATE_90, True, 0, 0, False)),
    "gimp-drawable-transform-flip-simple": transformed(lambda layer: pdb.gimp_drawable_transform_flip_simple(layer, ORIENTATION_VERTICAL, True, 0, False)),
    "gimp-drawable-transform-scale": transformed(lambda layer: pdb.gimp_drawable_transform_scale(layer, 5, 5, 50, 30, TRANSFORM_FORWARD, INTERPOLATION_NONE, False, 3, TRANSFORM_RESIZE_ADJUST)),
    "gimp-drawable-transform-matrix-default": transformed(lambda layer: pdb.gimp_drawable_transform_matrix_default(layer, 1, 0.2, 0, 0, 1, 0, 0, 0, 1, False, TRANSFORM_RESIZE_ADJUST)),
    "gimp-drawable-transform-flip": transformed(lambda layer: pdb.gimp_drawable_transform_flip(layer, 0, 0, 40, 40, TRANSFORM_FORWARD, INTERPOLATION_NONE, False, 3, TRANSFORM_RESIZE_CLIP)),
    "plug-in-rotate": transformed(lambda layer: pdb.plug_in_rotate(layer.image, layer, 1, False)),
    "plug-in-autocrop-layer": transformed(lambda layer: (pdb.gimp_layer_resize(layer, 80, 60, 8, 6), pdb.plug_in_autocrop_layer(layer.image, layer))[1]),
    "plug-in-grid": painted(lambda image, layer: pdb.plug_in_grid(image, layer, 1, 8, 2, (255, 0, 0), 255, 1, 8, 3, (0, 255, 0), 255, 0, 2, 6, (0, 0, 255), 255)),
    "gimp-vectors-new": with_path(lambda image, vectors, stroke: [vectors, image.vectors, stroke > 0]),
    "gimp-vectors-get-strokes": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_get_strokes(vectors)[0]),
    "gimp-vectors-stroke-get-points": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_stroke_get_points(vectors, stroke)),
    "gimp-vectors-stroke-get-length": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_stroke_get_length(vectors, stroke, 0.1)),
    "gimp-vectors-stroke-get-point-at-dist": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_stroke_get_point_at_dist(vectors, stroke, 10, 0.1)),
    "gimp-vectors-stroke-translate": with_path(lambda image, vectors, stroke: [pdb.gimp_vectors_stroke_translate(vectors, stroke, 2, 3), pdb.gimp_vectors_stroke_get_points(vectors, stroke)]),
    "gimp-vectors-stroke-interpolate": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_stroke_interpolate(vectors, stroke, 1.0)[0] > 10),
    "gimp-vectors-export-to-string": with_path(lambda image, vectors, stroke: "<path" in pdb.gimp_vectors_export_to_string(image, vectors)),
    "gimp-vectors-import-from-string": with_path(lambda image, vectors, stroke: pdb.gimp_vectors_import_from_string(image, pdb.gimp_vectors_export_to_string(image, vectors), -1, False, False)[0]),
    "gimp-image-get-vectors-by-name": with_path(lambda image, vectors, stroke: pdb.gimp_image_get_vectors_by_name(image, "way")),
    "gimp-image-set-active-vectors": with_path(lambda image, vectors, stroke: [pdb.gimp_image_set_active_vectors(image, vectors), pdb.gimp_image_get_active_vectors(image)]),
    "gimp-vectors-bezier-stroke-new-moveto": with_path(lambda image, vectors, stroke: [pdb.gimp_vectors_bezier_stroke_lineto(vectors, pdb.gimp_vectors_bezier_stroke_new_moveto(vectors, 1, 2), 9, 9), len(vectors.strokes)]),
    "gimp-palette-get-info": palette,
    "gimp-palette-set-foreground": lambda image, layer: [pdb.gimp_palette_set_foreground((9, 8, 7)), plain(pdb.gimp_palette_get_foreground()), pdb.gimp_palette_swap_colors(), plain(pdb.gimp_palette_get_background())],
    "gimp-context-set-foreground": lambda image, layer: [pdb.gimp_context_set_foreground("#1e90ff"), plain(pdb.gimp_context_get_foreground())],
    "gimp-procedural-db-set-data": lambda image, layer: plain(kept("checks-data", b"abc\x00def")),
    "gimp-procedural-db-proc-exists": lambda image, layer: [bool(pdb.gimp_procedural_db_proc_exists("gimp-image-new")), bool(pdb.gimp_procedural_db_proc_exists("gimp-nothing"))],
    "gimp-procedural-db-query": lambda image, layer: pdb.gimp_procedural_db_query("^gimp-image-new$", ".*", ".*", ".*", ".*", ".*", ".*")[0],
    "gimp-temp-name": lambda image, layer: pdb.gimp_temp_name("png").endswith(".png"),
    "gimp-unit-get-abbreviation": lambda image, layer: [pdb.gimp_unit_get_abbreviation(UNIT_MM), pdb.gimp_unit_get_digits(UNIT_INCH), pdb.gimp_unit_get_symbol(UNIT_INCH)],
    "gimp-undo-push-group-start": lambda image, layer: [pdb.gimp_undo_push_group_start(image), pdb.gimp_undo_push_group_end(image)],
    "gimp-progress-init": lambda image, layer: [pdb.gimp_progress_init("checking", None), pdb.gimp_progress_update(0.5), gimp.progress_init("again"), gimp.progress_update(1.0)],
    "gimp-parasite-attach": lambda image, layer: [pdb.gimp_parasite_attach(gimp.Parasite("global", 0, "xyz")), list(gimp.parasite_find("global").data), gimp.parasite_detach("global"), gimp.parasite_find("global")],
    "gimp-image-convert-indexed": lambda image, layer: [pdb.gimp_image_convert_indexed(image, CONVERT_DITHER_NONE, CONVERT_PALETTE_MONO, 2, False, False, ""), pixels(layer), len(image.colormap)],
    "gimp-image-merge-visible-layers": lambda image, layer: plain(image.merge_visible_layers(CLIP_TO_IMAGE)),
    "gimp-edit-stroke": painted(lambda image, layer: (pdb.gimp_context_set_stroke_method(STROKE_LINE), pdb.gimp_context_set_line_width(3), pdb.gimp_rect_select(image, 10, 10, 20, 20, 2, False, 0), pdb.gimp_edit_stroke(layer))),
    "gimp-pencil": painted(lambda image, layer: (pdb.gimp_context_set_stroke_method(STROKE_LINE), pdb.gimp_edit_stroke_vectors(layer, path(image)[0]))),
}


def procedure_check(check):
    def run():
        image, layer = scene()
        pdb.gimp_context_push()
        gimp.set_foreground((200, 30, 10))
        gimp.set_background((20, 60, 200))
        try:
            return check(image, layer)
        finally:
            pdb.gimp_context_pop()
            gimp.delete(image)

    return run


PROCEDURE_CHECKS = {name: procedure_check(check) for name, check in PROCEDURES.items()}

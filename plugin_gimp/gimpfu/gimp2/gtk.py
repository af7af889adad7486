"""The few functions of GTK 2 and libgimpui-2.0 that the dialog needs."""

from __future__ import annotations

import ctypes as C
from typing import Any

from .library import loader

p, i, d, s = C.c_void_p, C.c_int, C.c_double, C.c_char_p
out = C.POINTER


class TextIter(C.Structure):
    """GtkTextIter; its fields are GTK's own affair, 80 bytes on 64-bit systems."""

    _fields_ = [("opaque", C.c_char * 128)]


Color = d * 4

# library -> function -> (result, arguments)
FUNCTIONS: dict[str, dict[str, tuple[Any, list[Any]]]] = {
    "libgimpui-2.0.so.0": {
        "gimp_ui_init": (None, [s, i]),
        "gimp_color_button_new": (p, [s, i, i, out(Color), i]),
        "gimp_color_button_get_color": (None, [p, out(Color)]),
        "gimp_brush_select_button_new": (p, [s, s, d, i, i]),
        "gimp_brush_select_button_get_brush": (s, [p, out(d), out(i), out(i)]),
        "gimp_pattern_select_button_new": (p, [s, s]),
        "gimp_pattern_select_button_get_pattern": (s, [p]),
        "gimp_gradient_select_button_new": (p, [s, s]),
        "gimp_gradient_select_button_get_gradient": (s, [p]),
        "gimp_palette_select_button_new": (p, [s, s]),
        "gimp_palette_select_button_get_palette": (s, [p]),
        "gimp_font_select_button_new": (p, [s, s]),
        "gimp_font_select_button_get_font": (s, [p]),
        "gimp_image_combo_box_new": (p, [p, p]),
        "gimp_layer_combo_box_new": (p, [p, p]),
        "gimp_channel_combo_box_new": (p, [p, p]),
        "gimp_drawable_combo_box_new": (p, [p, p]),
        "gimp_vectors_combo_box_new": (p, [p, p]),
    },
    "libgimpwidgets-2.0.so.0": {
        "gimp_file_entry_new": (p, [s, s, i, i]),
        "gimp_file_entry_get_filename": (s, [p]),
        # (combo box, GIMP_INT_STORE_VALUE, a number, GIMP_INT_STORE_LABEL, a text, -1); variable arguments in C
        "gimp_int_combo_box_prepend": (None, [p, i, i, i, s, i]),
        "gimp_int_combo_box_set_active": (i, [p, i]),
        "gimp_int_combo_box_get_active": (i, [p, out(i)]),
    },
    "libgdk-x11-2.0.so.0": {"gdk_flush": (None, [])},
    "libgtk-x11-2.0.so.0": {
        "gtk_events_pending": (i, []),
        "gtk_main_iteration": (i, []),
        "gtk_dialog_new": (p, []),
        "gtk_dialog_add_button": (p, [p, s, i]),
        "gtk_dialog_get_content_area": (p, [p]),
        "gtk_dialog_set_default_response": (None, [p, i]),
        "gtk_dialog_run": (i, [p]),
        "gtk_window_set_title": (None, [p, s]),
        "gtk_widget_show_all": (None, [p]),
        "gtk_widget_destroy": (None, [p]),
        "gtk_widget_set_size_request": (None, [p, i, i]),
        "gtk_container_add": (None, [p, p]),
        "gtk_container_set_border_width": (None, [p, C.c_uint]),
        "gtk_table_new": (p, [C.c_uint, C.c_uint, i]),
        "gtk_table_set_row_spacings": (None, [p, C.c_uint]),
        "gtk_table_set_col_spacings": (None, [p, C.c_uint]),
        "gtk_table_attach_defaults": (None, [p, p, C.c_uint, C.c_uint, C.c_uint, C.c_uint]),
        "gtk_label_new_with_mnemonic": (p, [s]),
        "gtk_label_set_mnemonic_widget": (None, [p, p]),
        "gtk_misc_set_alignment": (None, [p, C.c_float, C.c_float]),
        "gtk_entry_new": (p, []),
        "gtk_entry_set_text": (None, [p, s]),
        "gtk_entry_set_activates_default": (None, [p, i]),
        "gtk_entry_get_text": (s, [p]),
        "gtk_spin_button_new_with_range": (p, [d, d, d]),
        "gtk_spin_button_set_digits": (None, [p, C.c_uint]),
        "gtk_spin_button_set_value": (None, [p, d]),
        "gtk_spin_button_get_value": (d, [p]),
        "gtk_spin_button_update": (None, [p]),
        "gtk_hscale_new_with_range": (p, [d, d, d]),
        "gtk_range_set_value": (None, [p, d]),
        "gtk_range_get_value": (d, [p]),
        "gtk_check_button_new": (p, []),
        "gtk_toggle_button_set_active": (None, [p, i]),
        "gtk_toggle_button_get_active": (i, [p]),
        "gtk_combo_box_text_new": (p, []),
        "gtk_combo_box_text_append_text": (None, [p, s]),
        "gtk_combo_box_set_active": (None, [p, i]),
        "gtk_combo_box_get_active": (i, [p]),
        "gtk_vbox_new": (p, [i, i]),
        "gtk_radio_button_new_with_label_from_widget": (p, [p, s]),
        "gtk_file_chooser_button_new": (p, [s, i]),
        "gtk_file_chooser_set_filename": (i, [p, s]),
        "gtk_file_chooser_get_filename": (s, [p]),
        "gtk_scrolled_window_new": (p, [p, p]),
        "gtk_text_view_new": (p, []),
        "gtk_text_view_get_buffer": (p, [p]),
        "gtk_text_buffer_set_text": (None, [p, s, i]),
        "gtk_text_buffer_get_start_iter": (None, [p, out(TextIter)]),
        "gtk_text_buffer_get_end_iter": (None, [p, out(TextIter)]),
        "gtk_text_buffer_get_text": (s, [p, out(TextIter), out(TextIter), i]),
    },
}

function = loader(FUNCTIONS)

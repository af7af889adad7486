"""The dialog on GIMP 2.10, where GIMP has none of its own: one row a parameter, one widget a PF_ type."""

from __future__ import annotations

import ctypes as C
import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from .. import color, objects
from ..registration import Parameter, Procedure
from .gtk import Color, TextIter, function
from .library import text_of

RESPONSE_OK, RESPONSE_CANCEL = -5, -6
_STORE_VALUE, _STORE_LABEL, _END = 0, 1, -1
_NOTHING = 0  # no item of GIMP has this number
_MOST_BUTTONS = 2

# A widget and the function that reads the user's choice from it.
Widget = tuple[Any, Callable[[], Any]]


def ask(procedure: Procedure, values: Sequence[Any]) -> list[Any] | None:
    """Shows the dialog; the chosen values in order, or None when it was cancelled."""
    function("gimp_ui_init")(b"gimpfu", 0)
    dialog = function("gtk_dialog_new")()
    title = (procedure.label or procedure.name).replace("_", "").rstrip(".…")
    function("gtk_window_set_title")(dialog, title.encode())
    function("gtk_dialog_add_button")(dialog, b"gtk-cancel", RESPONSE_CANCEL)
    function("gtk_dialog_add_button")(dialog, b"gtk-ok", RESPONSE_OK)
    function("gtk_dialog_set_default_response")(dialog, RESPONSE_OK)
    table, readers = _table(procedure.asked, values)
    function("gtk_container_add")(function("gtk_dialog_get_content_area")(dialog), table)
    function("gtk_widget_show_all")(dialog)
    accepted = function("gtk_dialog_run")(dialog) == RESPONSE_OK
    chosen = [read() for read in readers] if accepted else None
    function("gtk_widget_destroy")(dialog)
    # Without a main loop the window would stay on the screen as long as the plug-in works.
    while function("gtk_events_pending")():
        function("gtk_main_iteration")()
    function("gdk_flush")()
    return chosen


def _table(parameters: Sequence[Parameter], values: Sequence[Any]) -> tuple[Any, list[Callable[[], Any]]]:
    table = function("gtk_table_new")(len(parameters), 2, 0)
    function("gtk_container_set_border_width")(table, 12)
    function("gtk_table_set_row_spacings")(table, 6)
    function("gtk_table_set_col_spacings")(table, 12)
    readers = []
    for row, (parameter, value) in enumerate(zip(parameters, values, strict=True)):
        widget, read = WIDGETS[parameter.type.widget](parameter, value)
        label = function("gtk_label_new_with_mnemonic")(parameter.description.encode())
        function("gtk_misc_set_alignment")(label, 0.0, 0.5)
        function("gtk_label_set_mnemonic_widget")(label, widget)
        function("gtk_table_attach_defaults")(table, label, 0, 1, row, row + 1)
        function("gtk_table_attach_defaults")(table, widget, 1, 2, row, row + 1)
        readers.append(read)
    return table, readers


def _entry(parameter: Parameter, value: Any) -> Widget:
    widget = function("gtk_entry_new")()
    function("gtk_entry_set_text")(widget, str(value or "").encode())
    function("gtk_entry_set_activates_default")(widget, 1)
    return widget, lambda: text_of(function("gtk_entry_get_text")(widget))


def _text(parameter: Parameter, value: Any) -> Widget:
    scrolled, view = function("gtk_scrolled_window_new")(None, None), function("gtk_text_view_new")()
    buffer = function("gtk_text_view_get_buffer")(view)
    function("gtk_text_buffer_set_text")(buffer, str(value or "").encode(), -1)
    function("gtk_container_add")(scrolled, view)
    function("gtk_widget_set_size_request")(scrolled, 260, 100)

    def read() -> str:
        start, end = TextIter(), TextIter()
        function("gtk_text_buffer_get_start_iter")(buffer, C.byref(start))
        function("gtk_text_buffer_get_end_iter")(buffer, C.byref(end))
        return text_of(function("gtk_text_buffer_get_text")(buffer, C.byref(start), C.byref(end), 0))

    return scrolled, read


def _number(parameter: Parameter, value: Any, *, whole: bool) -> Widget:
    default_range = (-2147483648, 2147483647, 1) if whole else (-1e9, 1e9, 0.1)
    lower, upper, step = (*parameter.extra, 1)[:3] if parameter.extra else default_range
    widget = function("gtk_spin_button_new_with_range")(lower, upper, step)
    digits = 0 if whole else _digits(step)
    function("gtk_spin_button_set_digits")(widget, digits)
    function("gtk_spin_button_set_value")(widget, float(value or 0))

    def read() -> float:
        function("gtk_spin_button_update")(widget)
        chosen: float = function("gtk_spin_button_get_value")(widget)
        return round(chosen) if whole else chosen

    return widget, read


def _integer(parameter: Parameter, value: Any) -> Widget:
    return _number(parameter, value, whole=True)


def _float(parameter: Parameter, value: Any) -> Widget:
    return _number(parameter, value, whole=False)


def _spinner(parameter: Parameter, value: Any) -> Widget:
    from ..running import is_fractional

    return _number(parameter, value, whole=not is_fractional(parameter))


def _slider(parameter: Parameter, value: Any) -> Widget:
    lower, upper, step = (*(parameter.extra or (0, 100, 1)), 1)[:3]
    widget = function("gtk_hscale_new_with_range")(lower, upper, step)
    function("gtk_range_set_value")(widget, float(value or 0))
    function("gtk_widget_set_size_request")(widget, 180, -1)
    return widget, lambda: function("gtk_range_get_value")(widget)


def _toggle(parameter: Parameter, value: Any) -> Widget:
    widget = function("gtk_check_button_new")()
    function("gtk_toggle_button_set_active")(widget, bool(value))
    return widget, lambda: bool(function("gtk_toggle_button_get_active")(widget))


def _option(parameter: Parameter, value: Any) -> Widget:
    widget = function("gtk_combo_box_text_new")()
    for label in parameter.extra or ():
        function("gtk_combo_box_text_append_text")(widget, str(label).encode())
    function("gtk_combo_box_set_active")(widget, int(value or 0))
    return widget, lambda: function("gtk_combo_box_get_active")(widget)


def _radio(parameter: Parameter, value: Any) -> Widget:
    """Buttons for a few choices; a list for more, so that the dialog fits on a small screen."""
    if len(parameter.extra or ()) > _MOST_BUTTONS:
        labels, owns = zip(*parameter.extra, strict=True)
        chosen = next((at for at, own in enumerate(owns) if str(own) == str(value)), 0)
        box, read = _option(dataclasses.replace(parameter, extra=labels), chosen)
        return box, lambda: owns[read()]
    box, previous = function("gtk_vbox_new")(0, 4), None
    buttons = []
    for label, own in parameter.extra or ():
        previous = function("gtk_radio_button_new_with_label_from_widget")(previous, str(label).encode())
        function("gtk_toggle_button_set_active")(previous, str(own) == str(value))
        function("gtk_container_add")(box, previous)
        buttons.append((previous, own))
    active = function("gtk_toggle_button_get_active")
    return box, lambda: next((own for button, own in buttons if active(button)), value)


def _color(parameter: Parameter, value: Any) -> Widget:
    chosen = Color(value.r, value.g, value.b, value.a)
    widget = function("gimp_color_button_new")(parameter.name.encode(), 60, 20, C.byref(chosen), 0)

    def read() -> color.RGB:
        function("gimp_color_button_get_color")(widget, C.byref(chosen))
        return color.RGB(*chosen)

    return widget, read


def _chooser(action: int) -> Callable[[Parameter, Any], Widget]:
    def make(parameter: Parameter, value: Any) -> Widget:
        widget = function("gtk_file_chooser_button_new")(parameter.name.encode(), action)
        if value:
            function("gtk_file_chooser_set_filename")(widget, str(value).encode())
        return widget, lambda: text_of(function("gtk_file_chooser_get_filename")(widget)) or value

    return make


def _filename(parameter: Parameter, value: Any) -> Widget:
    """For a file that is to be written: it need not be there."""
    widget = function("gimp_file_entry_new")(parameter.description.encode(), str(value or "").encode(), 0, 0)
    return widget, lambda: text_of(function("gimp_file_entry_get_filename")(widget))


def _resource(kind: str) -> Callable[[Parameter, Any], Widget]:
    def make(parameter: Parameter, value: Any) -> Widget:
        name = str(value).encode() if value else None
        widget = function(f"gimp_{kind}_select_button_new")(parameter.name.encode(), name)
        return widget, lambda: text_of(function(f"gimp_{kind}_select_button_get_{kind}")(widget))

    return make


def _brush(parameter: Parameter, value: Any) -> Widget:
    name = str(value).encode() if value else None
    widget = function("gimp_brush_select_button_new")(parameter.name.encode(), name, 1.0, -1, -1)
    opacity, spacing, mode = C.c_double(), C.c_int(), C.c_int()
    pointers = [C.byref(each) for each in (opacity, spacing, mode)]
    return widget, lambda: text_of(function("gimp_brush_select_button_get_brush")(widget, *pointers))


def _item(kind: str) -> Callable[[Parameter, Any], Widget]:
    def make(parameter: Parameter, value: Any) -> Widget:
        widget = function(f"gimp_{kind}_combo_box_new")(None, None)
        if parameter.extra:
            function("gimp_int_combo_box_prepend")(
                widget, _STORE_VALUE, _NOTHING, _STORE_LABEL, parameter.extra.encode(), _END
            )
            function("gimp_int_combo_box_set_active")(widget, _NOTHING)
        if value is not None:
            function("gimp_int_combo_box_set_active")(widget, value.ID)

        def read() -> Any:
            number = C.c_int(_NOTHING)
            function("gimp_int_combo_box_get_active")(widget, C.byref(number))
            if number.value <= _NOTHING:  # GIMP's own '(Empty)' is -1
                return None
            return objects.handle("Image", number.value) if kind == "image" else objects.item(number.value)

        return widget, read

    return make


def _display(parameter: Parameter, value: Any) -> Widget:
    return function("gtk_label_new_with_mnemonic")(b"(the active display)"), lambda: value


WIDGETS: dict[str, Callable[[Parameter, Any], Widget]] = {
    "entry": _entry,
    "text": _text,
    "integer": _integer,
    "number": _float,
    "spinner": _spinner,
    "slider": _slider,
    "toggle": _toggle,
    "option": _option,
    "radio": _radio,
    "color": _color,
    "file": _chooser(0),
    "filename": _filename,
    "folder": _chooser(2),
    "brush": _brush,
    "pattern": _resource("pattern"),
    "gradient": _resource("gradient"),
    "palette": _resource("palette"),
    "font": _resource("font"),
    "image": _item("image"),
    "layer": _item("layer"),
    "channel": _item("channel"),
    "drawable": _item("drawable"),
    "item": _item("drawable"),
    "vectors": _item("vectors"),
    "display": _display,
}


def _digits(step: float) -> int:
    return max(1, len(f"{step:.6f}".rstrip("0").partition(".")[2]))

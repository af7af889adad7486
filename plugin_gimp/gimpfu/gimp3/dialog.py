"""GIMP's own dialog for a plug-in's arguments, with the widgets that gimpfu's types call for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gi

from ..registration import Parameter, Procedure
from . import arguments
from .library import Gimp

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import GimpUi, GObject, Gtk  # noqa: E402

# Kinds of arguments for which GimpProcedureDialog (3.0.4, 3.2.6) has no widget -> a list, and what finds the chosen.
_LISTS = {
    "image": (GimpUi.ImageComboBox, Gimp.Image),
    "path": (GimpUi.PathComboBox, Gimp.Item),
    "item": (GimpUi.DrawableComboBox, Gimp.Item),
}
_WITHOUT_WIDGET = (*_LISTS, "display")


def ask(procedure: Procedure, made: Any, config: Any) -> bool:
    """Shows the dialog on the config; True when the user pressed OK."""
    GimpUi.init(procedure.name)
    title = (procedure.label or procedure.name).replace("_", "").rstrip(".…")
    dialog = GimpUi.ProcedureDialog.new(made, config, title)
    rows, readers = [], []
    for name, parameter in arguments.named(procedure.asked):
        if parameter.type.gimp3 in _LISTS:
            readers.append(_list(dialog, name, parameter, config))
        elif parameter.type.gimp3 not in _WITHOUT_WIDGET:
            rows += _rows(dialog, name, parameter)
    dialog.fill(rows)
    accepted = bool(dialog.run())
    if accepted:
        for read in readers:
            read()
    dialog.destroy()
    return accepted


def _rows(dialog: Any, name: str, parameter: Parameter) -> list[str]:
    """Chooses the widget where GIMP's own choice is another; what to fill the dialog with, in order."""
    widget = parameter.type.widget
    if widget == "option":
        dialog.get_int_combo(name, _store(parameter.extra or ()))
    elif widget == "slider":
        dialog.get_spin_scale(name, 1.0)
    elif widget == "color":
        dialog.get_color_widget(name, True, GimpUi.ColorAreaType.FLAT)
    elif widget == "text":
        dialog.get_widget(name, Gtk.TextView.__gtype__)
        dialog.get_label(f"{name}-label", parameter.description, False, True).set_xalign(0.0)
        return [f"{name}-label", name]
    return [name]


def _list(dialog: Any, name: str, parameter: Parameter, config: Any) -> Callable[[], None]:
    """Adds a row with a list of images, paths or drawables; returns what puts the chosen one into the config."""
    kind, finder = _LISTS[parameter.type.gimp3]
    label, chooser = Gtk.Label.new_with_mnemonic(parameter.description), kind.new(None)
    label.set_mnemonic_widget(chooser)
    row = Gtk.Box.new(Gtk.Orientation.HORIZONTAL, 12)
    row.pack_start(label, False, False, 0)
    row.pack_end(chooser, True, True, 0)
    row.show_all()
    dialog.get_content_area().pack_start(row, False, False, 6)
    known = config.get_property(name)
    if known is not None:
        chooser.set_active(known.get_id())

    def read() -> None:
        found, number = chooser.get_active()
        config.set_property(name, finder.get_by_id(number) if found and number > 0 else None)

    return read


def _store(labels: Any) -> Any:
    """A GimpIntStore of labels and their numbers; its constructor for bindings takes no labels in 3.0.4."""
    store = GObject.new(GimpUi.IntStore)
    for number, label in enumerate(labels):
        store.set(store.append(), [0, 1], [number, str(label)])
    return store

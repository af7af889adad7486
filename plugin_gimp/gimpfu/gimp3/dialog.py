"""GIMP's own dialog for a plug-in's arguments, with the widgets that gimpfu's types call for."""

from __future__ import annotations

from typing import Any

import gi

from ..registration import Procedure
from . import arguments

gi.require_version("GimpUi", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import GimpUi, GObject, Gtk  # noqa: E402


def ask(procedure: Procedure, made: Any, config: Any) -> bool:
    """Shows the dialog on the config; True when the user pressed OK."""
    GimpUi.init(procedure.name)
    title = (procedure.label or procedure.name).replace("_", "").rstrip(".…")
    dialog = GimpUi.ProcedureDialog.new(made, config, title)
    for name, parameter in arguments.named(procedure.asked):
        widget = parameter.type.widget
        if widget == "option":
            dialog.get_int_combo(name, _store(parameter.extra or ()))
        elif widget == "slider":
            dialog.get_spin_scale(name, 1.0)
        elif widget == "text":
            dialog.get_widget(name, Gtk.TextView.__gtype__)
        elif widget == "color":
            dialog.get_color_widget(name, True, GimpUi.ColorAreaType.FLAT)
    dialog.fill(None)
    accepted = bool(dialog.run())
    dialog.destroy()
    return accepted


def _store(labels: Any) -> Any:
    """A GimpIntStore of labels and their numbers; its constructor for bindings takes no labels in 3.0.4."""
    store = GObject.new(GimpUi.IntStore)
    for number, label in enumerate(labels):
        store.set(store.append(), [0, 1], [number, str(label)])
    return store

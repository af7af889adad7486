"""libgimp-3.0 through GObject introspection, imported in one place."""

from __future__ import annotations

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gegl", "0.4")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gegl, Gimp, Gio, GLib, GObject  # noqa: E402

__all__ = ["Babl", "GLib", "GObject", "Gegl", "Gimp", "Gio"]

# Colours are made while a plug-in is announced, when libgimp has not started GEGL and babl. (Gegl.init() here
# would load every operation twice.)
Babl.init()

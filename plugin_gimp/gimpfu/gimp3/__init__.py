"""The back end for GIMP 3: libgimp-3.0 through GObject introspection."""

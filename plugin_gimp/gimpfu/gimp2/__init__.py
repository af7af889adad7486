"""The back end for GIMP 2.10: libgimp-2.0 through ctypes, since no Linux distribution has its Python any more."""

"""`import gimp`, as plug-ins write it."""

import sys

import gimpfu.gimp_module

sys.modules[__name__] = gimpfu.gimp_module

"""`import gimpshelf`, as plug-ins write it."""

import sys

import gimpfu.shelf

sys.modules[__name__] = gimpfu.shelf

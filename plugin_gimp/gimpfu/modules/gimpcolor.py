"""`import gimpcolor`, as plug-ins write it."""

import sys

import gimpfu.color

sys.modules[__name__] = gimpfu.color

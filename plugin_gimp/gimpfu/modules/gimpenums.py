"""`from gimpenums import *`, as plug-ins write it."""

from gimpfu.constants import constants

globals().update(constants())

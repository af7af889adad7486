"""What a user does with Impasto in a window of GIMP."""

from __future__ import annotations

import subprocess

from gimp_host import Room
from window import Window

TITLE = "Impasto: paint in the style of"
QUICK = "iterations = 2; size = 64; scales = 1"
CAT = 'cat = next(each for each in gimp.image_list() if "cat" in each.name)'
LAYERS = f"{CAT}; answer = [each.name for each in cat.layers]"
# What GIMP itself does not keep of a run, and on 2.10 everything, lies in the bridge's own store until GIMP ends.
REMEMBER = """
import sys
from gimpfu.shelf import shelf
sys.path.insert(0, gimp.directory + "/plug-ins/impasto")
from painter.parameters import rows
values = [row.default for row in rows()]
values[-2:] = [{settings!r}, {address!r}]
style = {layer} and pdb.gimp_file_load({style!r}, {style!r}).layers[0]
if style:
    style.name = "Night"
shelf["python-fu-save--plug-in-impasto"] = [style or None, "" if style else {style!r}, *values]
answer = None
"""
# GIMP 3 also keeps values with the image, which come before those of its file.
FORGET = f"""
{CAT}
for name in cat.parasite_list():
    if "plug-in-impasto" in name:
        cat.parasite_detach(name)
answer = None
"""


def remember(window: Window, server: str, settings: str, layer: bool = False) -> None:
    """The values of an earlier run, as each GIMP keeps them, so that the dialog opens with them. layer: the style is a
    layer of another image, not a file."""
    room, style = window.room, f"{window.room.inside}/night.png"
    window.ask(REMEMBER.format(settings=settings, address=server, style=style, layer=layer))
    if room.host.version.startswith("2"):
        return
    window.ask(FORGET)
    (room.profile / "plug-in-settings").mkdir(exist_ok=True)
    (room.profile / "plug-in-settings" / "GimpProcedureConfigRun-plug-in-impasto.last").write_text(
        ("" if layer else f'(style-file "file://{style}")\n')
        + f'(settings "{settings}")\n(server-address "{server}")\n'
    )


def open_dialog(window: Window) -> None:
    window.key("alt+r", "a", "i")
    window.wait_for_dialog(TITLE)


def accept(window: Window) -> None:
    window.key("alt+o")
    window.wait_until_gone(TITLE)


def paint(window: Window, server: str) -> None:
    """A short run from the menu."""
    remember(window, server, QUICK)
    open_dialog(window)
    accept(window)
    window.wait_for_title("2 layers")


def undo(window: Window) -> None:
    """One Ctrl+Z, which must bring the untouched image back. The new layer is in the title a moment before the plug-in
    ends, and GIMP undoes nothing while one runs."""
    window.wait(lambda: not plug_in_runs(window.room), "the end of the plug-in")
    window.key("ctrl+z")
    assert not window.wait_for_title("1 layer)").startswith("*")
    assert "GIMP Message" not in window.titles(), "GIMP has something to complain about"


def plug_in_runs(room: Room) -> bool:
    return subprocess.run(["pgrep", "-f", f"{room.inside}/.*/impasto/impasto.py"], capture_output=True).returncode == 0

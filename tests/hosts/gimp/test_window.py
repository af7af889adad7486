"""What a user does in the real windows of GIMP 3.0 and 2.10: menu, dialog, progress, cancel, result, Ctrl+Z, repeat."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from gimp_host import TOKEN, Room
from PIL import Image
from window import SCREEN, Window, opened

from plugin_common.client import Client
from plugin_common.wire import impasto_pb2 as wire

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"
VERSIONS = ("3.0", "2.10")
TITLE = "Impasto: paint in the style of"
QUICK = "iterations = 2; size = 64; scales = 1"
LONG = "iterations = 5000; size = 256; scales = 1"
# Where the pictures for docs/ go, when they are asked for; they are painted with more care.
PICTURES = os.environ.get("IMPASTO_PICTURES")
SHOWN = "iterations = 30; size = 256; scales = 3" if PICTURES else QUICK
# The button Cancel of the progress bar, from the right and lower edge of the screen: the docks keep their widths.
CANCEL = {"3.0": (283, 27), "2.10": (248, 28)}

# GIMP 2.10 keeps last values as long as it runs, in the bridge's own store.
REMEMBER = """
import sys
from gimpfu.shelf import shelf
sys.path.insert(0, gimp.directory + "/plug-ins/impasto")
from painter.parameters import rows
values = [row.default for row in rows()]
values[-2:] = [{settings!r}, {address!r}]
shelf["python-fu-save--plug-in-impasto"] = [None, {style!r}, *values]
answer = None
"""
# GIMP 3 keeps them in a file, which we write, and with the image, from where they must go.
FORGET = """
image = gimp.image_list()[-1]
for name in image.parasite_list():
    if "plug-in-impasto" in name:
        image.parasite_detach(name)
answer = None
"""
LAYERS = "answer = [each.name for each in gimp.image_list()[-1].layers]"


@pytest.fixture(scope="module")
def windows(rooms: Callable[[str], Room]) -> Iterator[Callable[[str], Window]]:
    """The window of a version, opened when first asked for, with the picture of a cat."""
    made: dict[str, Window] = {}
    with ExitStack() as stack:

        def window(version: str) -> Window:
            if version not in made:
                room = rooms(version)
                Image.fromarray(skimage.data.chelsea()).save(room.folder / "cat.png")
                with Image.open(SAMPLES / "swirling_night.jpg") as style:
                    style.convert("RGB").save(room.folder / "night.png")
                made[version] = stack.enter_context(opened(room, f"{room.inside}/cat.png"))
            return made[version]

        yield window


def remember(window: Window, server: str, settings: str) -> None:
    """The values of an earlier run, as each GIMP keeps them, so that the dialog opens with them."""
    room, style = window.room, f"{window.room.inside}/night.png"
    if room.host.version.startswith("2"):
        window.ask(REMEMBER.format(settings=settings, address=server, style=style))
        return
    window.ask(FORGET)
    (room.profile / "plug-in-settings").mkdir(exist_ok=True)
    (room.profile / "plug-in-settings" / "GimpProcedureConfigRun-plug-in-impasto.last").write_text(
        f'(style-file "file://{style}")\n(settings "{settings}")\n(server-address "{server}")\n'
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
    """One Ctrl+Z, which must bring the untouched image back."""
    window.key("ctrl+z")
    assert not window.wait_for_title("1 layer)").startswith("*")
    assert "GIMP Message" not in window.titles(), "GIMP has something to complain about"


def keep_for_docs(name: str, picture: Path) -> None:
    if PICTURES:
        shutil.copy(picture, Path(PICTURES) / name)


def the_job(server: str, condition: Callable[[wire.Job], bool]) -> Callable[[], Any]:
    """Whether the server has such a job."""

    def ask() -> bool:
        with Client(server, TOKEN) as client:
            return any(condition(job) for job in client.list_jobs())

    return ask


@pytest.mark.parametrize("version", VERSIONS)
def test_from_the_menu_to_the_result_and_one_undo_back(
    version: str, windows: Callable[[str], Window], server: str, tmp_path: Path
) -> None:
    window = windows(version)
    remember(window, server, SHOWN)
    open_dialog(window)
    window.point(SCREEN[0] - 2, SCREEN[1] - 2)  # no tooltip over the dialog
    window.screenshot(tmp_path / "dialog.png")
    accept(window)
    assert window.wait_for_title("2 layers").startswith("*")
    window.screenshot(tmp_path / "result.png")
    assert window.ask(LAYERS) == ["cat.png in the style of night", "cat.png"]
    undo(window)
    keep_for_docs("gimp-2.10-dialog.png" if version == "2.10" else "gimp-dialog.png", tmp_path / "dialog.png")
    keep_for_docs("gimp-2.10-result.png" if version == "2.10" else "gimp-result.png", tmp_path / "result.png")


@pytest.mark.parametrize("version", VERSIONS)
def test_repeat_last_paints_again_without_a_dialog(
    version: str, windows: Callable[[str], Window], server: str
) -> None:
    window = windows(version)
    paint(window, server)
    undo(window)
    window.key("ctrl+f")
    window.wait_for_title("2 layers")
    assert window.ask(LAYERS) == ["cat.png in the style of night", "cat.png"]
    undo(window)


@pytest.mark.parametrize("version", VERSIONS)
def test_re_show_last_opens_the_dialog_with_the_last_values_and_cancel_leaves(
    version: str, windows: Callable[[str], Window], server: str
) -> None:
    window = windows(version)
    paint(window, server)
    undo(window)
    window.key("ctrl+shift+f")
    window.wait_for_dialog(TITLE)
    window.key("Escape")
    window.wait_until_gone(TITLE)
    assert window.ask(LAYERS) == ["cat.png"]


@pytest.mark.parametrize("version", VERSIONS)
def test_cancel_in_the_progress_bar_stops_the_server_and_leaves_the_image_as_it_was(
    version: str, windows: Callable[[str], Window], server: str, tmp_path: Path
) -> None:
    window = windows(version)
    remember(window, server, LONG)
    open_dialog(window)
    accept(window)
    window.wait(the_job(server, lambda job: job.state == wire.Job.RUNNING and job.fraction > 0), "a painting")
    window.screenshot(tmp_path / "progress.png")
    right, low = CANCEL[version]
    window.click(SCREEN[0] - right, SCREEN[1] - low)
    window.wait(the_job(server, lambda job: job.state == wire.Job.CANCELLED), "the end of the painting")
    assert not the_job(server, lambda job: job.state == wire.Job.RUNNING)()
    assert window.ask(LAYERS) == ["cat.png"] and "1 layer)" in window.titles()[0]
    assert not window.titles()[0].startswith("*"), "the image counts as unchanged"
    paint(window, server)
    undo(window)
    keep_for_docs(f"gimp-{version}-progress.png", tmp_path / "progress.png")

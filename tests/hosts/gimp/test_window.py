"""What a user does in the real windows of GIMP 3.0 and 2.10: menu, dialog, progress, cancel, result, Ctrl+Z, repeat."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

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
EVERY_TYPE = """
try:
    answer = pdb.python_fu_every_type(run_mode=RUN_INTERACTIVE)[0]
except gimp.error as problem:
    answer = str(problem)
"""
# The defaults of plugins/every_type; of GIMP's objects the first there is, of its resources the active ones.
SHOWN_BY_EVERY_TYPE = [
    "8", "16", "32", "-5", "1.5", "'text'", "'val'", "'two\\nlines'", "True", "False", "0.5", "3", "2.5", "1", "'b'", "7",
    "Image [cat] (imported)", "Layer cat.png", "None", "Layer cat.png", "None", "Layer cat.png", "None",
    "'/etc/hostname'", "'/tmp/b'", "'/tmp'", "'Sans-serif'", "'2. Hardness 050'", "'Pine'", "'FG to BG (RGB)'",
    "'Color History'",
]  # fmt: skip


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


def paint(window: Window, server: str, layer: bool = False) -> None:
    """A short run from the menu."""
    remember(window, server, QUICK, layer)
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


def jobs(server: str, state: wire.Job.State) -> list[wire.Job]:
    """What the server has in that state."""
    with Client(server, TOKEN) as client:
        return [job for job in client.list_jobs() if job.state == state]


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
    paint(window, server, layer=True)
    undo(window)
    window.key("ctrl+f")
    window.wait_for_title("2 layers")
    assert window.ask(LAYERS) == ["cat.png in the style of Night", "cat.png"]
    undo(window)
    window.ask("answer = [gimp.delete(each) for each in gimp.image_list() if 'cat' not in each.name]")


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
    window.wait(lambda: [job for job in jobs(server, wire.Job.RUNNING) if job.fraction > 0], "a painting")
    painting = jobs(server, wire.Job.RUNNING)[0].job_id
    window.screenshot(tmp_path / "progress.png")
    right, low = CANCEL[version]
    window.click(SCREEN[0] - right, SCREEN[1] - low)
    window.wait(lambda: painting in [job.job_id for job in jobs(server, wire.Job.CANCELLED)], "its end")
    assert window.ask(LAYERS) == ["cat.png"] and "1 layer)" in window.titles()[0]
    assert not window.titles()[0].startswith("*"), "the image counts as unchanged"
    paint(window, server)
    undo(window)
    keep_for_docs(f"gimp-{version}-progress.png", tmp_path / "progress.png")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_dialog_shows_every_type_of_parameter_and_gives_what_it_shows(
    version: str, windows: Callable[[str], Window], tmp_path: Path
) -> None:
    window = windows(version)
    window.begin(EVERY_TYPE)
    window.wait_for_dialog("Every type")
    window.point(SCREEN[0] - 2, SCREEN[1] - 2)
    window.screenshot(tmp_path / "upper.png")
    window.raise_by("Every type", 560)  # it is higher than the screen
    window.screenshot(tmp_path / "lower.png")
    window.key("alt+o")
    told = window.answer().split("; ")
    window.wait_until_gone("Every type")
    assert [each for each in told if not each.startswith("RGB")] == SHOWN_BY_EVERY_TYPE
    # GIMP 3 does not tell a caller a colour's default and passes black in its place; from the menu it is right.
    assert ("RGB(10, 20, 30)" in told) == (version == "2.10")
    for part in ("upper", "lower"):
        keep_for_docs(f"gimp-{version}-every-type-{part}.png", tmp_path / f"{part}.png")


@pytest.mark.parametrize("version", VERSIONS)
def test_cancel_in_the_dialog_tells_the_caller(version: str, windows: Callable[[str], Window]) -> None:
    window = windows(version)
    window.begin(EVERY_TYPE)
    window.wait_for_dialog("Every type")
    window.key("Escape")
    assert "cancel" in window.answer().lower()
    window.wait_until_gone("Every type")

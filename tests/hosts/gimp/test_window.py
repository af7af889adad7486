"""What a user does in the real windows of GIMP 3.0 and 2.10: menu, dialog, progress, cancel, result, Ctrl+Z, repeat."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import skimage.data
from gimp_host import TOKEN, Room, server_environment
from PIL import Image
from user import LAYERS, QUICK, TITLE, accept, open_dialog, paint, remember, undo
from window import SCREEN, Window, missing_on_the_desk, opened

from plugin_common.client import Client
from plugin_common.local_server import description_file
from plugin_common.wire import impasto_pb2 as wire
from server.install.bundle import leave_server_command

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"
VERSIONS = ("3.0", "2.10")
LONG = "iterations = 5000; size = 256; scales = 1"
# Where the pictures for docs/ go, when they are asked for; they are painted with more care.
PICTURES = os.environ.get("IMPASTO_PICTURES")
SHOWN = "iterations = 30; size = 256; scales = 3" if PICTURES else QUICK
# The button Cancel of the progress bar, from the right and lower edge of the screen: the docks keep their widths.
CANCEL = {"3.0": (283, 27), "2.10": (248, 28)}

EVERY_TYPE = """
try:
    answer = pdb.python_fu_every_type(run_mode=RUN_INTERACTIVE)[0]
except gimp.error as problem:
    answer = str(problem)
"""
# Needs a window: there are no displays without one.
SHOW_DISPLAY = """
image = gimp.Image(20, 10)
layer = gimp.Layer(image, "only", 20, 10)
image.add_layer(layer, 0)
display = gimp.Display(image)
resources = [getattr(pdb, "gimp_context_get_" + kind)() for kind in ("font", "brush", "pattern", "gradient", "palette")]
told = pdb.python_fu_every_type(
    1, 2, 3, -4, 2.25, "s", "v", "t", (9, 8, 7), "red", True, False, 0.25, 4, 1.5, 2, "a", 5, image, layer, None, layer,
    None, layer, display, "/etc/hostname", "/tmp/y", "/tmp", *resources
)[0]
answer = [told.split("; ")[24], bool(pdb.gimp_display_is_valid(display))]
gimp.delete(display)
answer.append(not pdb.gimp_display_is_valid(display))
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
                missing = missing_on_the_desk(room)
                if missing:
                    pytest.skip(f"{missing} is missing: make hosts")
                Image.fromarray(skimage.data.chelsea()).save(room.folder / "cat.png")
                with Image.open(SAMPLES / "swirling_night.jpg") as style:
                    style.convert("RGB").save(room.folder / "night.png")
                made[version] = stack.enter_context(opened(room, f"{room.inside}/cat.png"))
            return made[version]

        yield window


def keep_for_docs(name: str, picture: Path) -> None:
    if PICTURES:
        shutil.copy(picture, Path(PICTURES) / name)


@contextmanager
def installed_server(room: Room, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Leaves the start command as `impasto install gimp` does, in the home that this GIMP sees. Yields the file with
    the server's process id, which is there as soon as one starts; the server is stopped in the end."""
    variables = [f"{name}={value}" for name, value in server_environment(folder).items()]
    monkeypatch.setenv("HOME", str(room.folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    leave_server_command()
    described = json.loads(description_file().read_text())
    shutil.copy(Path(__file__).with_name("start_server.py"), room.folder)
    pid_file = room.folder / "server.pid"
    wrapper = ["/usr/bin/python3", f"{room.inside}/start_server.py", str(room.folder), str(pid_file), *variables, "--"]
    described |= {"command": [*wrapper, *described["command"]], "address": free_address()}
    description_file().write_text(json.dumps(described))
    monkeypatch.undo()
    try:
        yield pid_file
    finally:
        if pid_file.exists():
            os.kill(int(pid_file.read_text()), signal.SIGTERM)


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


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
    window.screenshot(tmp_path / "dialog.png")
    accept(window)
    assert window.wait_for_title("2 layers").startswith("*")
    window.screenshot(tmp_path / "result.png")
    assert window.ask(LAYERS) == ["cat.png in the style of night", "cat.png"]
    undo(window)
    keep_for_docs("gimp-2.10-dialog.png" if version == "2.10" else "gimp-dialog.png", tmp_path / "dialog.png")
    keep_for_docs("gimp-2.10-result.png" if version == "2.10" else "gimp-result.png", tmp_path / "result.png")


@pytest.mark.parametrize("version", VERSIONS)
def test_repeat_last_paints_again_without_a_dialog_and_re_show_last_opens_it(
    version: str, windows: Callable[[str], Window], server: str
) -> None:
    window = windows(version)
    paint(window, server)
    undo(window)
    remember(window, server, QUICK, layer=True)
    window.key("ctrl+f")
    window.wait_for_title("2 layers")
    assert window.ask(LAYERS) == ["cat.png in the style of Night", "cat.png"]
    undo(window)
    window.key("ctrl+shift+f")
    window.wait_for_dialog(TITLE)
    window.key("Escape")
    window.wait_until_gone(TITLE)
    assert window.ask(LAYERS) == ["cat.png"], "Cancel in the dialog leaves the image alone"
    window.ask("answer = [gimp.delete(each) for each in gimp.image_list() if 'cat' not in each.name]")


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
    window.screenshot(tmp_path / "upper.png")
    window.raise_by("Every type", 560)  # it is higher than the screen
    window.screenshot(tmp_path / "lower.png")
    window.key("alt+o")
    told = window.answer().split("; ")
    window.wait_until_gone("Every type")
    assert [each for each in told if not each.startswith("RGB")] == SHOWN_BY_EVERY_TYPE
    # GIMP 3 does not tell a caller a colour's default and passes black in its place; from the menu it is right.
    assert ("RGB(10, 20, 30)" in told) == (version == "2.10")
    again = window.ask("answer = pdb.python_fu_every_type(run_mode=RUN_WITH_LAST_VALS)[0]").split("; ")
    assert [each for each in again if not each.startswith("RGB")] == SHOWN_BY_EVERY_TYPE
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


@pytest.mark.parametrize("version", VERSIONS)
def test_a_display_is_opened_handed_over_and_closed(version: str, windows: Callable[[str], Window]) -> None:
    given, valid, closed = windows(version).ask(SHOW_DISPLAY)
    assert given == "Display " and valid and closed


@pytest.mark.parametrize("version", VERSIONS)
def test_without_a_server_the_plug_in_starts_the_installed_one(
    version: str, windows: Callable[[str], Window], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = windows(version)
    with installed_server(window.room, tmp_path, monkeypatch) as started:
        remember(window, "", QUICK)
        open_dialog(window)
        accept(window)
        window.wait(started.exists, "a server")
        window.screenshot(tmp_path / "starting.png")
        window.wait_for_title("2 layers")
        undo(window)
    keep_for_docs(f"gimp-{version}-starting.png", tmp_path / "starting.png")


@pytest.mark.parametrize("version", VERSIONS)
def test_when_the_server_cannot_be_started_gimp_says_so(
    version: str, windows: Callable[[str], Window], tmp_path: Path
) -> None:
    window = windows(version)
    description = window.room.folder / ".config" / "impasto" / "server.json"
    description.parent.mkdir(parents=True, exist_ok=True)
    description.write_text(json.dumps({"command": ["/gone/impasto", "serve"], "address": free_address()}))
    remember(window, "", QUICK)
    open_dialog(window)
    accept(window)
    window.wait_for_dialog("GIMP Message")
    window.screenshot(tmp_path / "message.png")
    window.key("Return")
    window.wait_until_gone("GIMP Message")
    assert window.ask(LAYERS) == ["cat.png"]
    keep_for_docs(f"gimp-{version}-message.png", tmp_path / "message.png")

"""One walk through the real window of GIMP 3: menu, dialog, progress, result, one Ctrl+Z."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import skimage.data
from gimp_host import Room
from PIL import Image
from window import opened

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"
# Where the walk leaves its two pictures; docs/ has them from IMPASTO_PICTURES=docs.
SETTINGS = "iterations = {iterations}; size = {size}; scales = {scales}"


@pytest.fixture
def room(rooms: Callable[[str], Room]) -> Room:
    room = rooms("3.0")
    Image.fromarray(skimage.data.chelsea()).save(room.folder / "cat.png")
    with Image.open(SAMPLES / "swirling_night.jpg") as style:
        style.convert("RGB").save(room.folder / "night.png")
    return room


def remember(room: Room, server: str) -> None:
    """The values of an earlier run, as GIMP itself keeps them, so that the dialog opens with them."""
    long = os.environ.get("IMPASTO_PICTURES")
    quick = (
        SETTINGS.format(iterations=30, size=256, scales=3)
        if long
        else SETTINGS.format(iterations=2, size=64, scales=1)
    )
    folder = room.profile / "plug-in-settings"
    folder.mkdir(exist_ok=True)
    (folder / "GimpProcedureConfigRun-plug-in-impasto.last").write_text(
        f'(style-file "file://{room.inside}/night.png")\n(settings "{quick}")\n(server-address "{server}")\n'
    )


def test_menu_dialog_result_and_one_undo(room: Room, server: str, tmp_path: Path) -> None:
    remember(room, server)
    pictures = Path(os.environ.get("IMPASTO_PICTURES") or tmp_path)
    with opened(room, f"{room.inside}/cat.png") as window:
        window.wait_for("[cat]")
        window.enlarge("cat")
        window.key("alt+r")
        window.key("a")
        window.key("i")
        window.wait_for("Impasto: paint in the style of")
        window.screenshot(tmp_path / "dialog.png")
        window.key("alt+o")
        window.wait_for("Impasto: paint in the style of", absent=True)
        assert window.wait_for("2 layers").startswith("*")
        window.screenshot(tmp_path / "result.png")
        window.key("ctrl+z")
        assert not window.wait_for("1 layer)").startswith("*")
    for name in ("dialog", "result"):
        if pictures != tmp_path:
            shutil.copy(tmp_path / f"{name}.png", pictures / f"gimp-{name}.png")

"""What the selection does."""

from __future__ import annotations

import time

import pytest
from easel import Easel, raw
from krita import Selection

WHOLE = (0, 0, 64, 48)


def select(easel: Easel, document: object, x: int, y: int, width: int, height: int) -> bytes:
    """Select a rectangle; returns the selection, one byte a pixel."""

    def select() -> bytes:
        selection = Selection()
        selection.select(x, y, width, height, 255)
        document.setSelection(selection)
        return bytes(selection.pixelData(*WHOLE))

    return easel.ui(select)


def test_the_selection_becomes_the_transparency_mask_of_the_result_in_the_same_undo_step(
    easel: Easel,
) -> None:
    document, _, _ = easel.scene()
    selected = select(easel, document, 10, 8, 30, 20)
    layer = easel.paint()
    masks = easel.ui(layer.childNodes)
    assert [easel.ui(mask.type) for mask in masks] == ["transparencymask"]
    assert easel.ui(lambda: bytes(masks[0].pixelData(*WHOLE))) == selected
    easel.action("edit_undo")
    easel.ui.wait(lambda: [node.type() for node in document.topLevelNodes()].count("paintlayer") == 3)


def test_the_result_outside_the_selection_is_the_original_to_the_bit(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    select(easel, document, 10, 8, 30, 20)
    layer = easel.paint()
    for box in ((0, 0, 64, 8), (0, 28, 64, 20), (0, 0, 10, 48), (40, 0, 24, 48)):
        assert easel.ui(lambda box=box: raw(layer, box)) == easel.ui(lambda box=box: raw(photo, box))
    assert easel.ui(lambda: raw(layer, (10, 8, 30, 20))) != easel.ui(lambda: raw(photo, (10, 8, 30, 20)))


def test_with_a_mask_the_picture_outside_the_selection_looks_as_before(easel: Easel) -> None:
    document, _, _ = easel.scene()
    select(easel, document, 10, 8, 30, 20)
    before = easel.ui(lambda: bytes(document.pixelData(0, 30, 64, 18)))
    easel.paint()
    easel.ui(document.waitForDone)
    assert easel.ui(lambda: bytes(document.pixelData(0, 30, 64, 18))) == before


def test_the_whole_layer_is_painted_when_that_is_chosen(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    select(easel, document, 10, 8, 30, 20)
    easel.choose(only_inside_selection=False)
    layer = easel.paint()
    easel.choose(only_inside_selection=True)
    assert easel.ui(layer.childNodes) == []
    assert easel.ui(lambda: raw(layer, (0, 30, 64, 18))) != easel.ui(lambda: raw(photo, (0, 30, 64, 18)))


def test_the_choice_of_the_area_is_shown_only_while_something_is_selected(easel: Easel) -> None:
    document, _, _ = easel.scene()
    area = easel.docker.controls.area_box
    easel.ui.wait(lambda: not area.isVisible())
    select(easel, document, 10, 8, 30, 20)
    easel.ui.wait(area.isVisible)


def test_a_selection_beside_the_layer_is_refused_in_one_sentence(easel: Easel) -> None:
    document, _, _ = easel.scene()
    small = easel.layer(document, "Small", "garden", (0, 0, 20, 20))
    easel.activate(document, small)
    select(easel, document, 40, 30, 10, 10)
    easel.stylize()
    assert "does not touch the layer 'Small'" in easel.problem()


def test_a_local_selection_mask_counts_as_the_selection(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    selected = select(easel, document, 10, 8, 30, 20)
    easel.action("add_new_selection_mask")
    easel.ui.wait(lambda: any(child.type() == "selectionmask" for child in photo.childNodes()))
    time.sleep(0.2)
    easel.activate(document, photo)
    layer = easel.paint()
    assert easel.ui(lambda: bytes(layer.childNodes()[0].pixelData(*WHOLE))) == selected


@pytest.mark.parametrize("model, depth", [("CMYKA", "U8"), ("RGBA", "F32")])
def test_a_masked_result_has_the_colour_space_of_its_document(easel: Easel, model: str, depth: str) -> None:
    document = easel.document(64, 48, model, depth)
    paint = easel.layer(document, "Paint", "swirling_night")
    easel.layer(document, "Photo", "garden")
    easel.choose(style=easel.layer_style(paint))
    selected = select(easel, document, 10, 8, 30, 20)
    layer = easel.paint()
    assert easel.ui(lambda: (layer.colorModel(), layer.colorDepth())) == (model, depth)
    assert easel.ui(lambda: bytes(layer.childNodes()[0].pixelData(*WHOLE))) == selected


def test_a_document_with_a_masked_result_can_be_saved_and_opened_again(easel: Easel, tmp_path) -> None:
    document, _, _ = easel.scene()
    selected = select(easel, document, 10, 8, 30, 20)
    easel.paint()
    path = str(tmp_path / "masked.kra")
    assert easel.ui(lambda: document.saveAs(path))
    again = easel.ui(lambda: easel.app.openDocument(path))
    layer = easel.layers(again)[-1]
    assert easel.ui(lambda: bytes(layer.childNodes()[0].pixelData(*WHOLE))) == selected
    easel.ui(again.close)

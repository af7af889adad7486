"""The docker itself: what it shows, what its knobs do, what it remembers."""

from __future__ import annotations

import pytest
from easel import QUICK, Easel, picture
from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest
from PyQt5.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QWidget


def test_the_docker_is_there_at_the_first_start(easel: Easel) -> None:
    assert easel.ui(easel.docker.isVisible)
    assert easel.ui(easel.docker.windowTitle) == "Impasto"


def test_the_knobs_are_those_that_the_server_describes(easel: Easel) -> None:
    easel.wait_until_ready()
    description = easel.session.connection.description
    main, advanced = easel.docker.controls.forms
    assert list(main.rows) == [each.name for each in description.parameters if each.group == each.MAIN]
    assert list(advanced.rows) == [
        each.name for each in description.parameters if each.group == each.ADVANCED
    ]
    presets = easel.docker.controls.preset_box
    shown = easel.ui(lambda: [presets.itemData(place) for place in range(presets.count())])
    assert shown == [preset.name for preset in description.presets]


def test_every_control_says_what_it_does_to_the_picture(easel: Easel) -> None:
    easel.scene()
    easel.wait_until_ready()
    from impasto.ui.slider import Slider

    def silent() -> list[str]:
        controls = easel.docker.widget().findChildren(
            (QAbstractButton, QComboBox, QLineEdit, QSpinBox, Slider)
        )
        return [
            f"{type(each).__name__} '{each.objectName()}'"
            for each in controls
            if not tip_of(each) and is_ours(each)
        ]

    assert easel.ui(silent) == []


def tip_of(widget: QWidget) -> str:
    """The tooltip that appears over the widget: its own or that of what it lies in."""
    while widget is not None and not widget.toolTip():
        widget = widget.parentWidget()
    return widget.toolTip() if widget is not None else ""


def is_ours(widget: QWidget) -> bool:
    """Qt puts buttons and fields of its own inside others; fold headings say what they are; a hidden notice has no text."""
    from impasto.ui.parts import Fold, Notice

    parent = widget.parentWidget()
    return not isinstance(parent, (QSpinBox, QComboBox, Fold, Notice)) and not widget.objectName().startswith(
        "qt_"
    )


def test_a_knob_departs_from_the_preset_and_the_preset_brings_it_back(easel: Easel) -> None:
    easel.scene()
    easel.wait_until_ready()
    easel.choose(parameters={})
    slider = easel.docker.controls.forms[0].rows["style_strength"]
    easel.ui(lambda: QTest.keyClick(slider, Qt.Key_Right))
    changed = easel.ui(lambda: easel.session.choices.parameters["style_strength"])
    assert changed > 1
    easel.press(easel.docker.controls.reset_button)
    easel.ui(lambda: easel.docker.controls.reset_button.click())
    assert easel.ui(lambda: easel.session.choices.parameters) == {}
    assert easel.ui(lambda: slider.value) == pytest.approx(1)


def test_a_number_can_be_typed_into_a_slider(easel: Easel) -> None:
    easel.scene()
    easel.wait_until_ready()
    slider = easel.docker.controls.forms[0].rows["size"]

    def type_it() -> None:
        QTest.mouseDClick(slider, Qt.LeftButton)
        field = slider.findChild(QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, "384")
        QTest.keyClick(field, Qt.Key_Return)

    easel.ui(type_it)
    assert easel.ui(lambda: easel.session.choices.parameters["size"]) == 384


def test_the_dice_rolls_another_seed(easel: Easel) -> None:
    easel.scene()
    easel.wait_until_ready()
    easel.choose(parameters={**QUICK, "seed": 0})
    easel.ui(lambda: easel.docker.findChild(QAbstractButton, "impasto_dice").click())
    assert easel.ui(lambda: easel.session.choices.parameters["seed"]) != 0


def test_the_style_list_has_every_layer_and_group_with_a_thumbnail(easel: Easel) -> None:
    document, _, _ = easel.scene()

    def add_group() -> object:
        node = document.createGroupLayer("Group")
        document.rootNode().addChildNode(node, None)
        return node

    easel.ui(add_group)
    box = easel.docker.controls.style_box
    easel.ui(lambda: easel.session.choices_changed.emit())
    shown = easel.ui(lambda: [box.itemText(place).strip() for place in range(box.count())])
    assert shown[:4] == ["Group", "Photo", "Paint", "Background"]
    assert shown[-1] == "An image file…"
    assert easel.ui(lambda: not box.itemIcon(box.findText("Paint", Qt.MatchContains)).isNull())


def test_choices_are_remembered_in_the_document_over_saving(easel: Easel, tmp_path) -> None:
    document, _, _ = easel.scene()
    easel.choose(parameters={**QUICK, "style_strength": 2.5})
    path = str(tmp_path / "remembered.kra")
    assert easel.ui(lambda: document.saveAs(path))
    easel.document()
    assert easel.ui(lambda: easel.session.choices.style) is None

    def open_it() -> object:
        again = easel.app.openDocument(path)
        again.setBatchmode(True)
        easel.app.activeWindow().addView(again)
        return again

    again = easel.ui(open_it)
    easel.documents.append(again)
    easel.ui.wait(lambda: easel.session.document == again)
    assert easel.ui(lambda: easel.session.choices.parameters["style_strength"]) == 2.5
    assert easel.ui(lambda: easel.session.choices.style.name) == "Paint"


def test_a_new_document_begins_with_the_choices_made_last(easel: Easel) -> None:
    easel.scene()
    easel.choose(parameters={"smoothness": 4.0})
    easel.ui(lambda: easel.docker.controls.style_box.choose_file(str(picture("garden"))))
    easel.document()
    assert easel.ui(lambda: easel.session.choices.parameters) == {"smoothness": 4.0}
    assert easel.ui(lambda: easel.session.choices.style.name) == "garden"


def test_a_choice_does_not_mark_an_unchanged_document_as_changed(easel: Easel) -> None:
    document, _, _ = easel.scene()
    easel.ui(lambda: document.setModified(False))
    easel.choose(parameters={"smoothness": 3.0})
    assert not easel.ui(document.modified)


def test_the_history_lists_the_run_and_uses_its_settings_again(easel: Easel) -> None:
    _document, _photo, _ = easel.scene()
    easel.choose(parameters={**QUICK, "seed": 77})
    easel.paint()
    easel.choose(parameters={}, style=None)
    row = easel.ui(lambda: easel.docker.history.rows[0])
    assert row.record.title == "Photo in the style of Paint"
    assert row.record.used["seed"] == 77
    assert row.record.thumbnail
    easel.press(row.use_button)
    assert easel.ui(lambda: easel.session.choices.parameters["seed"]) == 77
    assert easel.ui(lambda: easel.session.choices.style.name) == "Paint"


def test_a_result_can_be_inserted_again_from_the_history(easel: Easel) -> None:
    document, _photo, _ = easel.scene()
    first = easel.paint()
    pixels = easel.ui(lambda: bytes(first.pixelData(0, 0, 64, 48)))
    easel.ui(first.remove)
    row = easel.ui(lambda: easel.docker.history.rows[0])
    easel.press(row.insert_button)
    easel.finish()
    layer = easel.ui(lambda: document.topLevelNodes()[-1])
    assert easel.ui(lambda: bytes(layer.pixelData(0, 0, 64, 48))) == pixels


def test_a_line_can_be_taken_off_the_history(easel: Easel) -> None:
    easel.scene()
    easel.paint()
    row = easel.ui(lambda: easel.docker.history.rows[0])
    easel.press(row.forget_button)
    assert row.record.job_id not in easel.ui(lambda: [record.job_id for record in easel.session.history()])

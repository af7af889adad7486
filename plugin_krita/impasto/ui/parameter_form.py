"""The knobs, built from what the server says it has: a new parameter of the server appears here by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..choices import Value
from ..text import i18n
from .parts import dice_icon, tool_button
from .slider import Scale, Slider

if TYPE_CHECKING:
    from plugin_common.wire.impasto_pb2 import Parameter

SEED = "seed"


class ParameterForm(QWidget):
    """One row for each parameter. `chosen` is emitted with a name and a value when the painter turns a knob."""

    chosen = pyqtSignal(str, object)

    def __init__(self, parameters: list[Parameter], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show: dict[str, Callable[[Any], None]] = {}
        self.rows: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for parameter in parameters:
            row = self._row(parameter)
            row.setToolTip(parameter.help)
            row.setObjectName(f"impasto_{parameter.name}")
            self.rows[parameter.name] = row
            layout.addWidget(row)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show values without telling anybody that they changed."""
        for name, show in self._show.items():
            if name in values:
                row = self.rows[name]
                row.blockSignals(True)
                show(values[name])
                row.blockSignals(False)

    def _row(self, parameter: Parameter) -> QWidget:
        if parameter.name == SEED:
            return self._seed_row(parameter)
        make = {
            parameter.NUMBER: self._slider_row,
            parameter.INTEGER: self._slider_row,
            parameter.FLAG: self._check_row,
            parameter.CHOICE: self._choice_row,
        }.get(parameter.kind, self._text_row)
        return make(parameter)

    def _slider_row(self, parameter: Parameter) -> QWidget:
        is_integer = parameter.kind == parameter.INTEGER
        scale = Scale(parameter.minimum, parameter.maximum, parameter.logarithmic, is_integer)
        slider = Slider(parameter.label, scale)
        slider.value_changed.connect(
            lambda value: self.chosen.emit(parameter.name, round(value) if is_integer else value)
        )
        self._show[parameter.name] = slider.set_value
        return slider

    def _check_row(self, parameter: Parameter) -> QWidget:
        box = QCheckBox(parameter.label)
        box.toggled.connect(lambda checked: self.chosen.emit(parameter.name, checked))
        self._show[parameter.name] = box.setChecked
        return box

    def _choice_row(self, parameter: Parameter) -> QWidget:
        box = narrow(QComboBox())
        for choice in parameter.choices:
            box.addItem(choice.label, choice.value)
            if choice.help:
                box.setItemData(box.count() - 1, choice.help, 3)  # Qt.ToolTipRole
        box.activated.connect(lambda index: self.chosen.emit(parameter.name, box.itemData(index)))
        self._show[parameter.name] = lambda value: box.setCurrentIndex(box.findData(value))
        return labelled(parameter.label, box)

    def _text_row(self, parameter: Parameter) -> QWidget:
        line = QLineEdit()
        line.editingFinished.connect(lambda: self.chosen.emit(parameter.name, line.text()))
        self._show[parameter.name] = lambda value: line.setText(str(value))
        return labelled(parameter.label, line)

    def _seed_row(self, parameter: Parameter) -> QWidget:
        box = QSpinBox()
        box.setRange(int(parameter.minimum), int(parameter.maximum))
        box.valueChanged.connect(lambda value: self.chosen.emit(parameter.name, value))
        dice = tool_button(
            dice_icon(self.palette().text().color()),
            i18n("Roll another seed: another variation of the same picture."),
        )
        dice.setObjectName("impasto_dice")
        dice.clicked.connect(
            lambda: box.setValue(random.randint(int(parameter.minimum), int(parameter.maximum)))
        )

        def show(value: Any) -> None:
            box.blockSignals(True)
            box.setValue(int(value))
            box.blockSignals(False)

        self._show[parameter.name] = show
        return labelled(parameter.label, box, dice)


def narrow(box: QComboBox) -> QComboBox:
    """The box, willing to be narrower than its longest entry: the docker decides how wide it is."""
    box.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(4)
    return box


def labelled(label: str, *widgets: QWidget) -> QWidget:
    """A row: the label, then the widgets, the first of which takes the room."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    text = QLabel(label)
    text.setMinimumWidth(text.fontMetrics().horizontalAdvance("MMMMMMM"))
    layout.addWidget(text)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == 0 else 0)
    return row

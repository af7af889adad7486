"""Everything the painter can choose before pressing the button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PyQt5.QtCore import QSize, Qt
from PyQt5.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from .. import memory
from ..choices import StyleSource, Value
from ..connection import ConnectionState
from ..layer import active_layer, has_selection
from ..session import Session
from ..text import i18n
from .layer_box import ICON, StyleBox
from .parameter_form import ParameterForm, labelled, narrow
from .parts import Fold
from .region_table import RegionTable
from .remembered import is_open, remember_open

if TYPE_CHECKING:
    from plugin_common.wire.impasto_pb2 import Description


class Controls(QWidget):
    """Shows the session's choices; the knobs appear once a server has described them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._built_for: bytes | None = None
        self.forms: list[ParameterForm] = []
        self.style_box = StyleBox()
        self.style_box.setObjectName("impasto_style")
        self.style_box.setToolTip(
            i18n("The picture whose brushwork and colours are taken: any layer or group, or an image file.")
        )
        self.preset_box = narrow(QComboBox())
        self.preset_box.setToolTip(i18n("A set of values for all knobs, to begin with."))
        self.area_box = narrow(QComboBox())
        self.area_box.setToolTip(
            i18n(
                "With a selection: whether only what is inside it is repainted. The new layer gets a transparency mask then."
            )
        )
        self.area_box.addItem(i18n("Only inside the selection"), True)
        self.area_box.addItem(i18n("The whole layer"), False)
        self.regions = RegionTable()
        self.regions_fold = Fold("", self.regions, is_open("regions", False), remember_open("regions"))
        self.main_form = QVBoxLayout()
        self.advanced_form = QVBoxLayout()
        self.reset_button = QPushButton(i18n("Back to the Preset"))
        self.reset_button.setToolTip(i18n("Turn every knob back to where the preset has it."))
        self.address = QLineEdit()
        self.address.setPlaceholderText("127.0.0.1:7860")
        self.address.setToolTip(i18n("Where the server listens, when it is not the one on this computer."))
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the choices as they are now."""
        choices, document = self.session.choices, self.session.document
        self.style_box.show_style(document, choices.style)
        self.regions.show_regions(document, choices.regions)
        count = len(choices.regions)
        self.regions_fold.set_title(i18n("Regions") + (f" ({count})" if count else ""))
        self.area_box.setCurrentIndex(0 if choices.only_inside_selection else 1)
        self.preset_box.setCurrentIndex(max(0, self.preset_box.findData(choices.preset)))
        preset = self.preset_box.currentIndex()
        self.preset_box.setToolTip(str(self.preset_box.itemData(preset, Qt.ToolTipRole) or ""))
        self.reset_button.setEnabled(bool(choices.parameters))
        values = self.values()
        for form in self.forms:
            form.show_values(values)
        self.show_selection()

    def values(self) -> dict[str, Value]:
        """Every parameter as it stands: the preset's value, or the painter's own."""
        values: dict[str, Value] = {}
        description = self.session.connection.description
        if description is not None:
            for preset in description.presets:
                if preset.name == self.session.choices.preset or not values:
                    values = {name: plain(value) for name, value in preset.parameters.items()}
        return {**values, **self.session.choices.parameters}

    def show_selection(self) -> None:
        """The choice of the area means something only when something is selected."""
        document = self.session.document
        selected = document is not None and has_selection(document, active_layer(document))
        self._area_row.setVisible(selected)

    def _lay_out(self) -> None:
        advanced = QWidget()
        inside = QVBoxLayout(advanced)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(3)
        inside.addLayout(self.advanced_form)
        inside.addWidget(self.reset_button)
        inside.addWidget(labelled(i18n("Server"), self.address))
        self._area_row = labelled(i18n("Paint"), self.area_box)
        self._waiting = QLabel(i18n("The knobs appear here once the server answers."))
        self._waiting.setWordWrap(True)
        self._waiting.setEnabled(False)
        self.style_box.setMinimumHeight(QSize(ICON, ICON).height() + 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(labelled(i18n("Style"), self.style_box))
        layout.addWidget(labelled(i18n("Preset"), self.preset_box))
        layout.addLayout(self.main_form)
        layout.addWidget(self._waiting)
        layout.addWidget(self._area_row)
        layout.addWidget(self.regions_fold)
        layout.addWidget(
            Fold(i18n("Advanced"), advanced, is_open("advanced", False), remember_open("advanced"))
        )

    def _connect(self) -> None:
        session = self.session
        self.style_box.style_picked.connect(self._choose_style)
        self.preset_box.activated.connect(self._choose_preset)
        self.area_box.activated.connect(
            lambda index: session.choose(
                replace(session.choices, only_inside_selection=bool(self.area_box.itemData(index)))
            )
        )
        self.regions.changed.connect(
            lambda regions: session.choose(replace(session.choices, regions=regions))
        )
        self.reset_button.clicked.connect(lambda: session.choose(replace(session.choices, parameters={})))
        self.address.setText(memory.read_setting("address", ""))
        self.address.editingFinished.connect(self._choose_address)
        session.choices_changed.connect(self.refresh)
        session.connection.changed.connect(self._take_description)
        self._take_description()

    def _choose_style(self, style: StyleSource) -> None:
        self.session.choose(replace(self.session.choices, style=style))

    def _choose_preset(self, index: int) -> None:
        """Another preset sets every knob, so that its name says what it does."""
        self.session.choose(
            replace(self.session.choices, preset=self.preset_box.itemData(index), parameters={})
        )

    def _choose_parameter(self, name: str, value: Value) -> None:
        if self.values().get(name) != value:
            self.session.choose_parameter(name, value)

    def _choose_address(self) -> None:
        memory.write_setting("address", self.address.text().strip())
        self.session.connection.ask()

    def _take_description(self) -> None:
        """Build the knobs when a server describes them for the first time, or differently."""
        description = self.session.connection.description
        if self.session.connection.state is not ConnectionState.READY or description is None:
            return
        described = description.SerializeToString(deterministic=True)
        if described == self._built_for:
            return
        self._built_for = described
        self._build(description)
        self.refresh()

    def _build(self, description: Description) -> None:
        self.preset_box.clear()
        for preset in description.presets:
            self.preset_box.addItem(preset.label, preset.name)
            self.preset_box.setItemData(self.preset_box.count() - 1, preset.description, Qt.ToolTipRole)
        for form in self.forms:
            form.hide()
            form.deleteLater()
        self.forms = []
        self._waiting.hide()
        advanced = [each for each in description.parameters if each.group == each.ADVANCED]
        main = [each for each in description.parameters if each.group != each.ADVANCED]
        for place, parameters in ((self.main_form, main), (self.advanced_form, advanced)):
            form = ParameterForm(parameters)
            form.chosen.connect(self._choose_parameter)
            place.addWidget(form)
            self.forms.append(form)


def plain(value: Any) -> Value:
    """A wire Value as a Python one."""
    kind = value.WhichOneof("kind")
    result: Value = getattr(value, kind) if kind else 0.0
    return result

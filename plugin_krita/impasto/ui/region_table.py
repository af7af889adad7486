"""Which part of the picture is painted with which style: a line each."""

from __future__ import annotations

from dataclasses import replace

from krita import Document, Krita
from PyQt5.QtCore import pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..choices import RegionChoice, StyleSource
from ..text import i18n
from .layer_box import LayerBox, StyleBox
from .parts import tool_button


class RegionTable(QWidget):
    """`changed` is emitted with a tuple of RegionChoice when the painter has made one."""

    changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._regions: tuple[RegionChoice, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        self._explanation = QLabel(
            i18n("Give parts of the picture a style of their own. What no line covers gets the style above.")
        )
        self._explanation.setWordWrap(True)
        self._lines = QVBoxLayout()
        self.add_button = QPushButton(i18n("Add a Region"))
        self.add_button.setToolTip(
            i18n("Paint what a layer, group or mask of this picture covers with another style.")
        )
        self.add_button.clicked.connect(self._add_line)
        layout.addWidget(self._explanation)
        layout.addLayout(self._lines)
        layout.addWidget(self.add_button)

    def show_regions(self, document: Document | None, regions: tuple[RegionChoice, ...]) -> None:
        if document == self._document and regions == self._regions:
            return
        self._document, self._regions = document, regions
        while self._lines.count():
            item = self._lines.takeAt(0).widget()
            if item is not None:
                item.hide()
                item.deleteLater()
        for place, region in enumerate(regions):
            self._lines.addWidget(RegionLine(self, document, place, region))

    def _add_line(self) -> None:
        """A line that counts once both its halves are chosen."""
        self._lines.addWidget(RegionLine(self, self._document, len(self._regions), None))

    def put(self, place: int, region: RegionChoice) -> None:
        regions = list(self._regions)
        regions[place : place + 1] = [region]
        self.changed.emit(tuple(regions))

    def remove(self, line: RegionLine) -> None:
        if line.region is None:
            line.hide()
            line.deleteLater()
        else:
            self.changed.emit(tuple(each for place, each in enumerate(self._regions) if place != line.place))


class RegionLine(QWidget):
    def __init__(
        self, table: RegionTable, document: Document | None, place: int, region: RegionChoice | None
    ) -> None:
        super().__init__(table)
        self.place, self.region = place, region
        self._table = table
        self._where = (region.where, region.where_name) if region else ("", "")
        self._style: StyleSource | None = region.style if region else None
        self.where_box = LayerBox(i18n("Where…"), masks=True)
        self.where_box.setToolTip(i18n("The layer, group or mask whose painted part is this region."))
        self.where_box.show_layer(document, *self._where)
        self.style_box = StyleBox()
        self.style_box.setToolTip(i18n("The style that this region is painted in."))
        self.style_box.show_style(document, self._style)
        remove = tool_button(Krita.instance().icon("edit-delete"), i18n("Take this region away."))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.where_box, 1)
        layout.addWidget(QLabel("→"))
        layout.addWidget(self.style_box, 1)
        layout.addWidget(remove)
        self.where_box.picked.connect(self._take_where)
        self.style_box.style_picked.connect(self._take_style)
        remove.clicked.connect(lambda: table.remove(self))

    def _take_where(self, uid: str, name: str) -> None:
        self._where = (uid, name)
        self._tell()

    def _take_style(self, style: StyleSource) -> None:
        self._style = style
        self._tell()

    def _tell(self) -> None:
        if self._where[0] and self._style is not None:
            region = RegionChoice(self._where[0], self._where[1], self._style)
            self.region = replace(region)
            self._table.put(self.place, region)

"""A list of the document's layers to choose from, with thumbnails. Krita 5.1 has no signal for changed layers, so the list
is made anew each time it is opened."""

from __future__ import annotations

from krita import Document, Krita
from PyQt5.QtCore import QFileInfo, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QIcon, QImageReader, QPainter, QPaintEvent, QPixmap
from PyQt5.QtWidgets import QComboBox, QFileDialog, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from .. import memory
from ..choices import StyleKind, StyleSource
from ..layer import Layer, all_layers
from ..text import i18n

ICON = 32
FILES_KEPT = 6
_CHOOSE_FILE = "choose a file"


class LayerBox(QComboBox):
    """Chooses a layer, group or mask by its unique id; `picked` is emitted with the id and the name."""

    picked = pyqtSignal(str, str)

    def __init__(self, empty: str, masks: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._masks = masks
        self._document: Document | None = None
        self.setIconSize(QSize(ICON, ICON))
        self.setPlaceholderText(empty)
        self.setMinimumContentsLength(3)
        self.setSizeAdjustPolicy(QComboBox.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._activated)

    def show_layer(self, document: Document | None, uid: str, name: str) -> None:
        """Show one layer as chosen, without telling anybody."""
        self._document = document
        self.fill()
        place = self.findData(uid) if uid else -1
        if uid and place < 0:
            self.addItem(i18n("{name} (gone)").format(name=name), uid)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def fill(self) -> None:
        """List the layers as they are now, the choice kept."""
        chosen = self.currentData()
        self.clear()
        if self._document is not None:
            for layer, depth in all_layers(self._document, self._masks):
                self.addItem(layer_icon(layer), "   " * depth + layer.name, layer.uid)
        self.setCurrentIndex(self.findData(chosen) if chosen else -1)

    def showPopup(self) -> None:
        uid, name = self.currentData(), self.currentText()
        self.show_layer(self._document, uid or "", name.strip())
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Krita's widget style leaves the placeholder out, so it is drawn as the text of the choice."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        option.currentText = self.fontMetrics().elidedText(
            option.currentText.strip(), Qt.ElideRight, self.width() - option.iconSize.width() - 32
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.CC_ComboBox, option)
        painter.drawControl(QStyle.CE_ComboBoxLabel, option)

    def _activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index), self.itemText(index).strip())


class StyleBox(LayerBox):
    """Chooses a style: a layer of the document, a picture file used before, or another file."""

    style_picked = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(i18n("Pick a style…"), parent=parent)
        self.picked.connect(self._tell)
        self._shown: StyleSource | None = None

    def show_style(self, document: Document | None, style: StyleSource | None) -> None:
        self._shown = style
        if style is not None and style.kind is StyleKind.FILE:
            remember_file(style.reference)
        self.show_layer(document, style.reference if style else "", style.name if style else "")

    def fill(self) -> None:
        super().fill()
        if self.count():
            self.insertSeparator(self.count())
        for path in remembered_files():
            self.addItem(file_icon(path), title_of(path), path)
        self.addItem(Krita.instance().icon("document-open"), i18n("An image file…"), _CHOOSE_FILE)
        self.setCurrentIndex(self.findData(self._shown.reference) if self._shown else -1)

    def choose_file(self, path: str) -> None:
        """Take a picture file as the style."""
        remember_file(path)
        self.style_picked.emit(StyleSource(StyleKind.FILE, path, title_of(path)))

    def _tell(self, reference: str, name: str) -> None:
        if reference == _CHOOSE_FILE:
            self._ask_for_file()
        elif reference in remembered_files():
            self.choose_file(reference)
        else:
            self.style_picked.emit(StyleSource(StyleKind.LAYER, reference, name))

    def _ask_for_file(self) -> None:
        """Opened without waiting: a waiting dialog would hold back Krita's own events, and a running job's."""
        self.show_style(self._document, self._shown)
        endings = " ".join(f"*.{bytes(each).decode()}" for each in QImageReader.supportedImageFormats())
        dialog = QFileDialog(self, i18n("A picture whose style to use"))
        dialog.setNameFilter(i18n("Pictures") + f" ({endings})")
        dialog.setFileMode(QFileDialog.ExistingFile)
        dialog.setAttribute(Qt.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.choose_file)
        dialog.open()


def remembered_files() -> list[str]:
    return [path for path in memory.read_setting("files", "").split("\n") if path and QFileInfo.exists(path)]


def remember_file(path: str) -> None:
    files = [path, *(each for each in remembered_files() if each != path)]
    memory.write_setting("files", "\n".join(files[:FILES_KEPT]))


def title_of(path: str) -> str:
    """A file's name as people would say it."""
    return QFileInfo(path).completeBaseName().replace("_", " ")


def layer_icon(layer: Layer) -> QIcon:
    """The layer's thumbnail on a chequered ground, so that white and transparent differ."""
    return (
        on_chequers(layer.thumbnail(ICON)) if not layer.is_mask else Krita.instance().icon("transparencyMask")
    )


def file_icon(path: str) -> QIcon:
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(ICON, ICON, Qt.KeepAspectRatio))
    return on_chequers(QPixmap.fromImage(reader.read()))


def on_chequers(picture: QPixmap) -> QIcon:
    if picture.isNull():
        return QIcon()
    ground = QPixmap(picture.size())
    ground.fill(Qt.white)
    painter = QPainter(ground)
    for y in range(0, ground.height(), 4):
        for x in range((y // 4) % 2 * 4, ground.width(), 8):
            painter.fillRect(x, y, 4, 4, Qt.lightGray)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return QIcon(ground)

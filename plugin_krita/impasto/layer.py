"""Krita's layers without Krita's quirks. Facts were measured with Krita 5.1.5 and its Python API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from krita import Document, GroupLayer, Krita, Node, SelectionMask
from PyQt5.QtCore import QSize, Qt
from PyQt5.QtGui import QImage, QPixmap

# Layers that change what lies under them and have no picture of their own
_WITHOUT_PICTURE = ("adjustmentlayer", "filterlayer")


@dataclass(frozen=True)
class Box:
    """A rectangle of the document, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def is_empty(self) -> bool:
        return self.width <= 0 or self.height <= 0


@dataclass(frozen=True)
class ColorSpace:
    """model: "RGBA", "GRAYA", ...; depth: "U8", "U16", "F16" or "F32"; profile: its name in Krita."""

    model: str
    depth: str
    profile: str


class Layer:
    """A layer, group or mask of a document."""

    def __init__(self, document: Document, node: Node) -> None:
        self.document = document
        self.node = node

    @property
    def uid(self) -> str:
        """Stays the same over saving and loading."""
        return self.node.uniqueId().toString()

    @property
    def name(self) -> str:
        return self.node.name()

    @property
    def kind(self) -> str:
        """Krita's word: "paintlayer", "grouplayer", "vectorlayer", "filelayer", "clonelayer", "transparencymask", ..."""
        return self.node.type()

    @property
    def is_mask(self) -> bool:
        return self.kind.endswith("mask")

    @property
    def has_picture(self) -> bool:
        return not self.is_mask and self.kind not in _WITHOUT_PICTURE

    @property
    def passes_through(self) -> bool:
        """Whether it is a group that has no picture of its own because its layers blend straight into what is below."""
        return isinstance(self.node, GroupLayer) and self.node.passThroughMode()

    @property
    def color_space(self) -> ColorSpace:
        return ColorSpace(self.node.colorModel(), self.node.colorDepth(), self.node.colorProfile())

    @property
    def box(self) -> Box:
        """Where it has pixels that are not transparent. A fill layer, which has none, covers the canvas."""
        if self.kind == "filllayer":
            return Box(0, 0, self.document.width(), self.document.height())
        bounds = self.node.bounds()
        return Box(bounds.x(), bounds.y(), bounds.width(), bounds.height())

    def pixels(self, box: Box) -> bytes:
        """What the layer looks like, with its masks and effects, in its own colour space; transparent outside it.

        Node.pixelData is empty for every type but paint layers; the projection is right for all, hidden ones too.
        """
        return bytes(self.node.projectionPixelData(box.x, box.y, box.width, box.height))

    def mask_pixels(self, box: Box) -> bytes:
        """A mask's coverage, one byte a pixel."""
        if isinstance(self.node, SelectionMask):
            return bytes(self.node.selection().pixelData(box.x, box.y, box.width, box.height))
        return bytes(self.node.pixelData(box.x, box.y, box.width, box.height))

    def thumbnail(self, size: int) -> QPixmap:
        """A square picture of the layer, transparent where it is; a mask has none."""
        image = QImage() if self.is_mask else self.node.thumbnail(size, size)
        if image.isNull():
            return QPixmap()
        return QPixmap.fromImage(image).scaled(QSize(size, size), Qt.KeepAspectRatio, Qt.SmoothTransformation)

    def ancestors(self) -> Iterator[Layer]:
        """The groups it lies in, from the inside out, without the document's root."""
        parent = self.node.parentNode()
        while parent is not None and parent.parentNode() is not None:
            yield Layer(self.document, parent)
            parent = parent.parentNode()

    def put_above(self, new: Node) -> None:
        """Add a finished node directly above this layer: one undo step with its pixels and masks in it."""
        parent = self.node.parentNode() or self.document.rootNode()
        parent.addChildNode(new, self.node)


def document_space(document: Document) -> ColorSpace:
    return ColorSpace(document.colorModel(), document.colorDepth(), document.colorProfile())


def all_layers(document: Document, masks: bool = False) -> Iterator[tuple[Layer, int]]:
    """Every layer with its depth in the tree, from the top down as Krita's own layer list shows them."""

    def walk(parent: Node, depth: int) -> Iterator[tuple[Layer, int]]:
        for node in reversed(parent.childNodes()):  # Krita lists them from the bottom up
            layer = Layer(document, node)
            if layer.has_picture or (masks and layer.is_mask):
                yield layer, depth
            yield from walk(node, depth + 1)

    root = document.rootNode()
    if root is not None:
        yield from walk(root, 0)


def find_layer(document: Document, uid: str) -> Layer | None:
    for layer, _ in all_layers(document, masks=True):
        if layer.uid == uid:
            return layer
    return None


def active_layer(document: Document) -> Layer | None:
    """The layer that is being worked on; for a mask, the layer it belongs to."""
    node = document.activeNode()
    if node is None:
        return None
    layer = Layer(document, node)
    parent = node.parentNode()
    return Layer(document, parent) if layer.is_mask and parent is not None else layer


def selection_reader(document: Document, layer: Layer) -> Callable[[Box], bytes] | None:
    """Reads how much of each pixel of a box is selected, a byte each; None when nothing restricts the work.

    With a local selection mask Krita reports no document selection, so the layer's masks are looked through.
    """
    selection = document.selection()
    if selection is not None:
        return lambda box: bytes(selection.pixelData(box.x, box.y, box.width, box.height))
    for node in layer.node.childNodes():
        if node.type() == "selectionmask" and node.visible():
            return Layer(document, node).mask_pixels
    return None


def has_selection(document: Document, layer: Layer | None) -> bool:
    if layer is None:
        return document.selection() is not None
    return selection_reader(document, layer) is not None


def is_open(document: Document) -> bool:
    return any(each == document for each in Krita.instance().documents())

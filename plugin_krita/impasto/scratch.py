"""A document nobody sees, in which colours are converted and masked layers are made.

Converting a node of the painter's own document, even one that is in no tree, would put 'Convert Layer Color Space' on
the undo list and mark the document as changed (seen in Krita 5.1.5). In a document of our own it does neither.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from krita import Document, Krita, Node
from PyQt5.QtCore import QByteArray

from .layer import ColorSpace

_SIDE = 16
_MASKED_LAYER = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DOC PUBLIC '-//KDE//DTD krita 2.0//EN' 'http://www.calligra.org/DTD/krita-2.0.dtd'>
<DOC xmlns="http://www.calligra.org/DTD/krita" editor="Krita" syntaxVersion="2.0">
 <IMAGE width="{_SIDE}" height="{_SIDE}" colorspacename="RGBA" name="impasto" mime="application/x-kra"
   profile="sRGB-elle-V2-srgbtrc.icc" x-res="72" y-res="72">
  <layers>
   <layer colorspacename="RGBA" name="layer" compositeop="normal" filename="layer" x="0" y="0" opacity="255"
     visible="1" nodetype="paintlayer">
    <masks><mask name="mask" filename="mask" x="0" y="0" visible="1" nodetype="transparencymask"/></masks>
   </layer>
  </layers>
 </IMAGE>
</DOC>
"""


class Scratch:
    """Opened only when something needs it, as Krita takes about 50 ms to make a document. Close it after use."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._template: Document | None = None

    def convert(
        self, pixels: bytes, width: int, height: int, source: ColorSpace, target: ColorSpace
    ) -> bytes:
        """The pixels in another colour space, by Krita's own colour management. Alpha is kept."""
        node = self._hidden_document().createNode("colours", "paintlayer")
        _bring_to(node, source)
        node.setPixelData(QByteArray(pixels), 0, 0, width, height)
        _bring_to(node, target)
        return bytes(node.pixelData(0, 0, width, height))

    def masked_layer(self, space: ColorSpace) -> Node:
        """An empty paint layer with an empty transparency mask, for any document of that colour space.

        A mask that createNode makes has no pixels and crashes Krita 5.1.5 on saving; one that was loaded is whole.
        """
        if self._template is None:
            self._template = _open_template()
        original = self._template.topLevelNodes()[0]
        _bring_to(original, space)
        return original.duplicate()

    def close(self) -> None:
        for document in (self._document, self._template):
            if document is not None:
                document.setModified(False)
                document.close()
        self._document = self._template = None

    def _hidden_document(self) -> Document:
        if self._document is None:
            self._document = Krita.instance().createDocument(
                _SIDE, _SIDE, "impasto", "RGBA", "U8", "sRGB-elle-V2-srgbtrc.icc", 72.0
            )
            self._document.setBatchmode(True)
        return self._document


def _bring_to(node: Node, space: ColorSpace) -> None:
    if not node.setColorSpace(space.model, space.depth, space.profile):
        raise ValueError(f"Krita cannot convert to {space.model} {space.depth} '{space.profile}'.")


def _open_template() -> Document:
    with tempfile.TemporaryDirectory(prefix="impasto-") as folder:
        path = Path(folder) / "masked-layer.kra"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/x-krita")
            archive.writestr("maindoc.xml", _MASKED_LAYER)
            for name, pixel_size in (("layer", 4), ("mask.pixelselection", 1)):
                tiles = f"VERSION 2\nTILEWIDTH 64\nTILEHEIGHT 64\nPIXELSIZE {pixel_size}\nDATA 0\n"
                archive.writestr(f"impasto/layers/{name}", tiles)
                archive.writestr(f"impasto/layers/{name}.defaultpixel", bytes(pixel_size))
        return _open_quietly(path)


def _open_quietly(path: Path) -> Document:
    """Open a file without the box in which Krita remarks that a file is not one of its own making."""
    app = Krita.instance()
    batch = app.batchmode()
    app.setBatchmode(True)
    document = app.openDocument(str(path))
    app.setBatchmode(batch)
    document.setBatchmode(True)
    return document

"""What the tests inside Krita share: documents with pictures in them, and the hands that press buttons."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from krita import Document, Krita, Node
from PyQt5.QtCore import QByteArray, Qt
from PyQt5.QtGui import QImage
from PyQt5.QtTest import QTest
from ui import UiThread

PICTURES = Path(os.environ.get("IMPASTO_TESTS_PICTURES", ""))
SCREENSHOTS = Path(os.environ.get("IMPASTO_TESTS_SCREENSHOTS", "."))
# Real weights all the same: only the network's first layers, which take a tenth of the time of all
QUICK = {"size": 64, "scales": 1, "content_taps": "conv2_1", "style_taps": "conv1_1 conv2_1", "iterations": 2}
# Minutes, if nobody stops it
LONG = {**QUICK, "iterations": 50000, "tolerance": 0.0}
SETTLE_SECONDS = 0.15
PATIENCE = 240.0  # seconds that a small run may take on a busy machine


class Easel:
    """Krita with the docker, driven from the test thread. Every method may be called from there."""

    def __init__(self, ui: UiThread) -> None:
        self.ui = ui
        self.app = Krita.instance()
        self.documents: list[Document] = []
        ui.wait(lambda: self._docker() is not None)
        self.docker: Any = ui(self._docker)
        self.session: Any = self.docker.session

    def _docker(self) -> Any:
        return next((each for each in self.app.dockers() if each.objectName() == "impasto_docker"), None)

    def document(
        self, width: int = 64, height: int = 48, model: str = "RGBA", depth: str = "U8", profile: str = ""
    ) -> Document:
        """A new document in front, its background white."""

        def make() -> Document:
            document = self.app.createDocument(width, height, "test", model, depth, profile, 72.0)
            document.setBatchmode(True)
            self.app.activeWindow().addView(document)
            return document

        document = self.ui(make)
        self.documents.append(document)
        self.ui.wait(lambda: self.app.activeDocument() == document and document.activeNode() is not None)
        self.ui.wait(lambda: self.session.document == document)
        return document

    def layer(
        self, document: Document, name: str, picture: str, box: tuple[int, int, int, int] | None = None
    ) -> Node:
        """A new active paint layer with a picture of docs/samples in it, in the document's colour space."""
        x, y, width, height = box or (0, 0, self.ui(document.width), self.ui(document.height))

        def make() -> Node:
            node = document.createNode(name, "paintlayer")
            node.setPixelData(pixels_for(document, picture, width, height), x, y, width, height)
            document.rootNode().addChildNode(node, None)
            return node

        node = self.ui(make)
        self.ui.wait(lambda: document.activeNode() == node)
        return node

    def scene(self, *size: int) -> tuple[Document, Node, Node]:
        """A document with the layers 'Photo' (active) and, below it, 'Paint', which is chosen as the style."""
        document = self.document(*size)
        paint = self.layer(document, "Paint", "swirling_night")
        photo = self.layer(document, "Photo", "garden")
        self.choose(style=self.layer_style(paint), parameters=QUICK)
        return document, photo, paint

    def layer_style(self, node: Node) -> Any:
        from impasto.choices import StyleKind, StyleSource

        return self.ui(lambda: StyleSource(StyleKind.LAYER, node.uniqueId().toString(), node.name()))

    def choose(self, **changes: Any) -> None:
        self.ui(lambda: self.session.choose(replace(self.session.choices, **changes)))

    def activate(self, document: Document, node: Node) -> None:
        self.ui(lambda: document.setActiveNode(node))
        self.ui.wait(lambda: document.activeNode() == node)

    def wait_until_ready(self, timeout: float = PATIENCE) -> None:
        self.ui.wait(lambda: self.session.connection.state.value == "ready", timeout)

    def press(self, button: Any) -> None:
        self.ui(lambda: QTest.mouseClick(button, Qt.LeftButton))

    def stylize(self) -> Any:
        """Press the button; returns the job."""
        self.wait_until_ready()
        self.press(self.docker.stylize_button)
        return self.ui(lambda: self.session.runner.job)

    def finish(self) -> Any:
        """Wait for the end of the run; returns the job. Fails with the run's own words when it did not work."""
        self.ui.wait(lambda: self.session.runner.job.state.is_over, PATIENCE)
        job = self.ui(lambda: self.session.runner.job)
        assert job.state.value == "done", f"{job.state}: {job.problem}"
        return job

    def paint(self) -> Node:
        """A whole run; returns the new layer."""
        self.stylize()
        return self.finish().layer.node

    def layers(self, document: Document) -> list[Node]:
        """From the bottom up. Krita lists the document's selection among them, as a mask."""
        return self.ui(
            lambda: [node for node in document.topLevelNodes() if not node.type().endswith("mask")]
        )

    def names(self, document: Document) -> list[str]:
        """The names of the layers from the bottom up."""
        return [self.ui(node.name) for node in self.layers(document)]

    def action(self, name: str) -> None:
        self.ui(lambda: self.app.action(name).trigger())

    def problem(self) -> str:
        """What the docker's notice says; empty when it is not shown."""
        return self.ui(lambda: self.docker.notice.label.text() if self.docker.notice.isVisible() else "")

    def close_documents(self) -> None:
        """Close what was opened, with pauses: Krita 5.1 crashes now and then when a view closes and another opens at once."""

        def close() -> None:
            for document in self.documents:
                if any(each == document for each in self.app.documents()):
                    document.waitForDone()
                    document.setModified(False)
                    document.close()

        time.sleep(SETTLE_SECONDS)
        self.ui(close)
        self.documents.clear()
        time.sleep(SETTLE_SECONDS)

    def screenshot(self, name: str) -> Path:
        """The whole screen as a PNG."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], check=True)
        return path

    def arrange(self) -> None:
        """The window fills the screen and the docker has room: how a painter who uses it much would have it."""

        def arrange() -> None:
            window = self.app.activeWindow().qwindow()
            window.setGeometry(0, 0, 1600, 1000)
            for dock in self.app.dockers():
                if dock.objectName() not in ("impasto_docker", "KisLayerBox", "ToolBox"):
                    dock.setVisible(False)
            window.resizeDocks([self.docker], [320], Qt.Horizontal)
            window.resizeDocks([self.docker], [760], Qt.Vertical)

        self.ui(arrange)


def picture(name: str) -> Path:
    return PICTURES / f"{name}.jpg"


def rgba(name: str, width: int, height: int) -> bytes:
    """A picture of docs/samples as RGBA, 8 bits, with an alpha that rises from left to right."""
    image = QImage(str(picture(name))).scaled(width, height, Qt.IgnoreAspectRatio, Qt.SmoothTransformation)
    image = image.convertToFormat(QImage.Format_RGBA8888)
    return image.constBits().asstring(image.sizeInBytes())


def pixels_for(document: Document, name: str, width: int, height: int) -> QByteArray:
    """The picture in the document's model and depth, converted by a second document."""
    data = bytearray(rgba(name, width, height))
    data[0::4], data[2::4] = data[2::4], data[0::4]
    if (document.colorModel(), document.colorDepth(), document.colorProfile()) == (
        "RGBA",
        "U8",
        "sRGB-elle-V2-srgbtrc.icc",
    ):
        return QByteArray(bytes(data))
    other = Krita.instance().createDocument(8, 8, "convert", "RGBA", "U8", "sRGB-elle-V2-srgbtrc.icc", 72.0)
    node = other.createNode("convert", "paintlayer")
    node.setPixelData(QByteArray(bytes(data)), 0, 0, width, height)
    node.setColorSpace(document.colorModel(), document.colorDepth(), document.colorProfile())
    converted = node.pixelData(0, 0, width, height)
    other.setModified(False)
    other.close()
    return converted


def raw(node: Node, box: tuple[int, int, int, int]) -> bytes:
    return bytes(node.pixelData(*box))


def box_of(node: Node) -> tuple[int, int, int, int]:
    bounds = node.bounds()
    return bounds.x(), bounds.y(), bounds.width(), bounds.height()


Condition = Callable[[], Any]

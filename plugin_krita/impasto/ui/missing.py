"""The docker when the plug-in was installed without what it needs."""

from __future__ import annotations

import sys
from typing import Any

from krita import DockWidget
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLabel

from ..text import i18n


class MissingDocker(DockWidget):
    def __init__(self, library: str) -> None:
        super().__init__()
        self.setWindowTitle(i18n("Impasto"))
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        sentence = i18n(
            "Krita's Python {python} lacks the library '{library}', which Impasto needs to reach its server. "
            "Run this in a terminal, then start Krita again:\n\nimpasto install krita"
        )
        label = QLabel(sentence.format(python=python, library=library))
        label.setWordWrap(True)
        label.setMargin(8)
        label.setAlignment(Qt.AlignTop)
        label.setTextInteractionFlags(Qt.TextSelectableByMouse)
        self.setWidget(label)

    def canvasChanged(self, canvas: Any) -> None:
        """Krita wants every docker to have this; there is nothing to show of a document here."""

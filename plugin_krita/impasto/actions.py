"""Tools > Scripts > Impasto; shortcuts for both can be set in Krita's settings."""

from __future__ import annotations

from krita import Extension, Krita, Window

from .session import Session
from .text import i18n


class ImpastoExtension(Extension):
    def __init__(self, parent: Krita, session: Session) -> None:
        super().__init__(parent)
        self.session = session

    def setup(self) -> None:
        """Called by Krita once; everything is ready already."""

    def createActions(self, window: Window) -> None:
        """Called by Krita for each of its windows."""
        stylize = window.createAction(
            "impasto_stylize", i18n("Impasto: Stylize Active Layer"), "tools/scripts"
        )
        stylize.triggered.connect(lambda: self.session.stylize())
        repeat = window.createAction("impasto_repeat", i18n("Impasto: Repeat Last"), "tools/scripts")
        repeat.triggered.connect(self.session.repeat_last)

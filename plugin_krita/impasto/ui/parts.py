"""Small widgets that the docker is put together from."""

from __future__ import annotations

from collections.abc import Callable

from krita import Krita
from PyQt5.QtCore import QPointF, QRectF, QSize, Qt
from PyQt5.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPen, QPixmap, QPolygonF
from PyQt5.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

GOOD, WAIT, BAD = "good", "wait", "bad"
# Readable on Krita's dark, blender, neutral and bright themes alike
_SIGNAL_COLORS = {GOOD: QColor("#4caf6d"), WAIT: QColor("#d9a441"), BAD: QColor("#d95f52")}


class Dot(QWidget):
    """A coloured dot, for people who look before they read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = WAIT
        self.setFixedSize(10, 10)

    def show_kind(self, kind: str) -> None:
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.Antialiasing)
        painter.setPen(Qt.NoPen)
        painter.setBrush(_SIGNAL_COLORS[self._kind])
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class Notice(QFrame):
    """One line in words that says what is wrong, and a button that helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextSelectableByMouse)
        self.button = QPushButton(self)
        self.close_button = tool_button(Krita.instance().icon("window-close"), "")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button, 0, Qt.AlignTop)
        self._press: Callable[[], None] | None = None
        self.button.clicked.connect(self._pressed)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def tell(self, text: str, button: str = "", press: Callable[[], None] | None = None) -> None:
        self.label.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._press = press
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = QColor(_SIGNAL_COLORS[BAD])
        painter.fillRect(QRectF(0, 0, 3, self.height()), color)
        color.setAlphaF(0.16)
        painter.fillRect(self.rect(), color)

    def _pressed(self) -> None:
        if self._press is not None:
            self._press()


class Fold(QWidget):
    """A heading that shows or hides what belongs to it."""

    def __init__(
        self, title: str, content: QWidget, open_at_first: bool, remember: Callable[[bool], None]
    ) -> None:
        super().__init__()
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.content = content
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(content)
        self._remember = remember
        self.button.clicked.connect(self._toggle)
        self._show(open_at_first)

    def set_title(self, title: str) -> None:
        self.button.setText(title)

    def _toggle(self) -> None:
        self._show(not self.is_open)
        self._remember(self.is_open)

    def _show(self, is_open: bool) -> None:
        self.is_open = is_open
        self.button.setArrowType(Qt.DownArrow if is_open else Qt.RightArrow)
        self.content.setVisible(is_open)


class LossCurve(QWidget):
    """How far the picture still is from what was asked, over the run, on a logarithmic scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._losses: list[float] = []
        self.setFixedHeight(28)

    def show_losses(self, losses: list[float]) -> None:
        self._losses = [loss for loss in losses if loss > 0]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from math import log

        if len(self._losses) < 2:
            return
        heights = [log(loss) for loss in self._losses]
        low, span = min(heights), (max(heights) - min(heights)) or 1.0
        frame = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        points = [
            QPointF(
                frame.left() + frame.width() * place / (len(heights) - 1),
                frame.bottom() - frame.height() * (height - low) / span,
            )
            for place, height in enumerate(heights)
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.Antialiasing)
        line, color = self.palette().color(QPalette.WindowText), self.palette().color(QPalette.Highlight)
        line.setAlphaF(0.7)
        painter.setPen(QPen(line, 1.2))
        painter.drawPolyline(QPolygonF(points))
        color.setAlphaF(0.35)
        painter.setPen(Qt.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([*points, frame.bottomRight(), frame.bottomLeft()]))


class ElidedLabel(QLabel):
    """One line that ends in '…' where the docker is too narrow; the tooltip has the rest."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Ignored, QSizePolicy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignVCenter | Qt.AlignLeft), text)


def tool_button(icon: QIcon, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon)
    button.setAutoRaise(True)
    button.setToolTip(tip)
    return button


def dice_icon(color: QColor) -> QIcon:
    """A die that shows five; Krita's icons have none."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.setPen(QPen(color, 2.5))
    painter.drawRoundedRect(QRectF(4, 4, 24, 24), 5, 5)
    painter.setPen(Qt.NoPen)
    painter.setBrush(color)
    for x, y in ((10, 10), (22, 10), (16, 16), (10, 22), (22, 22)):
        painter.drawEllipse(QPointF(x, y), 2.4, 2.4)
    painter.end()
    return QIcon(pixmap)

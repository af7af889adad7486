"""A slider that is its own label and number field, in the manner of Krita's own, which its Python API lacks in 5.1."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PyQt5.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt5.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PyQt5.QtWidgets import QLineEdit, QSizePolicy, QWidget

STEPS = 100
# A range as wide as this, beginning at zero, is stretched so that its small values can be reached too
WIDE_RANGE = 100.0
WIDE_RANGE_POWER = 3.0


@dataclass(frozen=True)
class Scale:
    """How a slider's position, 0..1, and its value belong together."""

    minimum: float
    maximum: float
    logarithmic: bool = False
    integer: bool = False

    def value_at(self, position: float) -> float:
        position = min(max(position, 0.0), 1.0)
        if self._is_logarithmic:
            value = self.minimum * (self.maximum / self.minimum) ** position
        else:
            value = self.minimum + (self.maximum - self.minimum) * position**self._power
        return self.rounded(value)

    def position_of(self, value: float) -> float:
        value = min(max(value, self.minimum), self.maximum)
        if self.maximum <= self.minimum:
            return 0.0
        if self._is_logarithmic:
            return math.log(value / self.minimum) / math.log(self.maximum / self.minimum)
        return float(((value - self.minimum) / (self.maximum - self.minimum)) ** (1 / self._power))

    def rounded(self, value: float) -> float:
        """The value within the range, with at most three significant digits (or whole)."""
        value = min(max(value, self.minimum), self.maximum)
        if self.integer:
            return round(value)
        return float(f"{value:.3g}")

    def text(self, value: float) -> str:
        return str(round(value)) if self.integer else f"{value:.4g}"

    @property
    def _is_logarithmic(self) -> bool:
        return self.logarithmic and self.minimum > 0

    @property
    def _power(self) -> float:
        return WIDE_RANGE_POWER if self.maximum - self.minimum >= WIDE_RANGE else 1.0


class NumberField(QLineEdit):
    """Keeps Return to itself, which would otherwise reach the slider below and open the field again."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key_Escape:
            self.setText("")
            self.clearFocus()
        else:
            super().keyPressEvent(event)
        event.accept()


class Slider(QWidget):
    """Drag to set, double-click or Return to type, arrow keys or (with focus) the wheel to step."""

    value_changed = pyqtSignal(float)

    def __init__(self, label: str, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._scale = scale
        self._value = scale.minimum
        self._editor: QLineEdit | None = None
        self.setFocusPolicy(Qt.StrongFocus)
        self.setSizePolicy(QSizePolicy.Expanding, QSizePolicy.Fixed)
        self.setCursor(Qt.SizeHorCursor)
        self.setAccessibleName(label)

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without telling anybody."""
        self._value = min(max(value, self._scale.minimum), self._scale.maximum)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._label + " 00000 "), metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = self.palette(), QPainter(self)
        painter.setRenderHint(QPainter.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(palette.highlight().color() if self.hasFocus() else QColor(0, 0, 0, 60))
        painter.setBrush(palette.base())
        painter.drawRoundedRect(frame, 2, 2)
        filled = frame.adjusted(1, 1, -1, -1)
        filled.setWidth(filled.width() * self._scale.position_of(self._value))
        color = QColor(palette.highlight().color())
        color.setAlphaF(0.55 if self.isEnabled() else 0.2)
        painter.fillRect(filled, color)
        painter.setPen(palette.text().color())
        inside = frame.adjusted(6, 0, -6, 0)
        number = self._scale.text(self._value)
        room = inside.width() - self.fontMetrics().horizontalAdvance(number) - 8
        name = self.fontMetrics().elidedText(self._label, Qt.ElideRight, int(room))
        painter.drawText(inside, int(Qt.AlignVCenter | Qt.AlignLeft), name)
        painter.drawText(inside, int(Qt.AlignVCenter | Qt.AlignRight), number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.LeftButton:
            self._set_from(event)
        elif event.button() == Qt.RightButton:
            self._type()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.LeftButton:
            self._set_from(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._type()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Without focus the wheel scrolls the docker, so that no value changes on the way
        if self.hasFocus():
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key_Left: -1, Qt.Key_Down: -1, Qt.Key_Right: 1, Qt.Key_Up: 1,
                 Qt.Key_PageDown: -10, Qt.Key_PageUp: 10}  # fmt: skip
        if event.key() in steps:
            self._step(steps[event.key()])
        elif event.key() in (Qt.Key_Return, Qt.Key_Enter):
            self._type()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _set_from(self, event: QMouseEvent) -> None:
        self._change(self._scale.value_at(event.pos().x() / max(1, self.width() - 1)))

    def _step(self, count: int) -> None:
        if self._scale.integer and self._scale.maximum - self._scale.minimum <= STEPS:
            self._change(self._scale.rounded(self._value + count))
            return
        value = self._scale.value_at(self._scale.position_of(self._value) + count / STEPS)
        if value == self._value and self._scale.integer:
            value = self._scale.rounded(value + (1 if count > 0 else -1))
        self._change(value)

    def _change(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self.update()
            self.value_changed.emit(value)

    def _type(self) -> None:
        """Open a field over the slider to type a number in; Escape leaves the value as it was."""
        if self._editor is not None:
            return
        editor = NumberField(self._scale.text(self._value), self)
        editor.setGeometry(self.rect())
        editor.selectAll()
        editor.show()
        editor.setFocus()
        editor.editingFinished.connect(self._typed)
        self._editor = editor

    def _typed(self) -> None:
        editor, self._editor = self._editor, None
        if editor is None:
            return
        editor.hide()
        editor.deleteLater()
        self.setFocus()
        try:
            typed = float(editor.text().replace(",", "."))
        except ValueError:
            return
        if math.isfinite(typed):
            typed = min(max(typed, self._scale.minimum), self._scale.maximum)
            self._change(round(typed) if self._scale.integer else typed)

"""The split of the samples, as a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import ThemeManager

NAMES = ("train", "validation", "test")
_SERIES = (0, 1, 2)


class SplitBar(QWidget):
    """Three parts, as long as their share, with their counts below."""

    _BAR = 10
    _DOT = 8
    _GAP = 4

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._counts = (0, 0, 0)
        self.setObjectName("split.bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_counts(self, train: int, validation: int, test: int) -> None:
        """Show the number of samples in each part."""
        self._counts = (train, validation, test)
        self.setAccessibleName("Split: " + ", ".join(self._words()))
        self.update()

    def sizeHint(self) -> QSize:
        """A bar and a line of text."""
        return QSize(240, self._BAR + self._GAP + self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        total = sum(self._counts) or 1
        x = 0.0
        for index, count in enumerate(self._counts):
            width = self.width() * count / total
            part = QRectF(x, 0, max(width - 1, 0), self._BAR)
            painter.fillRect(part, self._color(index))
            x += width

    def _paint_words(self, painter: QPainter) -> None:
        theme, metrics = self._themes.theme, self.fontMetrics()
        top = self._BAR + self._GAP
        middle = top + metrics.height() / 2
        x = 0.0
        for index, text in enumerate(self._words()):
            dot = QRectF(x, middle - self._DOT / 2, self._DOT, self._DOT)
            painter.fillRect(dot, self._color(index))
            painter.setPen(theme.color("text"))
            x += self._DOT + self._GAP
            painter.drawText(QRectF(x, top, self.width(), metrics.height()), text)
            x += metrics.horizontalAdvance(text) + 2 * self._GAP

    def _words(self) -> list[str]:
        pairs = zip(NAMES, self._counts, strict=True)
        return [f"{name} {count:,}" for name, count in pairs]

    def _color(self, index: int) -> QColor:
        return QColor(self._themes.theme.series[_SERIES[index]])

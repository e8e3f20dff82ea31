"""How many samples each class has, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui.editors.states import tooltip
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

_NAMED = 24
"""With more classes than this the names are left to the tooltip."""


class ClassChart(QWidget):
    """A bar a class; its count in the tooltip, its name below."""

    _BAR_HEIGHT = 36
    _WIDEST = 80

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._classes: tuple[str, ...] = ()
        self._counts: tuple[int, ...] = ()
        self.setObjectName("class.chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_classes(self, classes: Sequence[str], counts: Sequence[int]) -> None:
        """Show the classes with their number of samples."""
        self._classes, self._counts = tuple(classes), tuple(counts)
        pairs = zip(self._classes, self._counts, strict=False)
        words = ", ".join(f"{name} {count}" for name, count in pairs)
        self.setAccessibleName(f"Samples of each class: {words}")
        self.setVisible(bool(self._counts))
        self.update()

    def sizeHint(self) -> QSize:
        """Bars and a line of names."""
        return QSize(240, self._BAR_HEIGHT + self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and names."""
        theme = self._themes.theme
        painter = QPainter(self)
        painter.setFont(self._font())
        color = QColor(theme.series[0])
        width, highest = self._step(), max(self._counts, default=0) or 1
        for index, count in enumerate(self._counts):
            height = max(1.0, self._BAR_HEIGHT * count / highest)
            bar = QRectF(
                index * width, self._BAR_HEIGHT - height, max(width - 2, 1), height
            )
            painter.fillRect(bar, color)
        painter.setPen(theme.color("muted"))
        if len(self._classes) <= _NAMED:
            self._paint_names(painter, width)
        painter.end()

    def _paint_names(self, painter: QPainter, width: float) -> None:
        metrics = painter.fontMetrics()
        for index, name in enumerate(self._classes):
            box = QRectF(
                index * width, self._BAR_HEIGHT + 2, width - 2, metrics.height()
            )
            text = metrics.elidedText(
                name, Qt.TextElideMode.ElideRight, round(width - 2)
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def event(self, event: QEvent) -> bool:
        """Tell name and count of the class under the mouse."""
        if isinstance(event, QHelpEvent) and self._counts:
            index = int(event.pos().x() // self._step())
            if 0 <= index < len(self._counts):
                name = self._classes[index] if index < len(self._classes) else index
                text = f"{name}: {self._counts[index]:,} samples"
                QToolTip.showText(event.globalPos(), tooltip(text), self)
                return True
        return super().event(event)

    def _step(self) -> float:
        widest = scaled(self._WIDEST)
        return min(self.width() / (len(self._counts) or 1), widest)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(scaled(11))
        return font

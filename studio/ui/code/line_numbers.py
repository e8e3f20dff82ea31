"""Line numbers beside code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import Theme

if TYPE_CHECKING:
    from studio.ui.code.view import CodeView

_FEWEST_DIGITS = 3


class LineNumbers(QWidget):
    """Draws the numbers of the lines that are visible."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view
        self._ink = QColor()
        self._lit_ink = QColor()

    def set_colors(self, theme: Theme) -> None:
        """Use the colours of a theme."""
        self._ink = theme.color("muted")
        self._lit_ink = theme.color("accent")
        self.update()

    def wanted_width(self) -> int:
        """Width that the largest number needs."""
        digits = max(_FEWEST_DIGITS, len(str(self._view.blockCount())))
        metrics = self._view.fontMetrics()
        return metrics.horizontalAdvance("9") * digits + 2 * self._margin()

    def sizeHint(self) -> QSize:
        """As wide as the largest number."""
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers; those of highlighted lines in the accent."""
        painter = QPainter(self)
        painter.setFont(self._view.font())
        lit = set(self._view.lit_lines)
        width = self.width() - self._margin()
        for number, top, height in self._view.line_blocks(event.rect()):
            painter.setPen(self._lit_ink if number in lit else self._ink)
            area = QRectF(0, top, width, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, str(number))
        painter.end()

    def _margin(self) -> int:
        return 8

"""A font with its measures, and texts shortened to fit, remembered."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

_REMEMBERED = 4096


class Typeface:
    """Draws lines of plain text. Measuring each time would cost more than drawing."""

    def __init__(
        self,
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
        family: str = "",
    ) -> None:
        self.font = QFont(family) if family else QFont()
        self.font.setPixelSize(size)
        self.font.setWeight(weight)
        self.font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        metrics = QFontMetricsF(self.font)
        self._ascent = metrics.ascent()
        self.width = lru_cache(_REMEMBERED)(metrics.horizontalAdvance)
        self._elided = lru_cache(_REMEMBERED)(metrics.elidedText)

    def draw(
        self, painter: QPainter, text: str, x: float, top: float, width: float
    ) -> None:
        """Draw one line, shortened to `width`."""
        shown = self._elided(text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(self.font)
        painter.drawText(QPointF(x, top + self._ascent), shown)

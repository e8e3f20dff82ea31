"""Which line is which run, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.text_size import fixed_font, scaled
from studio.ui.theme import ThemeManager
from studio.ui.tokens import Theme

_SAMPLE = 14
_GAP = 6
_SMALL_PX = 11
_PALE = 0.5
"""Share of grey in the palette's colours where it is used a second time."""


def run_color(theme: Theme, place: int) -> QColor:
    """Colour of the run at that place of a comparison."""
    color = QColor(theme.series[place % len(theme.series)])
    if place // len(theme.series) % 2 == 0:
        return color
    grey = theme.color("muted")
    mixed = [
        round(one + (other - one) * _PALE)
        for one, other in (
            (color.red(), grey.red()),
            (color.green(), grey.green()),
            (color.blue(), grey.blue()),
        )
    ]
    return QColor(*mixed)


class ComparisonLegend(QWidget):
    """A row for each run: a line in its colour, its name, its values."""

    def __init__(self, themes: ThemeManager) -> None:
        super().__init__()
        self._themes = themes
        self._names: tuple[str, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_runs(self, names: Sequence[str], texts: Sequence[str]) -> None:
        """Tell these names and what to say of each."""
        if (tuple(names), tuple(texts)) == (self._names, self.texts):
            return
        grown = len(names) != len(self._names)
        self._names, self.texts = tuple(names), tuple(texts)
        pairs = zip(self._names, self.texts, strict=True)
        self.setAccessibleName("; ".join(f"{name}: {text}" for name, text in pairs))
        if grown:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(0, self._line() * len(self._names))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        painter = QPainter(self)
        theme, line = self._themes.theme, self._line()
        small, digits = self._fonts()
        for place, (name, text) in enumerate(zip(self._names, self.texts, strict=True)):
            row = QRect(0, place * line, self.width(), line)
            if not row.intersects(event.rect()):
                continue
            painter.setPen(QPen(run_color(theme, place), 2))
            painter.drawLine(0, row.center().y(), _SAMPLE, row.center().y())
            painter.setFont(digits)
            painter.setPen(theme.color("muted"))
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            told = painter.boundingRect(row, end, text)
            painter.drawText(row, end, text)
            painter.setFont(small)
            painter.setPen(theme.color("text"))
            box = row.adjusted(_SAMPLE + _GAP, 0, -told.width() - _GAP, 0)
            measure = painter.fontMetrics()
            short = measure.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)
        painter.end()

    def _fonts(self) -> tuple[QFont, QFont]:
        small = QFont(self.font())
        small.setPixelSize(scaled(_SMALL_PX))
        return small, fixed_font(self._themes.theme.mono_family, _SMALL_PX)

    def _line(self) -> int:
        return scaled(_SMALL_PX + 4)

"""A confusion matrix as a picture with numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager

_MOST_NUMBERS = 40
"""With more classes than this cells are too small for numbers."""
_WIDEST_NAME = 120
_FEW = 12
"""With no more classes than this their names fit above the columns."""
_WIDEST_CELL = 80


class ConfusionView(QWidget):
    """Rows are the truth, columns the prediction; darker is more."""

    _MARGIN = 8

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._matrix: tuple[tuple[int, ...], ...] = ()
        self._names: tuple[str, ...] = ()
        self.setObjectName("runs.confusion")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_matrix(
        self, matrix: Sequence[Sequence[int]], names: Sequence[str] = ()
    ) -> None:
        """Show these counts; classes without a name are numbered."""
        self._matrix = tuple(tuple(row) for row in matrix)
        count = len(self._matrix)
        self._names = (*names, *(str(n) for n in range(len(names), count)))[:count]
        right = sum(self._matrix[n][n] for n in range(count))
        self.setAccessibleName(
            f"Confusion matrix of {count} classes, {right} samples on the diagonal"
        )
        self.updateGeometry()
        self.resize(self.sizeHint())
        self.update()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the classes that are shown."""
        return self._names

    def sizeHint(self) -> QSize:
        """All cells with the names left and above."""
        side = self._cell() * len(self._matrix)
        left, top = self._left(), self._top()
        return QSize(left + side + self._MARGIN, top + side + self._MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cells, numbers and names."""
        painter = QPainter(self)
        theme = self._themes.theme
        painter.setPen(theme.color("muted"))
        line = self.fontMetrics().height()
        painter.drawText(self._left(), self._MARGIN // 2 + line - 4, "predicted")
        painter.drawText(self._MARGIN, self._top() - 4, "truth")
        self._paint_names(painter)
        cell, seen = self._cell(), event.rect()
        left, top = self._left(), self._top()
        for row, counts in enumerate(self._matrix):
            y, total = top + row * cell, sum(counts)
            if not seen.top() - cell < y <= seen.bottom():
                continue
            for column, count in enumerate(counts):
                x = left + column * cell
                if seen.left() - cell < x <= seen.right():
                    box = QRect(x, y, cell - 1, cell - 1)
                    self._paint_cell(painter, box, count, total, row == column)
        painter.end()

    def _paint_cell(
        self, painter: QPainter, box: QRect, count: int, total: int, right: bool
    ) -> None:
        theme = self._themes.theme
        share = count / total if total else 0.0
        fill = QColor(theme.color("success" if right else "error"))
        fill.setAlphaF(0.08 + 0.72 * share if count else 0.04)
        painter.fillRect(box, fill)
        if count and len(self._matrix) <= _MOST_NUMBERS:
            ink = "panel" if share > 0.5 else "text"
            painter.setPen(theme.color(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(self._themes.theme.color("muted"))
        cell, line = self._cell(), self.fontMetrics().height()
        left, top = self._left(), self._top()
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for index in range(0, len(self._names), self.names_apart()):
            middle = top + index * cell + cell // 2
            high = max(cell, line)
            box = QRect(self._MARGIN, middle - high // 2, left - 2 * self._MARGIN, high)
            painter.drawText(box, end, self._short(self._names[index], box.width()))
        apart = self.names_apart(across=True)
        for index in range(0, len(self._names), apart):
            x = left + index * cell - (apart - 1) * cell // 2
            box = QRect(x, top - line, apart * cell, line)
            name = self._short(self._names[index], box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def names_apart(self, across: bool = False) -> int:
        """Every which name is written, in small cells, so that none meets another."""
        if len(self._matrix) <= _MOST_NUMBERS:
            return 1
        measure = self.fontMetrics()
        widest = max(map(measure.horizontalAdvance, self._names), default=0)
        room = min(widest, _WIDEST_NAME) + self._MARGIN if across else measure.height()
        return -(-room // self._cell())

    def _short(self, text: str, width: int) -> str:
        mode = Qt.TextElideMode.ElideRight
        return self.fontMetrics().elidedText(text, mode, width)

    def _cell(self) -> int:
        largest = max((max(row) for row in self._matrix if row), default=0)
        advance, count = self.fontMetrics().horizontalAdvance, len(self._matrix)
        if count > _MOST_NUMBERS:
            return 8
        width = max(advance(str(largest)) + 12, self.fontMetrics().height() + 6)
        if count > _FEW:
            return width
        widest = max(map(advance, self._names), default=0) + self._MARGIN
        return max(width, min(widest, scaled(_WIDEST_CELL)))

    def _left(self) -> int:
        advance = self.fontMetrics().horizontalAdvance
        widest = max(map(advance, self._names), default=0)
        widest = min(widest, _WIDEST_NAME)
        return max(widest, advance("truth")) + 2 * self._MARGIN

    def _top(self) -> int:
        return 2 * self.fontMetrics().height() + self._MARGIN // 2

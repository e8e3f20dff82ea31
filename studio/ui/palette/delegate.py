"""Paints the palette's rows: a colour, a name; quiet headings."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.palette.model import CATEGORY_ROLE, PATH_ROLE
from studio.ui.text_size import fixed_font, scaled, scaled_size, text_scale
from studio.ui.theme import ThemeManager

ROW_HEIGHT, HEADING_HEIGHT = 28, 32
_INDENT = 10


class PaletteDelegate(QStyledItemDelegate):
    """Rows of the palette in the look that is on."""

    def __init__(self, themes: ThemeManager, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of even height, headings with air above."""
        height = ROW_HEIGHT if index.data(PATH_ROLE) else HEADING_HEIGHT
        return scaled_size(120, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        state = option.state
        theme = self._themes.theme
        back = rect.adjusted(2, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(back, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver and index.data(PATH_ROLE):
            hover = theme.color("text")
            hover.setAlphaF(0.06)
            painter.setBrush(hover)
            painter.drawRoundedRect(back, 6, 6)
        if index.data(PATH_ROLE):
            self._paint_entry(painter, rect, index)
        else:
            opened = bool(state & QStyle.StateFlag.State_Open)
            self._paint_heading(painter, rect, str(index.data()), opened)
        painter.restore()

    def _paint_entry(
        self,
        painter: QPainter,
        rect: QRectF,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._themes.theme
        painter.setBrush(theme.category(str(index.data(CATEGORY_ROLE))))
        wide, high = scaled(4), scaled(14)
        top = rect.center().y() - high / 2
        bar = QRectF(rect.left() + _INDENT, top, wide, high)
        painter.drawRoundedRect(bar, wide / 2, wide / 2)
        self._text(painter, rect, str(index.data()), _INDENT + wide + 10, "text")

    def _paint_heading(
        self, painter: QPainter, rect: QRectF, title: str, opened: bool
    ) -> None:
        font = fixed_font("", 11)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        self._text(painter, rect.adjusted(0, 4, -16, 0), title, 4, "muted")
        pen = QPen(self._themes.theme.color("muted"), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = rect.right() - 16, rect.center().y() + 2
        points = [(-4, -2), (0, 2), (4, -2)] if opened else [(-2, -4), (2, 0), (-2, 4)]
        large = text_scale()
        painter.drawPolyline(
            [QPointF(x + dx * large, y + dy * large) for dx, dy in points]
        )

    def _text(
        self, painter: QPainter, rect: QRectF, text: str, left: int, color: str
    ) -> None:
        painter.setPen(QPen(self._themes.theme.color(color)))
        room = rect.adjusted(left, 0, -8, 0)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(room.width())
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags, shown)

"""Paints an answer of a search: its name, then a quieter word on it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.theme import Theme

DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
FAINT_ROLE = Qt.ItemDataRole.UserRole + 2
_GAP = 12
_EDGE = 6


class SearchRow(QStyledItemDelegate):
    """Rows in the colours of a theme."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

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
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selection"))
            painter.drawRoundedRect(rect, 4, 4)
        room = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.setFont(option.font)
        name = "muted" if index.data(FAINT_ROLE) else "text"
        width = self._text(painter, room, str(index.data()), name)
        room.setLeft(room.left() + width + _GAP)
        self._text(painter, room, str(index.data(DETAIL_ROLE)), "muted")
        painter.restore()

    def _text(self, painter: QPainter, room: QRectF, text: str, color: str) -> int:
        """Write a text, cut to the room; its width."""
        painter.setPen(QPen(self._theme.color(color)))
        metrics = painter.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, elide, int(max(0.0, room.width())))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags, shown)
        return metrics.horizontalAdvance(shown)

"""A sticky note on the scene."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.graph.model import Comment
from studio.ui.canvas.painter import paint_comment
from studio.ui.theme import Theme

COMMENT_LAYER = -1.0
FRAME_LAYER = -2.0
TITLE_HEIGHT = 30.0
"""Where a frame can be taken hold of; below it lies what is inside."""
_CORNER = 14.0


class CommentItem(QGraphicsItem):
    """One comment.

    Attributes:
        rect: the note's rectangle on the scene.
    """

    def __init__(self, comment: Comment, theme: Theme) -> None:
        super().__init__()
        self.comment = comment
        self._theme = theme
        self._selected = False
        self.rect = QRectF()
        self.setZValue(FRAME_LAYER if comment.frame else COMMENT_LAYER)
        self.place(*comment.position)

    def place(self, x: float, y: float) -> None:
        """Put the top-left corner there."""
        self.setPos(x, y)
        self.rect = QRectF(x, y, self.comment.width, self.comment.height)

    def set_comment(self, comment: Comment) -> None:
        """Show another text, place or size."""
        self.prepareGeometryChange()
        self.comment = comment
        self.place(*comment.position)
        self.update()

    def set_selected(self, selected: bool) -> None:
        """Show whether it is selected."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._theme = theme
        self.update()

    def holds(self, point: QPointF) -> bool:
        """Whether the mouse at a scene point means it."""
        if not self.comment.frame or self.is_corner(point):
            return self.rect.contains(point)
        title = QRectF(self.rect)
        title.setHeight(TITLE_HEIGHT)
        return title.contains(point)

    def is_corner(self, point: QPointF) -> bool:
        """Whether a scene point is on the corner that changes the size."""
        corner = self.rect.bottomRight()
        box = QRectF(corner.x() - _CORNER, corner.y() - _CORNER, _CORNER, _CORNER)
        return box.contains(point)

    def boundingRect(self) -> QRectF:
        """The note and its outline."""
        return self._rect().adjusted(-2, -2, 2, 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the note."""
        paint_comment(painter, self.comment, self._rect(), self._theme, self._selected)

    def _rect(self) -> QRectF:
        return QRectF(0, 0, self.comment.width, self.comment.height)

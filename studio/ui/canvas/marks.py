"""Marks over cards: nodes that are pointed at, and the heat of a column."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.canvas.node_item import NODE_LAYER, NodeItem
from studio.ui.canvas.scene import CanvasScene
from studio.ui.heat import STEPS, Heat
from studio.ui.theme import Theme, ThemeManager
from studio.ui.workspace import Workspace

_RING = 5.0
_TAG = 20.0
_BAR = QRectF(0, 0, 4.0, 10.0)
_GAP = 2.0
_TEXT_PX = 11


class Mark(QGraphicsItem):
    """What is drawn over one card; it takes no mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heat: Heat | None = None
        self._pointed = False
        self._card = QRectF()
        self._font = QFont(theme.mono_family)
        self._font.setPixelSize(_TEXT_PX)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(NODE_LAYER + 1)

    def show_mark(self, card: QRectF, heat: Heat | None, pointed: bool) -> None:
        """Show another state over a card's rectangle on the scene."""
        self.setPos(card.topLeft())
        here = QRectF(QPointF(), card.size())
        if (here, heat, pointed) != (self._card, self._heat, self._pointed):
            self.prepareGeometryChange()
            self._card, self._heat, self._pointed = here, heat, pointed
            self.update()

    def boundingRect(self) -> QRectF:
        """The card, the ring and the tag above it."""
        return self._card.adjusted(-_RING - 2, -_TAG - _RING, _RING + 2, _RING + 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw ring and tag."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pointed:
            pen = QPen(self._theme.color("accent"), 2.0, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = self._card.adjusted(-_RING, -_RING, _RING, _RING)
            radius = self._theme.radius + _RING
            painter.drawRoundedRect(ring, radius, radius)
        if self._heat is not None:
            self._tag(painter, self._heat)

    def _tag(self, painter: QPainter, heat: Heat) -> None:
        """Bars and the value, above the card's right corner."""
        metrics = QFontMetricsF(self._font)
        bars = STEPS * (_BAR.width() + _GAP)
        width = metrics.horizontalAdvance(heat.text) + bars + 16
        box = QRectF(self._card.right() - width, -_TAG + 3, width, _TAG - 1)
        ink = heat_color(self._theme, heat.share)
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(self._theme.color("node"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        for index in range(STEPS):
            bar = _BAR.translated(
                box.left() + 6 + index * (_BAR.width() + _GAP),
                box.center().y() - _BAR.height() / 2,
            )
            filled = index < heat.bars
            painter.setBrush(ink if filled else self._theme.color("node_border"))
            painter.drawRect(bar)
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._font)
        at = box.adjusted(8 + bars, 0, -6, 0)
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, heat.text)


def heat_color(theme: Theme, share: float) -> QColor:
    """From muted to the warm accent of the plots, over the card's own ground."""
    cool, hot = theme.color("muted"), theme.color("error")
    part = min(1.0, max(0.0, share))
    return QColor(
        round(cool.red() + part * (hot.red() - cool.red())),
        round(cool.green() + part * (hot.green() - cool.green())),
        round(cool.blue() + part * (hot.blue() - cool.blue())),
    )


class Marks(QObject):
    """Keeps the marks as the workspace's highlight and heat say."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, scene: CanvasScene
    ) -> None:
        super().__init__(scene)
        self._workspace, self._themes, self._scene = workspace, themes, scene
        self._marks: dict[str, Mark] = {}
        workspace.highlight_changed.connect(self._refresh)
        workspace.heat_changed.connect(self._refresh)
        scene.content_changed.connect(self._on_content_changed)
        themes.changed.connect(self._redo)

    def _wanted(self) -> set[str]:
        heat = self._workspace.heat
        wanted = set(heat.nodes) if heat else set()
        return (wanted | self._workspace.highlight) & self._scene.nodes.keys()

    def _on_content_changed(self) -> None:
        if self._marks or self._workspace.heat:
            self._refresh()

    def _redo(self) -> None:
        for mark in self._marks.values():
            self._scene.removeItem(mark)
        self._marks.clear()
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        for node in self._marks.keys() - wanted:
            self._scene.removeItem(self._marks.pop(node))
        heat = self._workspace.heat
        for node in wanted:
            mark = self._marks.get(node)
            if mark is None:
                mark = self._marks[node] = Mark(self._themes.theme)
                self._scene.addItem(mark)
            item: NodeItem = self._scene.nodes[node]
            found = heat.nodes.get(node) if heat else None
            pointed = node in self._workspace.highlight
            mark.show_mark(item.rect, found, pointed)

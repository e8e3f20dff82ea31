"""A wire on the scene, and the one being drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsPathItem

from studio.graph.model import Edge, Flow, Point
from studio.ui.canvas.geometry import add_rings, may_lead_through, wire_path
from studio.ui.canvas.painter import wire_pen
from studio.ui.theme import Theme

EDGE_LAYER = 0.0
DRAFT_LAYER = 3.0


class EdgeItem(QGraphicsPathItem):
    """One edge: a thin curve; while selected or under the mouse a thicker one.

    Only then it shows the points that it runs through.
    """

    def __init__(self, edge: Edge, theme: Theme, flow: Flow) -> None:
        super().__init__()
        self.edge = edge
        self._flow = flow
        self.start, self.end = QPointF(), QPointF()
        self._theme = theme
        self._selected = self._hot = False
        self._shown: tuple[Point, ...] = ()
        self._is_shaped = True
        self.setZValue(EDGE_LAYER)
        self._dress()

    def route(self, start: QPointF, end: QPointF) -> bool:
        """Run from `start` to `end`; whether `shape_wire` is to be called for that."""
        if start == self.start and end == self.end:
            return False
        self.start, self.end = start, end
        self._is_shaped = False
        return True

    def set_edge(self, edge: Edge) -> None:
        """Run through the points of another edge, once `shape_wire` is called."""
        self.edge = edge
        self._is_shaped = False

    def shape_wire(self) -> None:
        """Show the way that it has."""
        if not self._is_shaped:
            self.bend(self.edge.via)

    def path(self) -> QPainterPath:
        """The curve, as it is to be."""
        self.shape_wire()
        return super().path()

    def may_cross(self, area: QRectF) -> bool:
        """Whether it is seen in an area, or may be once it has its shape."""
        return (
            bool(self.edge.via)
            or may_lead_through(self.start, self.end, area)
            or self.boundingRect().intersects(area)
        )

    def bend(self, via: tuple[Point, ...]) -> None:
        """Show it running through other points, while they are moving."""
        self._shown, self._is_shaped = via, True
        path = wire_path(self.start, self.end, via, flow=self._flow)
        if self._selected or self._hot:
            add_rings(path, via)
        self.setPath(path)

    def point_at(self, point: QPointF, reach: float) -> int | None:
        """Index of the reroute point under a scene point."""
        for index, via in enumerate(self.edge.via):
            if QPointF(QPointF(*via) - point).manhattanLength() <= reach:
                return index
        return None

    def set_state(self, selected: bool, hot: bool) -> None:
        """Show whether it is selected and whether the mouse is on it."""
        if (selected, hot) != (self._selected, self._hot):
            self._selected, self._hot = selected, hot
            self._dress()
            if self._shown:
                self.bend(self._shown if self._is_shaped else self.edge.via)

    def settle(self) -> None:
        """Show the edge alone, nothing of a gesture."""
        self.set_state(selected=False, hot=False)
        if self._shown != self.edge.via:
            self.bend(self.edge.via)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._theme = theme
        self._dress()

    def is_near(self, point: QPointF, reach: float) -> bool:
        """Whether the wire runs within `reach` scene units of a point."""
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * reach)
        return stroker.createStroke(self.path()).contains(point)

    def _dress(self) -> None:
        active = self._selected or self._hot
        color = self._theme.color("wire_active" if active else "wire")
        width = 2.5 if self._selected else 2.0 if self._hot else 1.0
        self.setPen(wire_pen(color, width * _density()))


class DraftWire(QGraphicsPathItem):
    """The wire that follows the mouse; dashed where it may not end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setZValue(DRAFT_LAYER)

    def show_path(self, path: QPainterPath, refused: bool) -> None:
        """Run along a path."""
        color = self._theme.color("error" if refused else "wire_active")
        pen = wire_pen(color, 2.0 * _density())
        if refused:
            pen.setStyle(Qt.PenStyle.DashLine)
        self.setPen(pen)
        self.setPath(path)


def _density() -> float:
    """Pixels of the densest screen to one of Qt's: cosmetic pens count the former."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0

"""The whole graph from afar: flat boxes and straight lines, painted at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from studio.graph.model import PortKey
from studio.graph.problems import Severity
from studio.ui.canvas.edge_item import EdgeItem
from studio.ui.canvas.node_item import NodeItem
from studio.ui.canvas.painter import NOTE_CATEGORY, wire_pen
from studio.ui.theme import Theme

OVERVIEW_ZOOM = 0.42
"""Below this zoom text is hard to read: the overview is painted, not the items."""


class Overview:
    """Boxes and lines of all items, kept up to date piece by piece.

    Attributes:
        stale_nodes, stale_edges: what looks different since `refresh`.
    """

    def __init__(self) -> None:
        self.stale_nodes: set[str] = set()
        self.stale_edges: set[PortKey] = set()
        self._boxes: dict[str, dict[str, QRect]] = defaultdict(dict)
        self._category: dict[str, str] = {}
        self._rings: dict[str, dict[str, QRectF]] = {"error": {}, "accent": {}}
        self._lines: dict[PortKey, QLineF] = {}
        self._bent: dict[PortKey, list[QLineF]] = {}
        self._lifted: Overview | None = None
        self._offset = QPointF()

    @property
    def is_lifted(self) -> bool:
        """Whether some nodes are painted elsewhere than their items are."""
        return self._lifted is not None

    def lift(self, node_ids: Collection[str], wires: Iterable[PortKey]) -> None:
        """Paint nodes, and wires between them, where `carry` says, until `land`."""
        lifted = self._lifted = Overview()
        self._offset = QPointF()
        for node_id in node_ids:
            category = self._category.pop(node_id, None)
            if category is not None:
                lifted._category[node_id] = category
                box = self._boxes[category].pop(node_id)
                lifted._boxes[category][node_id] = box
            for name, rings in self._rings.items():
                if node_id in rings:
                    lifted._rings[name][node_id] = rings.pop(node_id)
        for key in wires:
            if key in self._lines:
                lifted._lines[key] = self._lines.pop(key)
            elif key in self._bent:
                lifted._bent[key] = self._bent.pop(key)

    def carry(self, offset: QPointF) -> None:
        """Paint what is lifted so far from where it was."""
        self._offset = offset

    def land(self) -> None:
        """Paint what was lifted where its items are."""
        if self._lifted is not None:
            self.stale_nodes |= self._lifted._category.keys()
            self.stale_edges |= self._lifted._lines.keys() | self._lifted._bent.keys()
            self._lifted = None

    def refresh(
        self, nodes: Mapping[str, NodeItem], edges: Mapping[PortKey, EdgeItem]
    ) -> None:
        """Take up what is stale, but for what is lifted."""
        lifted = self._lifted
        if lifted is not None:
            self.stale_nodes -= lifted._category.keys()
            self.stale_edges -= lifted._lines.keys() | lifted._bent.keys()
        for node_id in self.stale_nodes:
            self._drop(node_id)
            if node_id in nodes:
                self._put(node_id, nodes[node_id])
        for key in self.stale_edges:
            self._drop_wire(key)
            item = edges.get(key)
            if item is not None and item.edge.via:
                stops = [item.start, *(QPointF(*p) for p in item.edge.via), item.end]
                self._bent[key] = [QLineF(a, b) for a, b in pairwise(stops)]
            elif item is not None:
                self._lines[key] = QLineF(item.start, item.end)
        self.stale_nodes.clear()
        self.stale_edges.clear()

    def paint(self, painter: QPainter, theme: Theme, notes: Iterable[QRectF]) -> None:
        """Paint everything in scene coordinates."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _paint_notes(painter, theme, notes)
        painter.setPen(wire_pen(theme.color("wire")))
        painter.drawLines(list(self._lines.values()))
        for lines in self._bent.values():
            painter.drawLines(lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for category, boxes in self._boxes.items():
            painter.setBrush(theme.category(category))
            painter.drawRects(list(boxes.values()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, rings in self._rings.items():
            painter.setPen(wire_pen(theme.color(name), 2.0))
            painter.drawRects(list(rings.values()))
        if self._lifted is not None:
            painter.translate(self._offset)
            self._lifted.paint(painter, theme, ())
            painter.translate(-self._offset)

    def forget_node(self, node_id: str) -> None:
        """Paint a node no more."""
        self.stale_nodes.discard(node_id)
        self._drop(node_id)

    def forget_wire(self, key: PortKey) -> None:
        """Paint a wire no more."""
        self.stale_edges.discard(key)
        self._drop_wire(key)

    def _drop_wire(self, key: PortKey) -> None:
        self._lines.pop(key, None)
        self._bent.pop(key, None)

    def _drop(self, node_id: str) -> None:
        category = self._category.pop(node_id, None)
        if category is not None:
            del self._boxes[category][node_id]
        for rings in self._rings.values():
            rings.pop(node_id, None)

    def _put(self, node_id: str, item: NodeItem) -> None:
        rect = item.rect
        self._category[node_id] = item.card.category
        self._boxes[item.card.category][node_id] = rect.toRect()
        if item.card.severity is Severity.ERROR:
            self._rings["error"][node_id] = rect.adjusted(-12, -12, 12, 12)
        if item.look.selected:
            self._rings["accent"][node_id] = rect.adjusted(-24, -24, 24, 24)


def _paint_notes(painter: QPainter, theme: Theme, notes: Iterable[QRectF]) -> None:
    ink = theme.category(NOTE_CATEGORY)
    ink.setAlphaF(0.25)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRects(list(notes))

"""The scene: one item per node, wire and comment, found by id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from studio.graph.model import Comment, Edge, Flow, Point, PortKey
from studio.ui.canvas.card import Card
from studio.ui.canvas.comment_item import CommentItem
from studio.ui.canvas.edge_item import EdgeItem
from studio.ui.canvas.geometry import EDGE_REACH, PORT_REACH, united
from studio.ui.canvas.hits import CommentHit, EdgeHit, Hit, NodeHit, PointHit, PortHit
from studio.ui.canvas.node_item import NodeItem
from studio.ui.canvas.overview import Overview
from studio.ui.canvas.painter import CardPainter
from studio.ui.canvas.shaping import Shaping
from studio.ui.theme import Theme

WORLD = QRectF(-50_000, -50_000, 100_000, 100_000)
"""Where items are indexed; it never changes, so nothing is rescanned."""


@dataclass(frozen=True)
class Sheet:
    """Nodes and wires of one graph, on the scene or off it.

    Attributes:
        wires_at: keys of the wires at each node.
    """

    nodes: dict[str, NodeItem]
    edges: dict[PortKey, EdgeItem]
    wires_at: dict[str, set[PortKey]]
    overview: Overview
    flow: Flow


class CanvasScene(QGraphicsScene):
    """The items. `Mirror` keeps them as the document says.

    Attributes:
        nodes, edges, comments: items by id.
        overview: what is painted from afar in their place.
        shaping: which wires have no curve yet.
        flow: which way new wires run; `Mirror` sets it for all at once.

    Signals:
        content_changed: an item came, went, moved or looks different.
        rebuilt: every item is another one.
    """

    content_changed = Signal()
    rebuilt = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(WORLD, parent)
        self.shaping = Shaping(self)
        self.comments: dict[str, CommentItem] = {}
        self._show(Sheet({}, {}, {}, Overview(), Flow.TOP_TO_BOTTOM))
        self.theme = theme
        self.painter = CardPainter(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self.theme = theme
        self.painter = CardPainter(theme)
        for node in self.nodes.values():
            node.set_painter(self.painter)
        for edge in self.edges.values():
            edge.set_theme(theme)
        for comment in self.comments.values():
            comment.set_theme(theme)
        self.content_changed.emit()

    def lay_aside(self) -> Sheet:
        """Remove every item, one by one: `clear` would leave dead wrappers."""
        self.shaping.finish()
        for item in (
            *self.edges.values(),
            *self.nodes.values(),
            *self.comments.values(),
        ):
            self.removeItem(item)
        sheet = Sheet(self.nodes, self.edges, self._wires_at, self.overview, self.flow)
        self.comments.clear()
        self._show(Sheet({}, {}, {}, Overview(), self.flow))
        return sheet

    def take_up(self, sheet: Sheet) -> None:
        """Show nodes and wires again that were laid aside, in an empty scene."""
        self._show(sheet)
        sheet.overview.land()
        for item in (*self.edges.values(), *self.nodes.values()):
            self.addItem(item)

    def _show(self, sheet: Sheet) -> None:
        self.nodes, self.edges = sheet.nodes, sheet.edges
        self._wires_at = sheet.wires_at
        self.overview, self.flow = sheet.overview, sheet.flow

    def add_node(self, card: Card, position: Point) -> None:
        """Show a new node."""
        item = NodeItem(self.painter, card, self.overview.stale_nodes)
        item.place(*position)
        self.nodes[card.node] = item
        self._wires_at[card.node] = set()
        self.addItem(item)

    def remove_node(self, node_id: str) -> None:
        """Remove a node without wires."""
        self.removeItem(self.nodes.pop(node_id))
        self.overview.forget_node(node_id)
        del self._wires_at[node_id]

    def add_edge(self, edge: Edge) -> None:
        """Show a new wire; `route` gives it its way."""
        item = EdgeItem(edge, self.theme, self.flow)
        self.edges[edge.key] = item
        self._wires_at[edge.source].add(edge.key)
        self._wires_at[edge.target].add(edge.key)
        self.addItem(item)

    def remove_edge(self, edge: Edge) -> None:
        """Remove a wire."""
        item = self.edges.pop(edge.key)
        self.shaping.drop(item)
        self.removeItem(item)
        self.overview.forget_wire(edge.key)
        self._wires_at[edge.source].discard(edge.key)
        self._wires_at[edge.target].discard(edge.key)

    def set_edge(self, edge: Edge) -> None:
        """Let a wire run through other points; `route` shows it."""
        item = self.edges[edge.key]
        item.set_edge(edge)
        self.shaping.add(item)
        self.overview.stale_edges.add(edge.key)

    def put_comment(self, comment: Comment) -> None:
        """Show a comment as it is now."""
        item = self.comments.get(comment.id)
        if item is not None:
            item.set_comment(comment)
            return
        item = CommentItem(comment, self.theme)
        self.comments[comment.id] = item
        self.addItem(item)

    def remove_comment(self, comment_id: str) -> None:
        """Remove a comment."""
        self.removeItem(self.comments.pop(comment_id))

    def route(self, node_ids: Collection[str]) -> None:
        """Give the wires at these nodes their way anew."""
        wires_at, edges, nodes = self._wires_at, self.edges, self.nodes
        keys: Collection[PortKey] = edges  # in their own order: a set's takes longer
        if len(node_ids) < len(nodes):
            keys = {key for n in node_ids for key in wires_at[n]}
        self.overview.stale_edges.update(keys)
        add = self.shaping.add
        for item in map(edges.__getitem__, keys):
            edge = item.edge
            source, target = nodes[edge.source], nodes[edge.target]
            start = source.at + source.geometry.outputs[edge.output]
            if item.route(start, target.at + target.geometry.inputs[edge.port]):
                add(item)
        self.shaping.begin()

    def move_items(self, positions: Mapping[str, Point]) -> None:
        """Put nodes and comments elsewhere on the screen, with their wires."""
        for item_id, point in positions.items():
            item = self.nodes.get(item_id) or self.comments.get(item_id)
            if item is not None:
                item.place(*point)
        self.route([n for n in positions if n in self.nodes])
        self.content_changed.emit()

    def positions(self, ids: Iterable[str]) -> dict[str, Point]:
        """Where nodes and comments are on the screen."""
        items: Mapping[str, NodeItem | CommentItem] = {**self.nodes, **self.comments}
        corners = {i: items[i].rect.topLeft() for i in ids if i in items}
        return {i: Point(corner.x(), corner.y()) for i, corner in corners.items()}

    def inside_frames(self, comment_ids: Iterable[str]) -> set[str]:
        """Ids of the nodes and comments inside those of these that are frames."""
        items: Mapping[str, NodeItem | CommentItem] = {**self.nodes, **self.comments}
        frames = [self.comments[c] for c in comment_ids if c in self.comments]
        areas = [frame.rect for frame in frames if frame.comment.frame]
        if not areas:
            return set()
        return {
            i for i, item in items.items() if any(a.contains(item.rect) for a in areas)
        }

    def card_rects(self, area: QRectF, but: Collection[str]) -> list[QRectF]:
        """Rectangles of the cards in an area, without some of them."""
        found = (item for item in self.items(area) if isinstance(item, NodeItem))
        return [item.rect for item in found if item.card.node not in but]

    def content_rect(self, ids: Collection[str] | None = None) -> QRectF:
        """Rectangle around these nodes and comments, or around everything."""
        items: Mapping[str, NodeItem | CommentItem] = {**self.nodes, **self.comments}
        if ids is not None:
            return united(items[i].rect for i in ids if i in items)
        bent = (item for item in self.edges.values() if item.edge.via)
        rects = [item.rect for item in items.values()]
        return united([*rects, *(item.path().boundingRect() for item in bent)])

    def items(self, *args: Any) -> list[QGraphicsItem]:
        """As `QGraphicsScene.items`: no wire is found where it was before."""
        self.shaping.finish()
        found: list[QGraphicsItem] = super().items(*args)
        return found

    def hit(self, point: QPointF, zoom: float) -> Hit | None:
        """What a point means: a port before a card, a card before a wire."""
        reach = PORT_REACH
        box = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        found = self.items(box, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        nodes = [item for item in found if isinstance(item, NodeItem)]
        for item in nodes:
            port = item.geometry.port_at(point - item.at)
            if port:
                return PortHit(item.card.node, *port)
        for item in nodes:
            if item.rect.contains(point):
                return NodeHit(item.card.node)
        return _hit_behind(found, point, zoom)


def _hit_behind(
    found: Iterable[QGraphicsItem], point: QPointF, zoom: float
) -> Hit | None:
    """A wire or a comment at the point."""
    reach = EDGE_REACH / min(zoom, 1.0)
    for item in found:
        if isinstance(item, EdgeItem) and item.is_near(point, reach):
            index = item.point_at(point, 2 * reach)
            key = item.edge.key
            return EdgeHit(key) if index is None else PointHit(key, index)
        if isinstance(item, CommentItem) and item.holds(point):
            return CommentHit(item.comment.id, item.is_corner(point))
    return None

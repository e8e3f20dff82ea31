"""Puts a node into a wire and makes room for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt

from studio.graph import commands, edits
from studio.graph.algorithms import downstream
from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH, behind, card_shapes
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.layout.shelves import way_out
from studio.graph.layout.sketch import Box
from studio.graph.model import Edge, Flow, Point
from studio.graph.ports import Ports, PortTable, port_names
from studio.ui.canvas.edge_item import EdgeItem
from studio.ui.canvas.scene import CanvasScene

_REACH = 12.0
Points = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Placed:
    """A node that an edit adds at a corner, and its ports."""

    edit: Compound
    node: str
    at: Point
    ports: Ports

    @property
    def first_input(self) -> str | None:
        """Input port that a wire goes to."""
        inputs = self.ports.inputs
        return port_names(inputs[0], ())[0] if inputs else None


def edge_under(scene: CanvasScene, point: QPointF) -> Edge | None:
    """The wire under a point, if one is: cards above it do not hide it."""
    box = QRectF(point.x() - _REACH, point.y() - _REACH, 2 * _REACH, 2 * _REACH)
    for item in scene.items(box, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
        if isinstance(item, EdgeItem) and item.is_near(point, _REACH):
            return item.edge
    return None


def insert_placed(
    document: Document,
    ports: PortTable,
    node_id: str,
    edge: Edge,
    flow: Flow,
    wish: Point,
) -> Compound | None:
    """Put an unconnected node of the document into a wire, between its ends.

    Its corner comes to lie at `wish` where the usual places are taken.
    """
    insertion = commands.insert_on_edge(document, ports, node_id, edge)
    if insertion is None:
        return None
    gap = _Gap(document, ports, edge, flow, node_id)
    at, room = gap.place(wish)
    steps = (*room, edits.MoveNodes({node_id: at}), *gap.led(insertion.edits, at))
    return Compound(insertion.name, steps)


def insert_new(
    document: Document, table: PortTable, placed: Placed, edge: Edge, flow: Flow
) -> Compound | None:
    """Put a node that `placed` adds into a wire; None where it does not fit.

    It stays where it is added if the usual places are taken.
    """
    node_id, first = placed.node, placed.first_input
    if first is None or not placed.ports.outputs:
        return None
    wires: tuple[Edit, ...] = (
        edits.Disconnect(*edge.key),
        edits.Connect(Edge(edge.source, node_id, first, edge.output)),
        edits.Connect(Edge(node_id, edge.target, edge.port, placed.ports.outputs[0])),
    )
    gap = _Gap(document, table, edge, flow, node_id)
    at, room = gap.place(placed.at)
    move = edits.MoveNodes({node_id: at})
    edit = placed.edit
    return Compound(edit.name, (*edit.edits, *room, move, *gap.led(wires, at)))


class _Gap:
    """A wire between two cards, and what is around it."""

    def __init__(
        self, document: Document, table: PortTable, edge: Edge, flow: Flow, skip: str
    ) -> None:
        """Look at a graph without the node `skip`, which is to come here."""
        self._graph, self._edge, self._flow = document.graph, edge, flow
        self._axis = 1 if flow is Flow.TOP_TO_BOTTOM else 0
        shapes = card_shapes(document.graph, table, flow)
        self._boxes = [
            Box(n.id, n.position, shapes[n.id].width, shapes[n.id].height)
            for n in document.graph.nodes.values()
            if n.id != skip
        ]
        self._by = 0.0
        self._from = self._position(edge.target)[self._axis]

    def place(self, wish: Point) -> tuple[Point, list[Edit]]:
        """Where a card goes, and what makes room for it.

        Right behind the source, else in the column of the target, with all that the
        wire feeds moved along the flow if need be; where other cards are in the way,
        on the free ground nearest to `wish`.
        """
        usual = behind(self._position(self._edge.source), self._flow)
        wanted = behind(usual, self._flow)[self._axis]
        moved = self._moved(max(0.0, wanted - self._from))
        boxes = [replace(b, corner=moved.get(b.id, b.corner)) for b in self._boxes]
        for at in (usual, self._beside(usual, self._position(self._edge.target))):
            if not any(_overlap(at, box) for box in boxes):
                self._by = max(0.0, wanted - self._from)
                return at, list(self._room(moved))
        dx, dy = way_out([Box("", wish, CARD_WIDTH, CARD_HEIGHT)], self._boxes)
        return Point(wish.x + dx, wish.y + dy), []

    def led(self, wires: Iterable[Edit], at: Point) -> list[Edit]:
        """The new wires, through the points of the old one before and behind `at`."""
        axis, via = self._axis, self._edge.via
        size = (CARD_WIDTH, CARD_HEIGHT)[axis]
        before = [p for p in via if p[axis] <= at[axis]]
        after = [p for p in map(self._shifted, via) if p[axis] >= at[axis] + size]
        return [self._bent(step, before, after) for step in wires]

    def _bent(
        self, step: Edit, before: Sequence[Point], after: Sequence[Point]
    ) -> Edit:
        if not isinstance(step, edits.Connect):
            return step
        via = before if step.edge.source == self._edge.source else after
        pinned = self._edge.pinned
        return edits.Connect(replace(step.edge, via=tuple(via), pinned=pinned))

    def _moved(self, by: float) -> dict[str, Point]:
        """Places of what the wire feeds, moved along the flow."""
        if not by:
            return {}
        fed = downstream(self._graph, [self._edge.target]) - {self._edge.source}
        places = ((n, self._position(n)) for n in fed)
        return {
            n: self._along(place, by)
            for n, place in places
            if place[self._axis] >= self._from
        }

    def _room(self, moved: dict[str, Point]) -> Iterator[Edit]:
        """Move them; wires beside them bend as far behind as before."""
        if moved:
            yield edits.MoveNodes(moved)
        for wire in (w for n in moved for w in self._graph.edges_into(n) if w.via):
            if wire != self._edge:
                via = tuple(map(self._shifted, wire.via))
                yield edits.Reroute(*wire.key, via, wire.pinned)

    def _shifted(self, point: Point) -> Point:
        is_behind = point[self._axis] >= self._from
        return self._along(point, self._by if is_behind else 0.0)

    def _along(self, point: Point, by: float) -> Point:
        dx, dy = (0.0, by) if self._axis else (by, 0.0)
        return Point(point.x + dx, point.y + dy)

    def _beside(self, at: Point, other: Point) -> Point:
        """The point, but across the flow where the other is."""
        return Point(other.x, at.y) if self._axis else Point(at.x, other.y)

    def _position(self, node_id: str) -> Point:
        return self._graph.nodes[node_id].position


def _overlap(at: Point, box: Box) -> bool:
    """Whether a card at a point would lie on another one."""
    return (
        at.x < box.corner.x + box.width
        and box.corner.x < at.x + CARD_WIDTH
        and at.y < box.corner.y + box.height
        and box.corner.y < at.y + CARD_HEIGHT
    )

"""Puts a node into a wire and makes room for it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from studio.graph import commands, edits
from studio.graph.algorithms import downstream
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.model import Edge, Point
from studio.graph.ports import Ports, PortTable, port_names
from studio.ui.canvas.edge_item import EdgeItem
from studio.ui.canvas.geometry import CARD_HEIGHT, snap
from studio.ui.canvas.scene import CanvasScene

GAP = 48.0
_REACH = 12.0


def edge_under(scene: CanvasScene, point: QPointF) -> Edge | None:
    """The wire under a point, if one is: cards above it do not hide it."""
    box = QRectF(point.x() - _REACH, point.y() - _REACH, 2 * _REACH, 2 * _REACH)
    for item in scene.items(box, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
        if isinstance(item, EdgeItem) and item.is_near(point, _REACH):
            return item.edge
    return None


def insert_placed(
    document: Document, ports: PortTable, node_id: str, edge: Edge
) -> Compound | None:
    """Put an unconnected node of the document into a wire, between its ends."""
    insertion = commands.insert_on_edge(document, ports, node_id, edge)
    if insertion is None:
        return None
    places = room_for(document, edge, skip=node_id)
    places[node_id] = place_in(document, edge)
    return Compound(insertion.name, (edits.MoveNodes(places), *insertion.edits))


def insert_new(
    document: Document,
    placed: Compound,
    node_id: str,
    shape: Ports,
    edge: Edge,
) -> Compound | None:
    """Put a node that `placed` adds into a wire; None where it does not fit."""
    if not shape.inputs or not shape.outputs:
        return None
    first = port_names(shape.inputs[0], ())[0]
    places = room_for(document, edge)
    places[node_id] = place_in(document, edge)
    steps: tuple[Edit, ...] = (
        *placed.edits,
        edits.MoveNodes(places),
        edits.Disconnect(*edge.key),
        edits.Connect(Edge(edge.source, node_id, first, edge.output)),
        edits.Connect(Edge(node_id, edge.target, edge.port, shape.outputs[0])),
    )
    return Compound(placed.name, steps)


def place_in(document: Document, edge: Edge) -> Point:
    """Where a card in this wire goes: below its source."""
    source = document.graph.nodes[edge.source].position
    return snap(source.x, source.y + CARD_HEIGHT + GAP)


def room_for(document: Document, edge: Edge, skip: str = "") -> dict[str, Point]:
    """Move what the wire feeds downwards, where the gap is too small."""
    nodes = document.graph.nodes
    wanted = nodes[edge.source].position.y + 2 * (CARD_HEIGHT + GAP)
    shift = wanted - nodes[edge.target].position.y
    if shift <= 0:
        return {}
    top = nodes[edge.target].position.y
    fed = downstream(document.graph, [edge.target]) - {edge.source, skip}
    points = {n: nodes[n].position for n in fed if nodes[n].position.y >= top}
    return {n: Point(p.x, p.y + shift) for n, p in points.items()}

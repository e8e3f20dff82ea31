"""Puts a node into a wire and makes room for it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from studio.graph import commands, edits
from studio.graph.algorithms import downstream
from studio.graph.card_shape import behind
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.model import Edge, Flow, Point
from studio.graph.ports import Ports, PortTable, port_names
from studio.ui.canvas.edge_item import EdgeItem
from studio.ui.canvas.scene import CanvasScene

_REACH = 12.0


def edge_under(scene: CanvasScene, point: QPointF) -> Edge | None:
    """The wire under a point, if one is: cards above it do not hide it."""
    box = QRectF(point.x() - _REACH, point.y() - _REACH, 2 * _REACH, 2 * _REACH)
    for item in scene.items(box, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
        if isinstance(item, EdgeItem) and item.is_near(point, _REACH):
            return item.edge
    return None


def insert_placed(
    document: Document, ports: PortTable, node_id: str, edge: Edge, flow: Flow
) -> Compound | None:
    """Put an unconnected node of the document into a wire, between its ends."""
    insertion = commands.insert_on_edge(document, ports, node_id, edge)
    if insertion is None:
        return None
    places = _places(document, edge, node_id, flow)
    return Compound(insertion.name, (*places, *insertion.edits))


def insert_new(
    document: Document,
    placed: Compound,
    node_id: str,
    shape: Ports,
    edge: Edge,
    flow: Flow,
) -> Compound | None:
    """Put a node that `placed` adds into a wire; None where it does not fit."""
    if not shape.inputs or not shape.outputs:
        return None
    first = port_names(shape.inputs[0], ())[0]
    steps: tuple[Edit, ...] = (
        *placed.edits,
        *_places(document, edge, node_id, flow),
        edits.Disconnect(*edge.key),
        edits.Connect(Edge(edge.source, node_id, first, edge.output)),
        edits.Connect(Edge(node_id, edge.target, edge.port, shape.outputs[0])),
    )
    return Compound(placed.name, steps)


def room_for(document: Document, edge: Edge, flow: Flow, skip: str = "") -> list[Edit]:
    """Move what the wire feeds along the flow, where the gap is too small.

    Wires beside it bend as far behind as before.
    """
    nodes = document.graph.nodes
    axis = flow is Flow.TOP_TO_BOTTOM
    start = nodes[edge.target].position[axis]
    wanted = behind(behind(nodes[edge.source].position, flow), flow)[axis]
    if wanted <= start:
        return []

    def shifted(point: Point) -> Point:
        by = wanted - start if point[axis] >= start else 0.0
        return Point(point.x, point.y + by) if axis else Point(point.x + by, point.y)

    fed = downstream(document.graph, [edge.target]) - {edge.source, skip}
    fed = {n for n in fed if nodes[n].position[axis] >= start}
    moved = {n: shifted(nodes[n].position) for n in fed}
    steps: list[Edit] = [edits.MoveNodes(moved)]
    for wire in (w for n in fed for w in document.graph.edges_into(n) if w.via):
        if wire != edge:
            via = tuple(map(shifted, wire.via))
            steps.append(edits.Reroute(*wire.key, via, wire.pinned))
    return steps


def _places(document: Document, edge: Edge, node_id: str, flow: Flow) -> list[Edit]:
    """A card in this wire right behind its source, and room for it."""
    at = behind(document.graph.nodes[edge.source].position, flow)
    room = room_for(document, edge, flow, skip=node_id)
    return [*room, edits.MoveNodes({node_id: at})]

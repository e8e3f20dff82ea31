"""What a layout is made from, and what it comes to: numbers and ids, no graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from studio.graph import edits
from studio.graph.card_shape import CardShape
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph
from studio.graph.model import Flow, Point, PortKey


@dataclass(frozen=True, slots=True)
class Box:
    """A card where it is now."""

    id: str
    corner: Point
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Middle of the card."""
        return Point(self.corner.x + self.width / 2, self.corner.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire between two of the cards.

    Attributes:
        target, port: the input port it ends in.
        source, output: where it starts.
        start, end: its ports, from the corners of their cards.
        via: points that it runs through now.
        pinned: whether a person put them.
    """

    source: str
    output: str
    target: str
    port: str
    start: Point
    end: Point
    via: tuple[Point, ...] = ()
    pinned: bool = False

    @property
    def key(self) -> PortKey:
        """The input port it ends in."""
        return PortKey(self.target, self.port)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The part of a graph that is to be laid out.

    Attributes:
        boxes: its cards, in the order of the document.
        wires: the wires among them, in the order of the ports they end in.
        others: the cards around it, which stay where they are.
    """

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    others: tuple[Box, ...] = ()
    flow: Flow = Flow.TOP_TO_BOTTOM

    def pinned_to(self, keys: Collection[PortKey]) -> Sketch:
        """The sketch with all wires free to be led anew but those pinned ones."""
        wires = tuple(
            replace(wire, pinned=wire.pinned and wire.key in keys)
            for wire in self.wires
        )
        return replace(self, wires=wires)

    def turned(self) -> Sketch:
        """The sketch with x and y exchanged."""
        return replace(
            self,
            boxes=tuple(map(_turned_box, self.boxes)),
            wires=tuple(map(_turned_wire, self.wires)),
            others=tuple(map(_turned_box, self.others)),
        )


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where cards go, and what points their wires run through.

    Attributes:
        corners: top-left corners by node.
        routes: points by input port, for every wire that was laid out.
        pinned: wires that still run through the points a person put.
    """

    corners: Mapping[str, Point]
    routes: Mapping[PortKey, tuple[Point, ...]]
    pinned: frozenset[PortKey] = frozenset()

    def turned(self) -> Arrangement:
        """The arrangement with x and y exchanged."""
        return Arrangement(
            {n: turned(p) for n, p in self.corners.items()},
            {key: tuple(map(turned, via)) for key, via in self.routes.items()},
            self.pinned,
        )


def make_sketch(
    graph: Graph,
    shapes: Mapping[str, CardShape],
    nodes: Collection[str] | None = None,
    flow: Flow = Flow.TOP_TO_BOTTOM,
) -> Sketch:
    """Take from a graph what its layout needs: all nodes, or `nodes` alone."""
    chosen: list[Box] = []
    others: list[Box] = []
    for node in graph.nodes.values():
        shape = shapes[node.id]
        box = Box(node.id, node.position, shape.width, shape.height)
        (chosen if nodes is None or node.id in nodes else others).append(box)
    inside = {box.id for box in chosen}
    wires = tuple(
        Wire(
            edge.source,
            edge.output,
            edge.target,
            edge.port,
            shapes[edge.source].outputs[edge.output],
            shapes[edge.target].inputs[edge.port],
            edge.via,
            edge.pinned,
        )
        for box in chosen
        for edge in graph.edges_into(box.id)
        if edge.source in inside
    )
    return Sketch(tuple(chosen), wires, tuple(others), flow)


def arrangement_edit(graph: Graph, made: Arrangement, name: str) -> Compound:
    """Edit that arranges a graph so, with what is there already left out."""
    moved = {
        n: corner
        for n, corner in made.corners.items()
        if graph.nodes[n].position != corner
    }
    steps: list[Edit] = [edits.MoveNodes(moved)] if moved else []
    steps += [
        edits.Reroute(*key, via, key in made.pinned)
        for key, via in made.routes.items()
        if (graph.edges[key].via, graph.edges[key].pinned) != (via, key in made.pinned)
    ]
    return Compound(name, tuple(steps))


def turned(point: Point) -> Point:
    """The point with x and y exchanged."""
    x, y = point
    return Point(y, x)


def _turned_box(box: Box) -> Box:
    return Box(box.id, turned(box.corner), box.height, box.width)


def _turned_wire(wire: Wire) -> Wire:
    return Wire(
        wire.source,
        wire.output,
        wire.target,
        wire.port,
        turned(wire.start),
        turned(wire.end),
        tuple(map(turned, wire.via)),
        wire.pinned,
    )

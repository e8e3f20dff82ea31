"""Reroute points: where a wire runs through on its way."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.model import Edge, Point, PortKey


def add_point(document: Document, key: PortKey, at: Point, index: int) -> Compound:
    """Let a wire run through another point, the `index`-th on its way."""
    via = document.graph.edges[key].via
    return reroute(key, (*via[:index], at, *via[index:]), "Add reroute point")


def move_point(document: Document, key: PortKey, index: int, at: Point) -> Compound:
    """Put a point of a wire elsewhere."""
    via = document.graph.edges[key].via
    points = (*via[:index], at, *via[index + 1 :])
    return reroute(key, points, "Move reroute point")


def remove_point(document: Document, key: PortKey, index: int) -> Compound:
    """Let a wire no longer run through a point."""
    via = document.graph.edges[key].via
    points = via[:index] + via[index + 1 :]
    return reroute(key, points, "Remove reroute point")


def edges_among(document: Document, nodes: Collection[str]) -> list[Edge]:
    """Wires with points whose both ends are among these nodes."""
    graph = document.graph
    found = (edge for n in nodes if n in graph.nodes for edge in graph.edges_out_of(n))
    return [edge for edge in found if edge.via and edge.target in nodes]


def carried(document: Document, positions: Mapping[str, Point]) -> list[Edit]:
    """Edits that take along the points of wires whose both ends move alike."""
    nodes = document.graph.nodes
    steps: list[Edit] = []
    for edge in edges_among(document, positions.keys()):
        way = _way(nodes[edge.source].position, positions[edge.source])
        if _way(nodes[edge.target].position, positions[edge.target]) == way:
            steps.append(edits.Reroute(*edge.key, shifted(edge.via, *way), edge.pinned))
    return steps


def shifted(points: tuple[Point, ...], dx: float, dy: float) -> tuple[Point, ...]:
    """Points moved by as much."""
    return tuple(Point(p.x + dx, p.y + dy) for p in points)


def _way(old: Point, new: Point) -> tuple[float, float]:
    return new.x - old.x, new.y - old.y


def reroute(key: PortKey, via: tuple[Point, ...], name: str) -> Compound:
    """Let a wire run through these points and no others, as a person wants it."""
    return Compound(name, (edits.Reroute(*key, via, pinned=True),))

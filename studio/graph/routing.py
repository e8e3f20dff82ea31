"""Reroute points: where a wire runs through on its way."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound
from studio.graph.model import Point, PortKey


def add_point(document: Document, key: PortKey, at: Point, index: int) -> Compound:
    """Let a wire run through another point, the `index`-th on its way."""
    via = document.graph.edges[key].via
    return reroute(document, key, (*via[:index], at, *via[index:]), "Add reroute point")


def move_point(document: Document, key: PortKey, index: int, at: Point) -> Compound:
    """Put a point of a wire elsewhere."""
    via = document.graph.edges[key].via
    points = (*via[:index], at, *via[index + 1 :])
    return reroute(document, key, points, "Move reroute point")


def remove_point(document: Document, key: PortKey, index: int) -> Compound:
    """Let a wire no longer run through a point."""
    via = document.graph.edges[key].via
    points = via[:index] + via[index + 1 :]
    return reroute(document, key, points, "Remove reroute point")


def reroute(
    document: Document, key: PortKey, via: tuple[Point, ...], name: str
) -> Compound:
    """Give a wire other points to run through."""
    edge = replace(document.graph.edges[key], via=via)
    return Compound(name, (edits.Disconnect(*key), edits.Connect(edge)))

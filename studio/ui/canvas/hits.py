"""What lies under a point of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.model import PortKey


@dataclass(frozen=True, slots=True)
class PortHit:
    """A port; `name` is an input port, or an output's key."""

    node: str
    name: str
    is_output: bool


@dataclass(frozen=True, slots=True)
class NodeHit:
    """A node's body."""

    node: str


@dataclass(frozen=True, slots=True)
class EdgeHit:
    """A wire."""

    key: PortKey


@dataclass(frozen=True, slots=True)
class PointHit:
    """A reroute point of a wire."""

    key: PortKey
    index: int


@dataclass(frozen=True, slots=True)
class CommentHit:
    """A comment, or the corner that changes its size."""

    comment: str
    corner: bool = False


Hit = PortHit | NodeHit | EdgeHit | PointHit | CommentHit

"""What happened to a document: past-tense records, sent to its subscribers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.graph.block import Block
from studio.graph.model import Comment, Edge, LayerDefinition, Node, Point
from studio.graph.setup import Setup


@dataclass(frozen=True, slots=True)
class NodeAdded:
    """A node is new on the canvas."""

    node: Node


@dataclass(frozen=True, slots=True)
class NodeRemoved:
    """A node is gone; its edges went before it."""

    node: Node


@dataclass(frozen=True, slots=True)
class NodeChanged:
    """A node's call arguments or its layer changed; it may stand elsewhere, too."""

    old: Node
    new: Node


@dataclass(frozen=True, slots=True)
class NodesMoved:
    """Nodes stand elsewhere and are as they were; one record for thousands.

    Attributes:
        old, new: their corners, by id.
    """

    old: Mapping[str, Point]
    new: Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class DefinitionAdded:
    """A layer definition is new."""

    definition: LayerDefinition


@dataclass(frozen=True, slots=True)
class DefinitionRemoved:
    """A layer definition is gone; no node calls it."""

    definition: LayerDefinition


@dataclass(frozen=True, slots=True)
class DefinitionChanged:
    """A layer's name, class or parameters changed."""

    old: LayerDefinition
    new: LayerDefinition


@dataclass(frozen=True, slots=True)
class EdgeAdded:
    """Two nodes are connected."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class EdgeRemoved:
    """Two nodes are no longer connected."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class EdgeRerouted:
    """An edge runs through other points."""

    old: Edge
    new: Edge


@dataclass(frozen=True, slots=True)
class CommentAdded:
    """A comment is new."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class CommentRemoved:
    """A comment is gone."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class CommentChanged:
    """A comment's text, place or size changed."""

    old: Comment
    new: Comment


@dataclass(frozen=True, slots=True)
class BlockAdded:
    """A block is new; no node stands for it yet."""

    block: Block


@dataclass(frozen=True, slots=True)
class BlockRemoved:
    """A block is gone; no node stands for it."""

    block: Block


@dataclass(frozen=True, slots=True)
class BlockChanged:
    """A block's name, parameters or graph changed.

    Attributes:
        inside: what happened to its graph, if single edits changed it; empty if
            it was replaced as a whole.
    """

    old: Block
    new: Block
    inside: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SetupChanged:
    """Data, compile or fit settings changed."""

    old: Setup
    new: Setup


Change = (
    NodeAdded
    | NodeRemoved
    | NodeChanged
    | NodesMoved
    | DefinitionAdded
    | DefinitionRemoved
    | DefinitionChanged
    | EdgeAdded
    | EdgeRemoved
    | EdgeRerouted
    | CommentAdded
    | CommentRemoved
    | CommentChanged
    | BlockAdded
    | BlockRemoved
    | BlockChanged
    | SetupChanged
)

_DRAWN = (NodesMoved, CommentAdded, CommentChanged, CommentRemoved, EdgeRerouted)


def is_drawing(change: Change) -> bool:
    """Whether the picture alone differs: a note, a place, the way of a wire."""
    return isinstance(change, _DRAWN)

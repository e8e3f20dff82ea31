"""Every mutation of a document, as a value.

`Document.apply` performs one and returns its inverse. Subscribers and the journal
see edits, never calls.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.block import Block
from studio.graph.model import Comment, Edge, LayerDefinition, Node, Point
from studio.graph.setup import Setup


@dataclass(frozen=True, slots=True)
class AddDefinition:
    """Add a layer definition."""

    definition: LayerDefinition


@dataclass(frozen=True, slots=True)
class RemoveDefinition:
    """Remove a layer definition that no node calls."""

    definition_id: str


@dataclass(frozen=True, slots=True)
class ChangeDefinition:
    """Replace the layer definition of the same id."""

    definition: LayerDefinition


@dataclass(frozen=True, slots=True)
class AddNode:
    """Add a node whose definition is there already."""

    node: Node


@dataclass(frozen=True, slots=True)
class RemoveNode:
    """Remove a node that has no edges."""

    node_id: str


@dataclass(frozen=True, slots=True)
class ChangeNode:
    """Replace the node of the same id."""

    node: Node


@dataclass(frozen=True, slots=True)
class MoveNodes:
    """Put nodes at new positions."""

    positions: dict[str, Point]


@dataclass(frozen=True, slots=True)
class Connect:
    """Add an edge to a free input port."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Remove the edge that ends in an input port."""

    node: str
    port: str


@dataclass(frozen=True, slots=True)
class Reroute:
    """Let the edge that ends in an input port run through other points.

    They are `pinned` where a person put them, not a layout.
    """

    node: str
    port: str
    via: tuple[Point, ...]
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class AddComment:
    """Add a comment."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class RemoveComment:
    """Remove a comment."""

    comment_id: str


@dataclass(frozen=True, slots=True)
class ChangeComment:
    """Replace the comment of the same id."""

    comment: Comment


@dataclass(frozen=True, slots=True)
class AddBlock:
    """Add a block whose inner blocks are there already."""

    block: Block


@dataclass(frozen=True, slots=True)
class RemoveBlock:
    """Remove a block that no definition refers to."""

    block_id: str


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """Replace the block of the same id."""

    block: Block


@dataclass(frozen=True, slots=True)
class InBlock:
    """Perform an edit of nodes, definitions, edges or comments in a block."""

    block_id: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class ChangeSetup:
    """Replace data, compile and fit settings."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class Compound:
    """Several edits as one, with the name an undo menu shows."""

    name: str
    edits: tuple[Edit, ...]


Edit = (
    AddDefinition
    | RemoveDefinition
    | ChangeDefinition
    | AddNode
    | RemoveNode
    | ChangeNode
    | MoveNodes
    | Connect
    | Disconnect
    | Reroute
    | AddComment
    | RemoveComment
    | ChangeComment
    | AddBlock
    | RemoveBlock
    | ChangeBlock
    | InBlock
    | ChangeSetup
    | Compound
)


class EditRefused(ValueError):
    """An edit does not fit the document; the document is unchanged."""

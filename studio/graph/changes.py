"""What happened to a document: past-tense records, sent to its subscribers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter

from studio.graph.block import Block
from studio.graph.model import Comment, Edge, LayerDefinition, Node
from studio.graph.setup import Setup

_BUT_PLACE = attrgetter(*(f.name for f in fields(Node) if f.name != "position"))


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
    """A node moved, or its call arguments or its layer changed.

    Attributes:
        is_move: whether nothing but its position differs.
    """

    old: Node
    new: Node
    is_move: bool = field(init=False)

    def __post_init__(self) -> None:
        is_move = bool(_BUT_PLACE(self.old) == _BUT_PLACE(self.new))
        object.__setattr__(self, "is_move", is_move)


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


def is_drawing(change: Change) -> bool:
    """Whether the picture alone differs: a note, a place, the way of a wire."""
    if isinstance(change, NodeChanged):
        return change.is_move
    drawn = CommentAdded | CommentChanged | CommentRemoved | EdgeRerouted
    return isinstance(change, drawn)

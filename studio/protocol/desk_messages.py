"""Messages to and from the desk: part of `studio.protocol.messages.Message`.

The desk is a process without TensorFlow that works out what takes long for a large
document. It holds the document, and what Keras said of it, as it was told last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.catalog.spec import ClassSpec
from studio.graph.block import Block
from studio.graph.edits import Edit
from studio.graph.layout.jobs import LayoutJob
from studio.graph.memory import TrainingDevice
from studio.graph.model import Comment, Edge, LayerDefinition, Node
from studio.graph.problems import Problem
from studio.graph.setup import DataFacts, Setup
from studio.protocol.facts import AlikeNodes


class CodeKind(StrEnum):
    """Scripts that are made of a document."""

    MODEL = "model"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class HoldDocument:
    """Work with this document from now on; nothing is known of its nodes.

    Attributes:
        keras: version of the Keras that the catalog is of.
        classes: what the catalog has beyond Keras' own.
    """

    request: int
    revision: int
    nodes: tuple[Node, ...]
    definitions: tuple[LayerDefinition, ...]
    edges: tuple[Edge, ...]
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
    setup: Setup
    last_ids: dict[str, int]
    keras: str
    classes: tuple[ClassSpec, ...]


@dataclass(frozen=True, slots=True)
class FollowEdits:
    """Edits of the document at revision `base`, which make it that at `revision`."""

    request: int
    base: int
    revision: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What Keras says of some nodes now; of those in `gone` nothing any more."""

    request: int
    facts: tuple[AlikeNodes, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewDocument:
    """All that is to be said of it. Answer: `Reviewed`, or `OutOfStep`.

    Attributes:
        problems: what Keras has against it.
    """

    request: int
    revision: int
    problems: tuple[Problem, ...]
    data: DataFacts | None
    device: TrainingDevice | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Answer to `ReviewDocument`: every problem, errors first."""

    request: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WriteCode:
    """A script of the document. Answer: `Written`, or `OutOfStep`.

    `folder` is where the document's own paths start from.
    """

    request: int
    revision: int
    kind: CodeKind
    title: str
    folder: str


@dataclass(frozen=True, slots=True)
class Written:
    """Answer to `WriteCode`: a text, and lines (from, to) that stand for nodes.

    Attributes:
        refusal: why there is no text, as a sentence; empty where there is one.
    """

    request: int
    text: str
    nodes: tuple[str, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ArrangeDocument:
    """A layout of it. Answer: `Arranged`, or `OutOfStep`."""

    request: int
    revision: int
    job: LayoutJob


@dataclass(frozen=True, slots=True)
class Arranged:
    """Answer to `ArrangeDocument`: the edit that lays it out so."""

    request: int
    edit: Edit


DeskRequest = (
    HoldDocument
    | FollowEdits
    | HoldFacts
    | ReviewDocument
    | WriteCode
    | ArrangeDocument
)
DeskEvent = Reviewed | Written | Arranged

"""The document: graph, comments and setup, changed by edits alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from studio.graph.applying import apply_edit
from studio.graph.block import Block, inner_first
from studio.graph.changes import Change
from studio.graph.edits import Edit
from studio.graph.graph import Graph
from studio.graph.model import Comment, LayerDefinition
from studio.graph.setup import Setup

Subscriber = Callable[[Edit, tuple[Change, ...]], None]

_ID = re.compile(r"([a-z]+)(\d+)")


class Document:
    """A model with its data and training setup.

    Attributes:
        graph: nodes, layer definitions and edges.
        comments: notes by id.
        blocks: nested models and groups by id.
        setup: data, compile and fit settings.
        revision: grows by one with every applied edit.
        within: id of the block whose inside it is; None for a whole document.
    """

    def __init__(
        self,
        graph: Graph | None = None,
        comments: Iterable[Comment] = (),
        setup: Setup | None = None,
        last_ids: Mapping[str, int] | None = None,
        blocks: Iterable[Block] = (),
    ) -> None:
        """Build a document from its parts.

        Raises:
            ValueError: a definition refers to a missing block, or blocks contain
                one another.
        """
        self.graph = graph or Graph()
        self._comments = {comment.id: comment for comment in comments}
        self._setup = setup or Setup()
        self.revision = 0
        self.within: str | None = None
        self._last_ids: dict[str, int] = dict(last_ids or {})
        self._subscribers: list[Subscriber] = []
        self._blocks: dict[str, Block] = {}
        for block in inner_first({block.id: block for block in blocks}):
            self._add_block(block)
        for definition in self.graph.definitions.values():
            self._check_block(definition)
        for item in (*self.graph.nodes, *self.graph.definitions, *self._comments):
            self._note_id(item)

    @property
    def comments(self) -> Mapping[str, Comment]:
        """Comments by id."""
        return MappingProxyType(self._comments)

    @property
    def blocks(self) -> Mapping[str, Block]:
        """Nested models and groups by id, inner ones first."""
        return MappingProxyType(self._blocks)

    def copy(self) -> Document:
        """Copy that can be changed without the original knowing."""
        return Document(
            Graph(*self.graph.parts()),
            self.comments.values(),
            self.setup,
            self.last_ids,
            self.blocks.values(),
        )

    def scope(self, block_id: str | None) -> Graph:
        """Graph of a block, or with None the document's own.

        Raises:
            KeyError: there is no such block.
        """
        return self.graph if block_id is None else self._blocks[block_id].graph

    def inside(self, block_id: str | None) -> Document:
        """A block as a document to read and to make edits for; None is this one.

        It gives out ids of this document and knows its blocks. Edits go into
        `InBlock`, never to the copy itself.
        """
        if block_id is None:
            return self
        return self._scope_of(self._blocks[block_id])

    def every_definition(self) -> Iterator[LayerDefinition]:
        """Layers of all graphs, those in blocks too."""
        for graph in (self.graph, *(block.graph for block in self._blocks.values())):
            yield from graph.definitions.values()

    def block_users(self, block_id: str) -> list[LayerDefinition]:
        """Find the definitions, in whatever graph, that refer to a block."""
        return [one for one in self.every_definition() if one.block == block_id]

    @property
    def setup(self) -> Setup:
        """Data, compile and fit settings."""
        return self._setup

    @property
    def last_ids(self) -> Mapping[str, int]:
        """Highest number given out per id prefix; saved so ids are not reused."""
        return MappingProxyType(self._last_ids)

    def new_id(self, prefix: str) -> str:
        """Make an id: ``n`` node, ``l`` layer, ``c`` comment, ``b`` block."""
        number = self._last_ids.get(prefix, 0) + 1
        self._last_ids[prefix] = number
        return f"{prefix}{number}"

    def apply(self, edit: Edit) -> Edit:
        """Perform `edit`, tell the subscribers, return the inverse.

        Raises:
            EditRefused: the edit does not fit; nothing was changed.
        """
        log: list[Change] = []
        inverse = apply_edit(self, edit, log)
        self.revision += 1
        for subscriber in tuple(self._subscribers):
            subscriber(edit, tuple(log))
        return inverse

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber(edit, changes)` after every edit; returns dispose."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def same_content(self, other: Document) -> bool:
        """Whether graph, comments, blocks and setup are equal."""
        return (
            self.graph == other.graph
            and self._comments == other._comments
            and self._blocks == other._blocks
            and self._setup == other._setup
        )

    def _check_block(self, definition: LayerDefinition) -> None:
        if definition.block is not None and definition.block not in self._blocks:
            raise ValueError(f"{definition.name} refers to missing {definition.block}")

    def _scope_of(self, block: Block) -> Document:
        """Document that is the inside of a block, giving out ids for this one."""
        inside = Document(comments=block.comments, setup=self._setup)
        inside.graph = Graph(*block.graph.parts())
        inside.within = block.id
        inside._blocks = self._blocks
        inside._last_ids = self._last_ids
        return inside

    def _add_block(self, block: Block) -> None:
        if block.id in self._blocks:
            raise ValueError(f"block {block.id} already exists")
        self._check_inside(block)
        self._blocks[block.id] = block

    def _remove_block(self, block_id: str) -> Block:
        if self.block_users(block_id):
            raise ValueError(f"block {block_id} is still in use")
        return self._blocks.pop(block_id)

    def _replace_block(self, block: Block) -> Block:
        old = self._blocks[block.id]
        self._check_inside(block)
        inner_first({**self._blocks, block.id: block})
        self._blocks[block.id] = block
        return old

    def _check_inside(self, block: Block) -> None:
        """Refuse a block whose graph is broken; note the ids in it."""
        for definition in block.graph.definitions.values():
            self._check_block(definition)
        comments = (comment.id for comment in block.comments)
        for item in (block.id, *block.graph.nodes, *block.graph.definitions, *comments):
            self._note_id(item)

    def _note_id(self, item_id: str) -> None:
        match = _ID.fullmatch(item_id)
        if match:
            prefix, number = match[1], int(match[2])
            self._last_ids[prefix] = max(self._last_ids.get(prefix, 0), number)

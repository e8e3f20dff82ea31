"""The document: graph, comments and setup, changed by edits alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from studio.graph.changes import Change
from studio.graph.edits import Edit, apply_edit
from studio.graph.graph import Graph
from studio.graph.model import Comment
from studio.graph.setup import Setup

Subscriber = Callable[[Edit, tuple[Change, ...]], None]

_ID = re.compile(r"([a-z]+)(\d+)")


class Document:
    """A model with its data and training setup.

    Attributes:
        graph: nodes, layer definitions and edges.
        comments: notes by id.
        setup: data, compile and fit settings.
        revision: grows by one with every applied edit.
    """

    def __init__(
        self,
        graph: Graph | None = None,
        comments: Iterable[Comment] = (),
        setup: Setup | None = None,
        last_ids: Mapping[str, int] | None = None,
    ) -> None:
        self.graph = graph or Graph()
        self._comments = {comment.id: comment for comment in comments}
        self._setup = setup or Setup()
        self.revision = 0
        self._last_ids: dict[str, int] = dict(last_ids or {})
        self._subscribers: list[Subscriber] = []
        for item in (*self.graph.nodes, *self.graph.definitions, *self._comments):
            self._note_id(item)

    @property
    def comments(self) -> Mapping[str, Comment]:
        """Comments by id."""
        return MappingProxyType(self._comments)

    @property
    def setup(self) -> Setup:
        """Data, compile and fit settings."""
        return self._setup

    @property
    def last_ids(self) -> Mapping[str, int]:
        """Highest number given out per id prefix; saved so ids are not reused."""
        return MappingProxyType(self._last_ids)

    def new_id(self, prefix: str) -> str:
        """Give out an id: ``n`` for a node, ``l`` for a layer, ``c`` a comment."""
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
        """Whether graph, comments and setup are equal."""
        return (
            self.graph == other.graph
            and self._comments == other._comments
            and self._setup == other._setup
        )

    def _note_id(self, item_id: str) -> None:
        match = _ID.fullmatch(item_id)
        if match:
            prefix, number = match[1], int(match[2])
            self._last_ids[prefix] = max(self._last_ids.get(prefix, 0), number)

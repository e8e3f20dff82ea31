"""Copy, paste and duplicate: a piece of a graph as a value and as text."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind, Point
from studio.graph.naming import unique_name
from studio.graph.values import from_jsonable, to_jsonable

FORMAT = "layer-studio-fragment"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some nodes, the layers they call, and the edges among them."""

    nodes: tuple[Node, ...]
    definitions: tuple[LayerDefinition, ...]
    edges: tuple[Edge, ...]

    def to_text(self) -> str:
        """Fragment as JSON text, for the clipboard."""
        data = {
            "format": FORMAT,
            "version": VERSION,
            "nodes": [to_jsonable(asdict(node)) for node in self.nodes],
            "definitions": [to_jsonable(asdict(d)) for d in self.definitions],
            "edges": [asdict(edge) for edge in self.edges],
        }
        return json.dumps(data, indent=1)

    @classmethod
    def from_text(cls, text: str) -> Fragment:
        """Read what `to_text` wrote.

        Raises:
            ValueError: the text is no fragment, or not a whole one.
        """
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError("The clipboard holds no nodes.") from error
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError("The clipboard holds no nodes.")
        if data.get("version") != VERSION:
            raise ValueError("The nodes come from another version of Layer Studio.")
        try:
            fragment = cls(
                tuple(_node(item) for item in data["nodes"]),
                tuple(LayerDefinition(**from_jsonable(d)) for d in data["definitions"]),
                tuple(Edge(**edge) for edge in data["edges"]),
            )
            Graph(fragment.nodes, fragment.definitions, fragment.edges)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError("The nodes in the clipboard are damaged.") from error
        return fragment


def _node(item: dict[str, Any]) -> Node:
    data = from_jsonable(item)
    return Node(**{**data, "kind": NodeKind(data["kind"])})


def copy_fragment(document: Document, node_ids: Collection[str]) -> Fragment:
    """Copy nodes with the edges among them."""
    graph = document.graph
    nodes = tuple(graph.nodes[i] for i in graph.nodes if i in set(node_ids))
    called = {node.definition for node in nodes}
    return Fragment(
        nodes,
        tuple(d for d in graph.definitions.values() if d.id in called),
        tuple(
            e
            for e in graph.edges.values()
            if e.source in node_ids and e.target in node_ids
        ),
    )


def paste(
    document: Document, fragment: Fragment, at: Point | None = None, name: str = "Paste"
) -> tuple[Compound, tuple[str, ...]]:
    """Edit that adds the fragment with new ids and names; also the node ids.

    `at` is where its top-left corner goes; without it the nodes land 24 units
    beside their originals. Layers are copied: nothing shares weights with the
    original, nodes that share a layer in the fragment share the copy.
    """
    offset = _offset(fragment, at)
    layer_ids = {d.id: document.new_id("l") for d in fragment.definitions}
    node_ids = {n.id: document.new_id("n") for n in fragment.nodes}
    names: set[str] = set()
    steps: list[Edit] = []
    for definition in fragment.definitions:
        own = unique_name(document, definition.name, names)
        names.add(own)
        copy = replace(definition, id=layer_ids[definition.id], name=own)
        steps.append(edits.AddDefinition(copy))
    for node in fragment.nodes:
        position = Point(node.position.x + offset.x, node.position.y + offset.y)
        layer = layer_ids[node.definition] if node.definition else None
        steps.append(
            edits.AddNode(
                replace(node, id=node_ids[node.id], definition=layer, position=position)
            )
        )
    for edge in fragment.edges:
        ends = {"source": node_ids[edge.source], "target": node_ids[edge.target]}
        steps.append(edits.Connect(replace(edge, **ends)))
    return Compound(name, tuple(steps)), tuple(node_ids.values())


def duplicate(
    document: Document, node_ids: Collection[str]
) -> tuple[Compound, tuple[str, ...]]:
    """Edit that copies nodes beside themselves; also the new nodes' ids."""
    return paste(document, copy_fragment(document, node_ids), name="Duplicate")


def _offset(fragment: Fragment, at: Point | None) -> Point:
    if at is None or not fragment.nodes:
        return Point(24.0, 24.0)
    left = min(node.position.x for node in fragment.nodes)
    top = min(node.position.y for node in fragment.nodes)
    return Point(at.x - left, at.y - top)

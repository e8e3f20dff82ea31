"""Copy, paste and duplicate: a piece of a graph as a value and as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

from studio.graph import edits
from studio.graph.block import Block, BlockKind, BlockParameter, inner_first
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph
from studio.graph.model import (
    Comment,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.naming import FreeNames, fitting_name, prefix_of
from studio.graph.values import from_jsonable, to_jsonable

FORMAT = "layer-studio-fragment"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Fragment:
    """Some nodes, the layers they call, and the edges among them; comments, too.

    Attributes:
        blocks: the blocks they stand for, and those inside, inner ones first.
    """

    nodes: tuple[Node, ...]
    definitions: tuple[LayerDefinition, ...]
    edges: tuple[Edge, ...]
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def corner(self) -> Point:
        """Top-left corner of all that is in it."""
        spots = [node.position for node in self.nodes]
        spots += [note.position for note in self.comments]
        left = min((spot.x for spot in spots), default=0.0)
        return Point(left, min((spot.y for spot in spots), default=0.0))

    def to_text(self) -> str:
        """Fragment as JSON text, for the clipboard."""
        data = {
            "format": FORMAT,
            "version": VERSION,
            "nodes": [to_jsonable(asdict(node)) for node in self.nodes],
            "definitions": [to_jsonable(asdict(d)) for d in self.definitions],
            "edges": [asdict(edge) for edge in self.edges],
            "blocks": [to_jsonable(asdict(block)) for block in self.blocks],
            "comments": [to_jsonable(asdict(note)) for note in self.comments],
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
                tuple(_block(item) for item in data.get("blocks", ())),
                tuple(Comment(**c) for c in from_jsonable(data.get("comments", []))),
            )
            graph = Graph(fragment.nodes, fragment.definitions, fragment.edges)
            Document(graph, fragment.comments, blocks=fragment.blocks)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError("The nodes in the clipboard are damaged.") from error
        return fragment


def _node(item: dict[str, Any]) -> Node:
    data = from_jsonable(item)
    return Node(**{**data, "kind": NodeKind(data["kind"])})


def _block(item: dict[str, Any]) -> Block:
    data = from_jsonable(item)
    return Block(
        data["id"],
        data["name"],
        BlockKind(data["kind"]),
        tuple(_node(node) for node in item["nodes"]),
        tuple(LayerDefinition(**d) for d in data["definitions"]),
        tuple(Edge(**edge) for edge in data["edges"]),
        tuple(Comment(**comment) for comment in data["comments"]),
        tuple(BlockParameter(**parameter) for parameter in data["parameters"]),
    )


def copy_fragment(document: Document, ids: Collection[str]) -> Fragment:
    """Copy nodes with the edges among them, and comments."""
    graph = document.graph
    nodes = tuple(graph.nodes[i] for i in graph.nodes if i in set(ids))
    called = {node.definition for node in nodes}
    definitions = tuple(d for d in graph.definitions.values() if d.id in called)
    return Fragment(
        nodes,
        definitions,
        tuple(e for e in graph.edges.values() if e.source in ids and e.target in ids),
        _blocks_of(document, definitions),
        tuple(note for note in document.comments.values() if note.id in ids),
    )


def _blocks_of(
    document: Document, definitions: Iterable[LayerDefinition]
) -> tuple[Block, ...]:
    found: set[str] = set()
    waiting = {d.block for d in definitions if d.block is not None}
    while waiting:
        found |= waiting
        inner = set().union(*(document.blocks[b].uses() for b in waiting))
        waiting = inner - found
    return tuple(b for b in inner_first(document.blocks) if b.id in found)


def paste(
    document: Document, fragment: Fragment, at: Point | None = None, name: str = "Paste"
) -> tuple[Compound, tuple[str, ...]]:
    """Edit that adds the fragment with new ids and names; also these ids.

    Those of the nodes come first, then those of the comments.

    `at` is where its top-left corner goes; without it the nodes land 24 units
    beside their originals. Layers are copied: nothing shares weights with the
    original, nodes that share a layer in the fragment share the copy. Blocks
    that the document has already, under whatever ids, are used as they are.
    """
    offset = _offset(fragment, at)
    layer_ids = {d.id: document.new_id("l") for d in fragment.definitions}
    node_ids = {n.id: document.new_id("n") for n in fragment.nodes}
    names, prefix = FreeNames(document), prefix_of(document)
    blocks, steps = _paste_blocks(document, fragment)
    for definition in fragment.definitions:
        own = names.new(fitting_name(definition, prefix))
        block = blocks[definition.block] if definition.block else None
        copy = replace(definition, id=layer_ids[definition.id], name=own, block=block)
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
        wire = replace(
            edge,
            source=node_ids[edge.source],
            target=node_ids[edge.target],
            via=tuple(Point(p.x + offset.x, p.y + offset.y) for p in edge.via),
        )
        steps.append(edits.Connect(wire))
    notes = [replace(c, id=document.new_id("c")) for c in fragment.comments]
    for note in notes:
        position = Point(note.position.x + offset.x, note.position.y + offset.y)
        steps.append(edits.AddComment(replace(note, position=position)))
    return Compound(name, tuple(steps)), (*node_ids.values(), *(c.id for c in notes))


def _paste_blocks(
    document: Document, fragment: Fragment
) -> tuple[dict[str, str], list[Edit]]:
    """Id of each block of the fragment, and the edits that add those that are new."""
    ids: dict[str, str] = {}
    steps: list[Edit] = []
    for block in fragment.blocks:
        known = _like(document, block, ids)
        if known is not None:
            ids[block.id] = known
            continue
        ids[block.id] = document.new_id("b")
        steps.append(edits.AddBlock(renumbered(document, block, ids)))
    return ids, steps


def _like(document: Document, block: Block, blocks: dict[str, str]) -> str | None:
    """Id of the document's block that holds the same under whatever ids, if any.

    `blocks` has the document's ids of the blocks inside.
    """
    around = _around(document)
    if block.id not in around and document.blocks.get(block.id) == block:
        return block.id
    wanted = _content(block, blocks)
    own = {block_id: block_id for block_id in document.blocks}
    found = (b for b in document.blocks.values() if b.id not in around)
    return next((b.id for b in found if _content(b, own) == wanted), None)


def _around(document: Document) -> set[str]:
    """The block whose inside the document is, and those it stands in: no part of it."""
    if document.within is None:
        return set()
    around = {document.within}
    for block in inner_first(document.blocks):
        if block.uses() & around:
            around.add(block.id)
    return around


def _content(block: Block, blocks: dict[str, str]) -> Block:
    """A block with its parts numbered from the first to the last."""
    numbers = count(1)
    return _numbered(block, {**blocks, block.id: ""}, lambda p: f"{p}{next(numbers)}")


def renumbered(document: Document, block: Block, blocks: dict[str, str]) -> Block:
    """Copy a block with new ids throughout; `blocks` has those of blocks."""
    return _numbered(block, blocks, document.new_id)


def _numbered(
    block: Block, blocks: dict[str, str], new_id: Callable[[str], str]
) -> Block:
    layers = {d.id: new_id("l") for d in block.definitions}
    nodes = {n.id: new_id("n") for n in block.nodes}
    return replace(
        block,
        id=blocks[block.id],
        nodes=tuple(
            replace(
                n,
                id=nodes[n.id],
                definition=layers[n.definition] if n.definition else None,
            )
            for n in block.nodes
        ),
        definitions=tuple(
            replace(d, id=layers[d.id], block=blocks[d.block] if d.block else None)
            for d in block.definitions
        ),
        edges=tuple(
            replace(e, source=nodes[e.source], target=nodes[e.target])
            for e in block.edges
        ),
        comments=tuple(replace(comment, id=new_id("c")) for comment in block.comments),
    )


def duplicate(
    document: Document, ids: Collection[str]
) -> tuple[Compound, tuple[str, ...]]:
    """Edit that copies nodes and comments beside themselves; also the new ids."""
    return paste(document, copy_fragment(document, ids), name="Duplicate")


def _offset(fragment: Fragment, at: Point | None) -> Point:
    if at is None:
        return Point(24.0, 24.0)
    return Point(at.x - fragment.corner.x, at.y - fragment.corner.y)

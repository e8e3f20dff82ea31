"""Finds nodes by what they are: name, class, parameters, output shape."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from studio.graph.graph import Graph
from studio.graph.model import Node
from studio.graph.values import Value

Shape = Sequence[int | None]


def find_nodes(
    graph: Graph, text: str, shapes: Mapping[str, Sequence[Shape]]
) -> list[str]:
    """Ids of the nodes that every word of `text` fits, best matches first.

    A word fits a part of the name, of the class, a parameter (``units``,
    ``units=64``, ``relu``) or the sizes of an output (``28x28x32``).
    """
    words = text.lower().split()
    if not words:
        return []
    found = []
    for node in graph.nodes.values():
        ranks = [_rank(graph, node, word, shapes.get(node.id, ())) for word in words]
        if None not in ranks:
            found.append((max(rank or 0 for rank in ranks), node.id))
    return [node_id for _, node_id in sorted(found, key=lambda pair: pair[0])]


def similar(graph: Graph, node_ids: Collection[str]) -> set[str]:
    """Ids of all nodes that are of the class of one of these."""
    classes = {_class(graph, graph.nodes[node_id]) for node_id in node_ids}
    return {n.id for n in graph.nodes.values() if _class(graph, n) in classes}


def siblings(graph: Graph, node_id: str) -> set[str]:
    """Ids of the other nodes that share the node's layer, or stand for its block."""
    definition = graph.definition_of(node_id)
    if definition is None:
        return set()
    layers = {definition.id}
    if definition.block is not None:
        layers |= {
            d.id for d in graph.definitions.values() if d.block == definition.block
        }
    nodes = {node.id for layer in layers for node in graph.callers_of(layer)}
    return nodes - {node_id}


def _class(graph: Graph, node: Node) -> tuple[str, str]:
    definition = graph.definition_of(node.id)
    return node.kind.value, definition.layer_class if definition else ""


def _rank(graph: Graph, node: Node, word: str, shapes: Sequence[Shape]) -> int | None:
    """How well a word fits a node, 0 best; None if it does not."""
    title = graph.title_of(node.id).lower()
    if title.startswith(word):
        return 0
    if word in title:
        return 1
    if word in _class(graph, node)[1].rpartition(".")[2].lower():
        return 2
    definition = graph.definition_of(node.id)
    values = {**(definition.parameters if definition else {}), **node.call}
    if any(word in text for item in values.items() for text in _texts(*item)):
        return 3
    return 4 if any(word in _sizes(shape) for shape in shapes) else None


def _texts(name: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, Mapping):
        text = str(value.get("class_name", "")).lower()
    elif isinstance(value, tuple):
        text = "x".join(str(item).lower() for item in value)
    else:
        text = str(value).lower()
    return name.lower(), text, f"{name.lower()}={text}"


def _sizes(shape: Shape) -> str:
    return "x".join("?" if size is None else str(size) for size in shape[1:])

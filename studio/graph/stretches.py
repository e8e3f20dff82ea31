"""A graph as stretches of atoms: parts in a row, each with one way in and one out.

An atom is a node, or a bundle of branches that part at one node and meet again at
another. What repeats in a network repeats as a run of atoms.
"""

from __future__ import annotations

from collections.abc import Iterable

from studio.graph.algorithms import topological_order
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, LayerDefinition, Node, NodeKind
from studio.graph.values import canonical

Atom = tuple[str, ...]
"""Ids of the nodes of an atom, each after those that feed it."""
ENTRY = -1
"""Stands in a signature for the tensor that enters an atom."""


def stretches(graph: Graph) -> list[list[Atom]]:
    """Runs of atoms: along the whole graph, and along each branch inside a bundle."""
    found = [_spine(graph)]
    for atom in found[0]:
        if len(atom) > 1:
            found += _branches(graph, atom)
    return [run for run in found if len(run) > 1]


def signature(graph: Graph, atom: Atom) -> object:
    """What two atoms have in common when they differ in names and values only."""
    place = {node_id: index for index, node_id in enumerate(atom)}
    parts = []
    for node_id in atom:
        node = graph.nodes[node_id]
        definition = graph.definition_of(node_id)
        if definition is None or not _is_plain(graph, node, definition):
            return (node_id,)
        wires = tuple(
            (edge.port, edge.output, place.get(edge.source, ENTRY))
            for edge in graph.edges_into(node_id)
        )
        kind = definition.layer_class, definition.block, canonical(node.call)
        parts.append((kind, wires))
    return tuple(parts)


def _is_plain(graph: Graph, node: Node, definition: LayerDefinition) -> bool:
    """Whether a node can be in a block: a call whose layer is its own."""
    return (
        node.kind is NodeKind.LAYER
        and definition.layer_class != BLOCK_CLASS
        and len(graph.callers_of(definition.id)) == 1
    )


def _spine(graph: Graph) -> list[Atom]:
    """Atoms between the nodes that every way through the graph passes."""
    order = topological_order(graph)
    place = {node_id: index for index, node_id in enumerate(order)}
    atoms: list[Atom] = []
    start, farthest = 0, 0
    for index, node_id in enumerate(order):
        if farthest <= index:  # nothing before this node feeds what comes after it
            atoms.append(tuple(order[start : index + 1]))
            start = index + 1
        targets = (edge.target for edge in graph.edges_out_of(node_id))
        last = max((place[t] for t in targets if t in place), default=index + 1)
        farthest = max(farthest, last)
    return atoms


def _branches(graph: Graph, nodes: Iterable[str]) -> list[list[Atom]]:
    """Longest chains among the nodes."""
    inside = set(nodes)
    following = {}
    for node_id in inside:
        out = graph.edges_out_of(node_id)
        targets = [edge.target for edge in out if edge.target in inside]
        if len(out) == len(targets) == 1 and len(graph.edges_into(targets[0])) == 1:
            following[node_id] = targets[0]
    chains: list[list[Atom]] = []
    for node_id in nodes:
        if node_id in following and node_id not in following.values():
            chain = [node_id]
            while chain[-1] in following:
                chain.append(following[chain[-1]])
            chains.append([(member,) for member in chain])
    return chains

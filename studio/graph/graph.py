"""The graph: nodes, layer definitions and edges, indexed. Read-only outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from studio.graph.model import (
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Place,
    Point,
    PortKey,
)


class Graph:
    """Nodes, layer definitions and edges by id.

    Only edits change it, through the underscored methods; everybody else
    reads. A graph may be unfinished or wrong (cycles, missing inputs): the
    rules say so. It is never dangling: an edge's nodes and a node's definition
    are in it.
    """

    def __init__(
        self,
        nodes: Iterable[Node] = (),
        definitions: Iterable[LayerDefinition] = (),
        edges: Iterable[Edge] = (),
    ) -> None:
        """Build a graph from its parts.

        Raises:
            ValueError: an id stands twice, or a part refers to a missing one.
        """
        self._nodes: dict[str, Node] = {}
        self._definitions: dict[str, LayerDefinition] = {}
        self._edges: dict[PortKey, Edge] = {}
        self._into: dict[str, dict[PortKey, Edge]] = {}
        self._out_of: dict[str, dict[PortKey, Edge]] = {}
        self._callers: dict[str, dict[str, None]] = {}
        for definition in definitions:
            self._add_definition(definition)
        for node in nodes:
            self._add_node(node)
        for edge in edges:
            self._add_edge(edge)

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Nodes by id."""
        return MappingProxyType(self._nodes)

    @property
    def definitions(self) -> Mapping[str, LayerDefinition]:
        """Layer definitions by id."""
        return MappingProxyType(self._definitions)

    @property
    def edges(self) -> Mapping[PortKey, Edge]:
        """Edges by the input port they end in."""
        return MappingProxyType(self._edges)

    def edges_into(self, node_id: str) -> list[Edge]:
        """Edges that end in the node, in port order (``inputs[2]`` < ``[10]``)."""
        return list(self._into[node_id].values())

    def edges_out_of(self, node_id: str) -> list[Edge]:
        """Edges that start at the node."""
        return list(self._out_of[node_id].values())

    def definition_of(self, node_id: str) -> LayerDefinition | None:
        """Layer the node calls, or None for an output."""
        definition = self._nodes[node_id].definition
        return None if definition is None else self._definitions[definition]

    def callers_of(self, definition_id: str) -> list[Node]:
        """Nodes that call the layer; more than one means shared weights."""
        return [self._nodes[node_id] for node_id in self._callers[definition_id]]

    def is_first_caller(self, node: Node) -> bool:
        """Whether no node before this one calls the same layer."""
        callers = self._callers.get(node.definition or "", ())
        return next(iter(callers), node.id) == node.id

    def title_of(self, node_id: str) -> str:
        """What a person calls the node: its layer's name, or ``output``."""
        definition = self.definition_of(node_id)
        return definition.name if definition else "output"

    def parts(
        self,
    ) -> tuple[tuple[Node, ...], tuple[LayerDefinition, ...], tuple[Edge, ...]]:
        """Nodes, definitions and edges, as the constructor takes them."""
        return (
            tuple(self._nodes.values()),
            tuple(self._definitions.values()),
            tuple(self._edges.values()),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Graph) and (
            self._nodes == other._nodes
            and self._definitions == other._definitions
            and self._edges == other._edges
        )

    __hash__ = None  # type: ignore[assignment]

    def _add_definition(self, definition: LayerDefinition) -> None:
        if definition.id in self._definitions:
            raise ValueError(f"layer definition {definition.id} already exists")
        self._definitions[definition.id] = definition
        self._callers[definition.id] = {}

    def _remove_definition(self, definition_id: str) -> LayerDefinition:
        if self.callers_of(definition_id):
            raise ValueError(f"layer definition {definition_id} is still in use")
        del self._callers[definition_id]
        return self._definitions.pop(definition_id)

    def _replace_definition(self, definition: LayerDefinition) -> LayerDefinition:
        old = self._definitions[definition.id]
        self._definitions[definition.id] = definition
        return old

    def _check_node(self, node: Node) -> None:
        if (node.definition is None) != (node.kind is NodeKind.OUTPUT):
            raise ValueError(f"node {node.id}: only outputs have no layer definition")
        if node.definition is not None and node.definition not in self._definitions:
            raise ValueError(f"node {node.id} refers to missing {node.definition}")

    def _add_node(self, node: Node) -> None:
        if node.id in self._nodes:
            raise ValueError(f"node {node.id} already exists")
        self._check_node(node)
        self._nodes[node.id] = node
        self._note_caller(node)
        self._into[node.id] = {}
        self._out_of[node.id] = {}

    def _remove_node(self, node_id: str) -> Node:
        if self._into[node_id] or self._out_of[node_id]:
            raise ValueError(f"node {node_id} is still connected")
        del self._into[node_id], self._out_of[node_id]
        self._forget_caller(self._nodes[node_id])
        return self._nodes.pop(node_id)

    def _replace_node(self, node: Node) -> Node:
        old = self._nodes[node.id]
        self._check_node(node)
        if old.definition != node.definition:
            self._forget_caller(old)
            self._note_caller(node)
        self._nodes[node.id] = node
        return old

    def _move_node(self, node_id: str, position: Point) -> None:
        self._nodes[node_id] = self._nodes[node_id].moved(position)

    def _note_caller(self, node: Node) -> None:
        if node.definition is not None:
            self._callers[node.definition][node.id] = None

    def _forget_caller(self, node: Node) -> None:
        if node.definition is not None:
            del self._callers[node.definition][node.id]

    def _add_edge(self, edge: Edge) -> None:
        for end in (edge.source, edge.target):
            if end not in self._nodes:
                raise ValueError(f"an edge refers to missing node {end}")
        if edge.key in self._edges:
            raise ValueError(f"port {edge.port} of {edge.target} is already connected")
        self._edges[edge.key] = edge
        into = self._into[edge.target]
        into[edge.key] = edge
        if len(into) > 1:
            ordered = sorted(into.items(), key=lambda item: port_order(item[1].port))
            self._into[edge.target] = dict(ordered)
        self._out_of[edge.source][edge.key] = edge

    def _replace_edge(self, edge: Edge) -> None:
        self._edges[edge.key] = edge
        self._into[edge.target][edge.key] = edge
        self._out_of[edge.source][edge.key] = edge

    def _remove_edge(self, key: PortKey) -> Edge:
        edge = self._edges.pop(key)
        del self._into[edge.target][key]
        del self._out_of[edge.source][key]
        return edge


def split_port(port: str) -> tuple[str, Place]:
    """``inputs[2]`` as ``("inputs", (2,))``; ``query`` as ``("query", ())``.

    What stands in brackets is an index if it is a whole number, else a key:
    ``inputs[mask][0]`` is ``("inputs", ("mask", 0))``.
    """
    name, bracket, rest = port.partition("[")
    if not bracket or not rest.endswith("]"):
        return port, ()
    return name, tuple(int(p) if p.isdigit() else p for p in rest[:-1].split("]["))


def join_port(name: str, place: Place) -> str:
    """Inverse of `split_port`."""
    return name + "".join(f"[{key}]" for key in place)


def port_order(port: str) -> tuple[str, tuple[tuple[bool, int, str], ...]]:
    """Sort key that puts ``inputs[2]`` before ``inputs[10]``, indices before keys."""
    name, place = split_port(port)
    return name, place_order(place)


def id_order(item_id: str) -> tuple[str, int]:
    """Sort key that puts ``n2`` before ``n10``: the order of creation."""
    name = item_id.rstrip("0123456789")
    return name, int(item_id[len(name) :] or 0)


def place_order(place: Place) -> tuple[tuple[bool, int, str], ...]:
    """Sort key that puts places in the order of `keras.tree.flatten`."""
    return tuple(
        (False, key, "") if isinstance(key, int) else (True, 0, key) for key in place
    )

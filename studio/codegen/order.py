"""The order in which a graph's nodes are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from studio.catalog.spec import Catalog
from studio.graph.algorithms import (
    Outputs,
    model_inputs,
    placed_outputs,
    upstream,
)
from studio.graph.block import Block
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, NodeKind
from studio.graph.values import Value

_MULTIPLYING = ("return_state", "return_attention_scores")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written, in order.

    Attributes:
        inputs: input nodes, in the document's order.
        layers: layer nodes, each after all that feed it, chains in one piece.
        outputs: the graph's outputs, in order.
        consumers: ids of the layer nodes that each node feeds, each once.
        several_outputs: nodes whose call returns more than a tensor.
        followed_by: the layer node written after each, but the last.
        callers: ids of the nodes that call each layer definition.
        output_nodes: ids of the nodes in `outputs`.
    """

    inputs: tuple[str, ...]
    layers: tuple[str, ...]
    outputs: Outputs
    consumers: Mapping[str, tuple[str, ...]]
    several_outputs: frozenset[str]
    followed_by: Mapping[str, str]
    callers: Mapping[str, tuple[str, ...]]
    output_nodes: frozenset[str]

    def in_chain(self, node_id: str) -> bool:
        """Whether the next node written is the only one that uses this one."""
        following = self.followed_by.get(node_id)
        return (
            following is not None
            and node_id not in self.several_outputs
            and self.feeds_only(node_id, following)
        )

    def feeds_only(self, node_id: str, consumer: str) -> bool:
        """Whether nothing but `consumer` uses a node."""
        used = self.consumers[node_id] == (consumer,)
        return used and node_id not in self.output_nodes


def plan_graph(graph: Graph, catalog: Catalog, blocks: Mapping[str, Block]) -> Plan:
    """Order the nodes of a graph without cycles."""
    outputs = placed_outputs(graph)
    ends = frozenset(node_id for _, node_id, _ in outputs)
    members = upstream(graph, ends)
    inputs = [n for n in model_inputs(graph) if n in members or graph.nodes[n].place]
    members.update(inputs)
    consumers = {
        node_id: tuple(
            dict.fromkeys(
                edge.target
                for edge in graph.edges_out_of(node_id)
                if edge.target in members
            )
        )
        for node_id in graph.nodes
        if node_id in members
    }
    layers = _ordered(graph, inputs, consumers)
    several = (n for n in layers if _has_several(graph, n, catalog, blocks))
    return Plan(
        tuple(inputs),
        tuple(layers),
        outputs,
        consumers,
        frozenset(several),
        dict(pairwise(layers)),
        _callers(graph, layers),
        ends,
    )


def _callers(graph: Graph, layers: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node_id in layers:
        definition = graph.nodes[node_id].definition
        if definition is not None:
            found.setdefault(definition, []).append(node_id)
    return {definition: tuple(nodes) for definition, nodes in found.items()}


def _ordered(
    graph: Graph, inputs: list[str], consumers: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Layers after what feeds them; calls of one layer in the document's order.

    Keras numbers the calls of a layer as they are made.
    """
    later: dict[str, list[str]] = {}
    for definition in graph.definitions:
        calls = [n.id for n in graph.callers_of(definition) if n.id in consumers]
        if len(calls) > 1:
            later.update({one: [other] for one, other in pairwise(calls)})
    order = _depth_first(graph, inputs, consumers, later)
    expected = sum(graph.nodes[n].kind is NodeKind.LAYER for n in consumers)
    if len(order) < expected:  # a later call feeds an earlier one
        return _depth_first(graph, inputs, consumers, {})
    return order


def _depth_first(
    graph: Graph,
    inputs: list[str],
    consumers: Mapping[str, tuple[str, ...]],
    later: Mapping[str, list[str]],
) -> list[str]:
    """Layers, each as soon as it can be and right after what feeds it.

    `later` are nodes that have to wait for others which do not feed them.
    """
    missing = {
        node_id: len({edge.source for edge in graph.edges_into(node_id)})
        for node_id in consumers
    }
    given = set(inputs)
    sources = [n for n, count in missing.items() if not count and n not in given]
    for waiting in later.values():
        for node_id in waiting:
            missing[node_id] += 1
    ready = [*reversed(sources), *reversed(inputs)]
    order: list[str] = []
    while ready:
        node_id = ready.pop()
        if graph.nodes[node_id].kind is NodeKind.LAYER:
            order.append(node_id)
        following = (*later.get(node_id, ()), *reversed(consumers[node_id]))
        for consumer in following:
            missing[consumer] -= 1
            if not missing[consumer]:
                ready.append(consumer)
    return order


def _has_several(
    graph: Graph, node_id: str, catalog: Catalog, blocks: Mapping[str, Block]
) -> bool:
    """Whether a call returns several tensors, as far as the document tells."""
    definition = graph.definition_of(node_id)
    if definition is None:
        return False
    if definition.block is not None:
        places = [
            place for place, _, _ in placed_outputs(blocks[definition.block].graph)
        ]
        return places != [()]
    return any(
        edge.output != "0" for edge in graph.edges_out_of(node_id)
    ) or _returns_several(definition, graph.nodes[node_id].call, catalog)


def _returns_several(
    definition: LayerDefinition, arguments: Value, catalog: Catalog
) -> bool:
    spec = catalog.find(definition.layer_class)
    return (
        (spec is not None and len(spec.outputs) > 1)
        or _multiplies(arguments)
        or _multiplies(definition.parameters)
    )


def _multiplies(value: Value) -> bool:
    """Whether arguments, or those of a layer among them, ask for more outputs."""
    if not isinstance(value, Mapping):
        return False
    return any(
        _multiplies(item) or (name in _MULTIPLYING and item is True)
        for name, item in value.items()
    )

"""The order in which a model's nodes are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from studio.catalog.spec import Catalog
from studio.graph.algorithms import model_inputs, model_nodes, model_outputs
from studio.graph.graph import Graph
from studio.graph.model import NodeKind
from studio.graph.values import Value

_MULTIPLYING = ("return_state", "return_attention_scores")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is written, in order.

    Attributes:
        inputs: input nodes, in the document's order.
        layers: layer nodes, each after all that feed it, chains in one piece.
        outputs: the model's outputs as (node id, output key).
        consumers: ids of the layer nodes that each node feeds, each once.
        several_outputs: nodes whose call returns more than a tensor.
        followed_by: the layer node written after each, but the last.
        callers: ids of the nodes that call each layer definition.
        output_nodes: ids of the nodes in `outputs`.
    """

    inputs: tuple[str, ...]
    layers: tuple[str, ...]
    outputs: tuple[tuple[str, str], ...]
    consumers: Mapping[str, tuple[str, ...]]
    several_outputs: frozenset[str]
    followed_by: Mapping[str, str]
    callers: Mapping[str, tuple[str, ...]]
    output_nodes: frozenset[str]

    def in_chain(self, node_id: str) -> bool:
        """Whether the next node written is the only one that uses this one."""
        return (
            self.consumers[node_id] == (self.followed_by.get(node_id),)
            and node_id not in self.several_outputs
            and node_id not in self.output_nodes
        )


def plan_model(graph: Graph, catalog: Catalog) -> Plan:
    """Order the nodes of a model without cycles."""
    members = model_nodes(graph)
    inputs = [node_id for node_id in model_inputs(graph) if node_id in members]
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
    layers = _depth_first(graph, inputs, consumers)
    outputs = model_outputs(graph)
    return Plan(
        tuple(inputs),
        tuple(layers),
        tuple(outputs),
        consumers,
        frozenset(n for n in layers if _has_several(graph, n, catalog)),
        dict(pairwise(layers)),
        _callers(graph, layers),
        frozenset(node_id for node_id, _ in outputs),
    )


def _callers(graph: Graph, layers: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node_id in layers:
        definition = graph.nodes[node_id].definition
        if definition is not None:
            found.setdefault(definition, []).append(node_id)
    return {definition: tuple(nodes) for definition, nodes in found.items()}


def _depth_first(
    graph: Graph, inputs: list[str], consumers: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Layers, each as soon as it can be and right after what feeds it."""
    missing = {
        node_id: len({edge.source for edge in graph.edges_into(node_id)})
        for node_id in consumers
    }
    sources = [n for n, count in missing.items() if not count and n not in inputs]
    ready = [*reversed(sources), *reversed(inputs)]
    order: list[str] = []
    while ready:
        node_id = ready.pop()
        if graph.nodes[node_id].kind is NodeKind.LAYER:
            order.append(node_id)
        for consumer in reversed(consumers[node_id]):
            missing[consumer] -= 1
            if not missing[consumer]:
                ready.append(consumer)
    return order


def _has_several(graph: Graph, node_id: str, catalog: Catalog) -> bool:
    """Whether a call returns several tensors, as far as the document tells."""
    definition = graph.definition_of(node_id)
    spec = catalog.find(definition.layer_class) if definition else None
    return (
        any(edge.output != "0" for edge in graph.edges_out_of(node_id))
        or (spec is not None and len(spec.outputs) > 1)
        or _multiplies(graph.nodes[node_id].call)
        or (definition is not None and _multiplies(definition.parameters))
    )


def _multiplies(value: Value) -> bool:
    """Whether arguments, or those of a layer among them, ask for more outputs."""
    if not isinstance(value, Mapping):
        return False
    return any(
        _multiplies(item) or (name in _MULTIPLYING and item is True)
        for name, item in value.items()
    )

"""Rules of chains: what becomes of gradients and sizes through layers in a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from studio.graph import edits
from studio.graph.algorithms import topological_order
from studio.graph.edits import Edit
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.known import Known, weights_of_layers
from studio.graph.loss_kinds import plain_name
from studio.graph.model import NodeKind
from studio.graph.problems import Fix, Problem, warning

DEEP = 20
"""Layers with weights in a row, without skip or normalisation."""
SIGMOIDS = 3
"""Hidden sigmoids in a row."""
EXPLODED = 5_000_000
"""Weights behind a Flatten, when they are most of the model."""
_MILLIONTH = 10
"""Sigmoids that let less than that through: 4 to this power is over a million."""
_SATURATING = ("sigmoid", "hardsigmoid")


def check_chains(calls: Expanded) -> Iterator[Problem]:
    """Rules of layers in a row, as far as Keras told their weights."""
    yield from _depth(calls.graph, calls.known)
    yield from _sigmoids(calls)
    yield from _explosion(calls.graph, calls.known)


def weighted_chain(graph: Graph, known: Known, end: str) -> list[str]:
    """Layers with weights in a row up to `end`, without skip or normalisation."""
    chain: list[str] = []
    node: str | None = end
    while node is not None and node in known and not _refreshes(graph, node):
        if known[node].params:
            chain.append(node)
        before = graph.edges_into(node)
        node = before[0].source if before else None
    return chain[::-1]


def _refreshes(graph: Graph, node: str) -> bool:
    """Whether gradients start anew here: inputs, joins, normalisation."""
    definition = graph.definition_of(node)
    sources = {edge.source for edge in graph.edges_into(node)}
    if definition is None or len(sources) != 1:
        return True
    return definition.class_name.endswith("Normalization")


def _depth(graph: Graph, known: Known) -> Iterator[Problem]:
    depth: dict[str, int] = {}
    for node in topological_order(graph):
        if node not in known or _refreshes(graph, node):
            depth[node] = 0
            continue
        before = depth[graph.edges_into(node)[0].source]
        depth[node] = before + (1 if known[node].params else 0)
    deepest = max(depth, key=lambda n: depth[n], default=None)
    if deepest is None or depth[deepest] < DEEP:
        return
    text = (
        f"{depth[deepest]} layers with weights follow one another up to "
        f"{graph.title_of(deepest)}, without a skip connection or normalisation: "
        "gradients hardly reach the first ones. Add either."
    )
    yield warning("T-DEPTH", text, deepest)


def _sigmoids(calls: Expanded) -> Iterator[Problem]:
    longest = max(_rows(calls.graph).values(), key=len, default=[])
    if len(longest) < SIGMOIDS:
        return
    steps: list[Edit] = []
    for call in longest:
        step = calls.set(call, {"activation": "relu"})
        if step not in steps:  # instances of a block have the same layers
            steps.append(step)
    text = (
        f"{len(longest)} sigmoids in a row up to {calls.graph.title_of(longest[-1])} "
        f"let through {_part(len(longest))} of the gradient. Use relu in hidden layers."
    )
    fix = Fix("Use relu in all of them", edits.Compound("Use relu", tuple(steps)))
    yield warning("T-SIGMOIDS", text, longest[-1], "activation", fix)


def _rows(graph: Graph) -> dict[str, list[str]]:
    """Hidden sigmoids that each node ends a row of."""
    rows: dict[str, list[str]] = {}
    for node in topological_order(graph):
        definition = graph.definition_of(node)
        rows[node] = []
        if definition is None or _refreshes(graph, node):
            continue
        before = rows[graph.edges_into(node)[0].source]
        activation = definition.parameters.get("activation")
        name = plain_name(activation) if activation is not None else ""
        hidden = any(
            graph.nodes[e.target].kind is not NodeKind.OUTPUT
            for e in graph.edges_out_of(node)
        )
        if name in _SATURATING and hidden:
            rows[node] = [*before, node]
        elif "units" not in definition.parameters and not name:
            rows[node] = before
    return rows


def _explosion(graph: Graph, known: Known) -> Iterator[Problem]:
    layers: Mapping[str, int] = {
        d: layer.params for d, layer in weights_of_layers(graph, known).items()
    }
    total = sum(layers.values())
    for node in graph.nodes.values():
        params = layers.get(node.definition or "", 0)
        if params < EXPLODED or params * 2 < total:
            continue
        for edge in graph.edges_into(node.id):
            source = graph.definition_of(edge.source)
            if source is not None and source.class_name == "Flatten":
                share = math.floor(100 * params / total)
                text = (
                    f"{graph.title_of(node.id)} has {params:,} weights, {share}% of "
                    f"the model, because {source.name} makes a feature of every value. "
                    "Use global pooling in place of Flatten, or pool before it."
                )
                yield warning("T-EXPLOSION", text, node.id)


def _part(sigmoids: int) -> str:
    """How much of the gradient comes through, in words."""
    if sigmoids >= _MILLIONTH:
        return "less than a millionth"
    return f"at most 1/{4**sigmoids:,}"

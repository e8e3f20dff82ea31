"""Rules of good sense: what trains, but seldom as one wants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from studio.graph import edits
from studio.graph.algorithms import model_nodes, model_outputs, topological_order
from studio.graph.commands import change_compile, change_fit, set_parameters
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.known import Known, weights_of_layers
from studio.graph.loss_kinds import plain_name
from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.graph.naming import is_automatic, unique_name
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.values import is_object

DEEP = 20
"""Layers with weights in a row, without skip or normalisation."""
SIGMOIDS = 3
"""Hidden sigmoids in a row."""
TINY_BATCH = 4
USUAL_BATCH = 32
EXPLODED = 5_000_000
"""Weights behind a Flatten, when they are most of the model."""
_RATES = {
    "sgd": (1e-5, 1.0),
    "adagrad": (1e-4, 1.0),
    "adadelta": (1e-4, 2.0),
    "ftrl": (1e-5, 1.0),
    "lion": (1e-7, 3e-3),
    "adafactor": (1e-6, 0.1),
    "muon": (1e-5, 0.1),
}
"""Learning rates that are in use, by optimizer; `_USUAL` for all others."""
_USUAL = (1e-6, 0.1)
_DROPS = ("rate", "dropout", "recurrent_dropout")
_SATURATING = ("sigmoid", "hardsigmoid")


def check_sense(document: Document, known: Known) -> Iterator[Problem]:
    """All rules of sense; those of weights and chains once Keras has answered."""
    yield from _rate(document)
    yield from _dropout(document)
    yield from _tiny_batch(document)
    yield from _output_names(document)
    used = model_nodes(document.graph)
    layers = [n for n in used if document.graph.nodes[n].kind is NodeKind.LAYER]
    if layers and all(n in known and known[n].outputs for n in layers):
        yield from _weights(document, known)
        yield from _depth(document.graph, known)
        yield from _sigmoids(document)
        yield from _explosion(document.graph, known)


def _warn(
    code: str, text: str, node: str | None, parameter: str | None, *fixes: Fix
) -> Problem:
    return Problem(Severity.WARNING, code, text, node, parameter, fixes)


def _rate(document: Document) -> Iterator[Problem]:
    optimizer = document.setup.compile.optimizer
    if not is_object(optimizer):
        return
    rate = optimizer["config"].get("learning_rate")
    if not isinstance(rate, int | float) or isinstance(rate, bool):
        return
    low, high = _RATES.get(plain_name(optimizer), _USUAL)
    if low <= rate <= high:
        return
    name = optimizer["class_name"]
    config = {k: v for k, v in optimizer["config"].items() if k != "learning_rate"}
    edit = change_compile(document, optimizer={**optimizer, "config": config})
    side = "large" if rate > high else "small"
    text = (
        f"The learning rate {rate:g} is unusually {side} for {name}: {low:g} to "
        f"{high:g} is usual. Use Keras' default, or one in between."
    )
    fix = Fix(f"Use the default learning rate of {name}", edit, safe=True)
    yield _warn("T-RATE", text, None, "optimizer", fix)


def _dropout(document: Document) -> Iterator[Problem]:
    for node, definition in _calls(document.graph):
        for name in _DROPS:
            if definition.parameters.get(name) != 1:
                continue
            text = (
                f"{definition.name} drops everything: {name} is 1, so nothing behind "
                "it can learn. Set it below 1, for example to 0.5."
            )
            edit = set_parameters(document, definition.id, {name: 0.5})
            fix = Fix(f"Set {name} of {definition.name} to 0.5", edit, safe=True)
            yield _warn("T-DROPOUT", text, node.id, name, fix)


def _calls(graph: Graph) -> Iterator[tuple[Node, LayerDefinition]]:
    """Each layer of the model with the first node that calls it."""
    seen: set[str] = set()
    for node in graph.nodes.values():
        definition = graph.definition_of(node.id)
        if definition is None or definition.id in seen:
            continue
        if node.kind is NodeKind.LAYER:
            seen.add(definition.id)
            yield node, definition


def _tiny_batch(document: Document) -> Iterator[Problem]:
    size = document.setup.fit.batch_size
    if not 1 <= size <= TINY_BATCH:
        return
    for node, definition in _calls(document.graph):
        if definition.class_name == "BatchNormalization":
            text = (
                f"{definition.name} takes mean and spread from batches of {size}, "
                "which is mostly noise. Use larger batches, or LayerNormalization."
            )
            edit = change_fit(document, batch_size=USUAL_BATCH)
            fix = Fix(f"Set the batch size to {USUAL_BATCH}", edit)
            yield _warn("T-TINY-BATCH", text, node.id, None, fix)


def _output_names(document: Document) -> Iterator[Problem]:
    graph = document.graph
    ends = [node for node, _ in model_outputs(graph)]
    if len(ends) < 2:
        return
    for index, node in enumerate(ends, start=1):
        definition = graph.definition_of(node)
        if definition is None or not is_automatic(definition):
            continue
        name = unique_name(document, f"output_{index}")
        text = (
            f"Output {index} of the model goes by the automatic name "
            f"“{definition.name}”, which says nothing in losses, metrics and plots. "
            "Give its layer a name."
        )
        edit = edits.ChangeDefinition(replace(definition, name=name))
        yield _warn("S-OUTPUT-NAME", text, node, "name", Fix(f"Call it {name}", edit))


def _weights(document: Document, known: Known) -> Iterator[Problem]:
    graph = document.graph
    used = model_nodes(graph)
    layers = weights_of_layers(graph, {n: k for n, k in known.items() if n in used})
    if any(layer.trainable_params for layer in layers.values()):
        return
    weighted = [d for d, layer in layers.items() if layer.params]
    if not weighted:
        text = (
            "No layer of the model has weights, so there is nothing to learn. Place "
            "one that has, for example Dense."
        )
        yield _warn("T-NO-WEIGHTS", text, None, None)
        return
    last = graph.definitions[weighted[-1]]
    text = (
        f"All {len(weighted)} layers with weights are frozen, so training changes "
        f"nothing. Let at least {last.name} be trained."
    )
    edit = set_parameters(document, last.id, {}, ("trainable",))
    fixes = (Fix(f"Train {last.name}", edit),) if "trainable" in last.parameters else ()
    node = graph.callers_of(last.id)[0].id
    yield _warn("T-FROZEN", text, node, "trainable", *fixes)


def weighted_chain(graph: Graph, known: Known, end: str) -> list[str]:
    """Layers with weights in a row up to `end`, without skip or normalisation."""
    chain: list[str] = []
    node: str | None = end
    while node is not None and not _refreshes(graph, node):
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
    yield _warn("T-DEPTH", text, deepest, None)


def _sigmoids(document: Document) -> Iterator[Problem]:
    graph = document.graph
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
    longest = max(rows.values(), key=len, default=[])
    if len(longest) < SIGMOIDS:
        return
    named = {graph.nodes[n].definition: n for n in longest}
    steps = tuple(
        step
        for definition in named
        if definition is not None
        for step in set_parameters(document, definition, {"activation": "relu"}).edits
    )
    text = (
        f"{len(longest)} sigmoids in a row up to {graph.title_of(longest[-1])} let "
        f"through at most 1/{4 ** len(longest)} of the gradient. Use relu in hidden "
        "layers."
    )
    fix = Fix("Use relu in all of them", edits.Compound("Use relu", steps))
    yield _warn("T-SIGMOIDS", text, longest[-1], "activation", fix)


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
                yield _warn("T-EXPLOSION", text, node.id, None)

"""Rules of weights: whether any are trained, and whether given ones still fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph.algorithms import topological_order, upstream
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.known import KnownNode, weights_of_layers
from studio.graph.model import NodeKind
from studio.graph.problems import Fix, Problem, warning
from studio.graph.setup import WeightsFile
from studio.graph.trained_weights import change_weights, is_rearranged

_LAYER_BY_LAYER = ".weights.h5"
"""Files from which Keras loads the layers that fit; `.h5` alone it loads whole."""


def check_weights(calls: Expanded) -> Iterator[Problem]:
    """All rules of weights, once Keras has told of every layer of the model."""
    graph, known = calls.graph, calls.known
    used = upstream(graph, (call for call, _ in calls.ends()))
    layers = [n for n in used if graph.nodes[n].kind is NodeKind.LAYER]
    if not layers or any(n not in known or not known[n].outputs for n in layers):
        return
    found = weights_of_layers(graph, {n: known[n] for n in layers})
    yield from _learnable(calls, found)
    yield from _trained(calls.document, found)


def _learnable(calls: Expanded, layers: dict[str, KnownNode]) -> Iterator[Problem]:
    """Layers of which none can learn."""
    if any(layer.trainable_params for layer in layers.values()):
        return
    graph = calls.graph
    weighted = [n for n in topological_order(graph) if _has_weights(layers, graph, n)]
    if not weighted:
        text = (
            "No layer of the model has weights, so there is nothing to learn. Place "
            "one that has, for example Dense."
        )
        yield warning("T-NO-WEIGHTS", text)
        return
    call = weighted[-1]
    title = graph.title_of(call)
    count = sum(layer.params > 0 for layer in layers.values())
    which = "The only layer" if count == 1 else f"All {count} layers"
    verb = "is" if count == 1 else "are"
    text = (
        f"{which} with weights {verb} frozen, so training changes nothing. Let at "
        f"least {title} be trained."
    )
    edit = calls.thaw(call)
    fixes = () if edit is None else (Fix(f"Train {title}", edit),)
    yield warning("T-FROZEN", text, call, "trainable", *fixes)


def _has_weights(layers: dict[str, KnownNode], graph: Graph, call: str) -> bool:
    found = layers.get(graph.nodes[call].definition or "")
    return found is not None and found.params > 0


def _trained(document: Document, layers: dict[str, KnownNode]) -> Iterator[Problem]:
    """Trained weights that were made for other layers than the model has."""
    weights = document.setup.model.weights
    if weights is None or weights.is_partial:
        return
    needed = sum(layer.params for layer in layers.values())
    if weights.numbers and needed != weights.numbers:
        trouble = (
            f"are {weights.numbers:,} numbers, and the model now needs {needed:,}: "
            "they were made for other layers, and training cannot load them all"
        )
    elif weights.path.endswith(_LAYER_BY_LAYER) and is_rearranged(
        document, {layer for layer, found in layers.items() if found.params}
    ):
        trouble = (
            "were made for layers in another order, and Keras, which goes by class and "
            "order, may load some of them into the wrong layers"
        )
    else:
        return
    text = (
        f"The trained weights in “{weights.path}” {trouble}. Keep those of layers that "
        "stayed the same, start from new weights, or undo the change."
    )
    yield warning("T-OLD-WEIGHTS", text, None, None, *_ways_out(document, weights))


def _ways_out(document: Document, weights: WeightsFile) -> Iterator[Fix]:
    if weights.path.endswith(_LAYER_BY_LAYER):
        kept = change_weights(document, replace(weights, is_partial=True))
        yield Fix("Keep the weights that fit", kept)
    yield Fix("Start from new weights", change_weights(document, None))

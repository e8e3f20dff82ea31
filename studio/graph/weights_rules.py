"""The rule of trained weights: whether they still are those of the model."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.algorithms import model_nodes
from studio.graph.commands import change_weights
from studio.graph.document import Document
from studio.graph.known import Known, weights_of_layers
from studio.graph.model import NodeKind
from studio.graph.problems import Fix, Problem, Severity


def check_trained_weights(document: Document, known: Known) -> Iterator[Problem]:
    """Trained weights that are more or fewer numbers than the model has."""
    weights = document.setup.model.weights
    if weights is None or not weights.numbers:
        return
    used = {
        node_id
        for node_id in model_nodes(document.graph)
        if document.graph.nodes[node_id].kind is NodeKind.LAYER
    }
    if not used or any(n not in known or not known[n].outputs for n in used):
        return
    layers = weights_of_layers(document.graph, {n: known[n] for n in used})
    needed = sum(layer.params for layer in layers.values())
    if needed == weights.numbers:
        return
    yield Problem(
        Severity.WARNING,
        "T-OLD-WEIGHTS",
        f"The trained weights in “{weights.path}” are {weights.numbers:,} numbers, and "
        f"the model now needs {needed:,}: they were made for other layers, and "
        "training cannot load them. Start from new weights, or undo the change.",
        fixes=(Fix("Start from new weights", change_weights(document, None)),),
    )

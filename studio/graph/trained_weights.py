"""Trained weights that a document starts from, and which layer they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from studio.graph import edits
from studio.graph.algorithms import topological_order
from studio.graph.block import INSTANCE_NAME
from studio.graph.document import Document
from studio.graph.edits import Compound
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, INPUT_CLASS
from studio.graph.setup import WeightsFile


class _Layer(NamedTuple):
    """A layer of the model, those in groups too.

    Attributes:
        place: the nodes and models it stands in.
        id: of its definition.
        name: as Keras knows it; ``inner/dense`` in a nested model.
        layer_class: catalog path.
    """

    place: str
    id: str
    name: str
    layer_class: str = ""


def change_weights(document: Document, weights: WeightsFile | None) -> Compound:
    """Start from trained weights, or with None from new ones.

    Of those that fit whole it is noted which layer is which in the file, for layers
    may be renamed later.
    """
    if weights is not None and not weights.is_partial:
        weights = replace(weights, layers=layer_names(document))
    setup = document.setup
    step = edits.ChangeSetup(
        replace(setup, model=replace(setup.model, weights=weights))
    )
    return Compound("Load weights" if weights else "Start untrained", (step,))


def layer_names(document: Document) -> dict[str, str]:
    """Names of all layers in the order of the data, by what stays when renamed."""
    return {key: layer.name for key, layer in _by_key(document).items()}


def is_rearranged(document: Document, weighted: Collection[str]) -> bool:
    """Whether Keras would give some layers the weights of others.

    It finds layers in a file by their class and order. `weighted` are the ids of
    layers that have weights.
    """
    weights = document.setup.model.weights
    stored = weights.layers if weights else {}
    layers = _by_key(document) if stored else {}
    if any(key not in stored and key in weighted for key in layers):
        return True
    now = [key for key in layers if key in stored]
    then = [key for key in stored if key in layers]
    return sorted(now, key=lambda key: layers[key].layer_class) != sorted(
        then, key=lambda key: layers[key].layer_class
    )


def names_in_file(document: Document) -> dict[str, str | None]:
    """What the file calls layers that have another name now; None for new ones.

    A new layer is only told where its name is that of another layer in the file.
    """
    weights = document.setup.model.weights
    stored = weights.layers if weights else {}
    taken = set(stored.values())
    found: dict[str, str | None] = {}
    for key, name in layer_names(document).items() if stored else ():
        old = stored.get(key)
        if old != name and (old is not None or name in taken):
            found[name] = old
    return found


def _by_key(document: Document) -> dict[str, _Layer]:
    layers = list(_layers(document, document.graph, _Layer("", "", "")))
    counts = Counter(layer.id for layer in layers)
    return {
        layer.id if counts[layer.id] == 1 else layer.place + layer.id: layer
        for layer in layers
    }


def _layers(document: Document, graph: Graph, above: _Layer) -> Iterator[_Layer]:
    """Layers of a graph that stands in `above`, a group's instance or a model."""
    seen = set()
    for node_id in dict.fromkeys([*topological_order(graph), *graph.nodes]):
        layer = graph.definition_of(node_id)
        if layer is None or layer.is_op or layer.layer_class == INPUT_CLASS:
            continue
        inside = None if layer.block is None else document.scope(layer.block)
        model, _, instance = above.name.rpartition("/")
        name = layer.name.replace(INSTANCE_NAME, instance)
        name = f"{model}/{name}" if model else name
        if inside is not None and layer.layer_class == BLOCK_CLASS:
            place = f"{above.place}{node_id}."
            yield from _layers(document, inside, _Layer(place, layer.id, name))
        elif layer.id not in seen:
            seen.add(layer.id)
            yield _Layer(above.place, layer.id, name, layer.layer_class)
            if inside is not None:
                place = f"{above.place}{layer.id}."
                yield from _layers(
                    document, inside, _Layer(place, layer.id, f"{name}/")
                )

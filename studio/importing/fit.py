"""Whether a file of weights is one of this very model's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.block import INSTANCE_NAME
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.known import Known, KnownNode, weights_of_layers
from studio.graph.model import (
    APPLICATIONS,
    BLOCK_CLASS,
    INPUT_CLASS,
    MODEL_CLASS,
    LayerDefinition,
)
from studio.graph.naming import keras_name
from studio.importing import hdf5
from studio.importing.hdf5 import WeightsLayout, WholeFile
from studio.importing.weight_shapes import (
    Needed,
    Shapes,
    kind_of,
    other_shapes,
    other_shapes_by_name,
)

_LAYERS = "layers"
_FUNCTIONAL = "Functional"
_INPUT = "input_layer"
"""Inputs have no weights, and sequential models keep theirs apart."""


def weights_for(
    document: Document, path: Path, known: Known = MappingProxyType({})
) -> WholeFile:
    """Weights in a file of `save_weights`, which fit the document's layers.

    Layers are compared by kind and number, as Keras finds them, and by the shapes of
    their weights where `known` tells them; the rest is compared when Keras loads them.

    Raises:
        StudioError: it cannot be read, or is of another model.
    """
    try:
        with path.open("rb") as file:
            layout = hdf5.check_weights(file, path.name)
    except OSError as error:
        raise StudioError(
            f"“{path}” cannot be read because {cause_of(error)}. Choose another file."
        ) from error
    trouble = _misfit(document, layout) or _misfit_of_shapes(document, layout, known)
    if trouble:
        raise StudioError(
            f"“{path.name}” does not fit this model: {trouble}. Choose weights of the "
            "same model."
        )
    return WholeFile(path, ".weights.h5" if _is_new(layout) else ".h5")


def _is_new(layout: WeightsLayout) -> bool:
    """Whether Keras 3 wrote it: layers are named by their class."""
    return any(path.startswith(f"{_LAYERS}/") for path in layout.arrays)


def _misfit(document: Document, layout: WeightsLayout) -> str:
    if not layout.arrays:
        return "it holds no weights"
    if not _is_new(layout):
        return _misfit_by_name(document, layout)
    found = Counter(_kind_of(d) for d in _layers(document, document.graph))
    stored = Counter(_groups(layout))
    for name in sorted(found | stored):
        if stored[name] != found[name]:
            return f"it has {stored[name]} “{name}”, the model {found[name]}"
    return ""


def _misfit_by_name(document: Document, layout: WeightsLayout) -> str:
    """The form of Keras 2, in which layers stand under their own names."""
    names = {d.name for d in _layers(document, document.graph)}
    stored = {path.split("/")[0] for path in layout.arrays}
    extra = sorted(stored - names - {"top_level_model_weights"})
    return f"the model has no layer “{extra[0]}”" if extra else ""


def _misfit_of_shapes(document: Document, layout: WeightsLayout, known: Known) -> str:
    facts = weights_of_layers(document.graph, known)
    whole = {d for d, layer in facts.items() if layer.outputs}
    needed = [
        Needed(d.name, _kind_of(d), _shapes(facts[d.id]) if d.id in whole else None)
        for d in _layers(document, document.graph)
    ]
    compare = other_shapes if _is_new(layout) else other_shapes_by_name
    return compare(layout, needed)


def _shapes(layer: KnownNode) -> Shapes:
    return tuple(map(tuple, layer.weight_shapes))


def _groups(layout: WeightsLayout) -> Iterator[str]:
    """Kinds of the layers in the outermost model, one for each layer."""
    paths = {*layout.arrays, *layout.names}
    places = {tuple(p.split("/")[:2]) for p in paths if p.startswith(f"{_LAYERS}/")}
    for kind in (kind_of(place[1]) for place in places if len(place) > 1):
        if kind != _INPUT:
            yield kind


def _layers(document: Document, graph: Graph) -> Iterator[LayerDefinition]:
    """Layers that are the model's own to Keras: those in groups too."""
    for definition in graph.definitions.values():
        if definition.layer_class == BLOCK_CLASS and definition.block is not None:
            for node in graph.callers_of(definition.id):
                inside = document.scope(definition.block)
                for inner in _layers(document, inside):
                    yield _named(inner, definition.name, node.id)
        elif not definition.is_op and definition.layer_class != INPUT_CLASS:
            yield definition


def _named(inner: LayerDefinition, instance: str, node_id: str) -> LayerDefinition:
    name = inner.name.replace(INSTANCE_NAME, instance)
    return replace(inner, id=f"{node_id} {inner.id}", name=name)


def _kind_of(definition: LayerDefinition) -> str:
    path = definition.layer_class
    is_model = path == MODEL_CLASS or path.startswith(APPLICATIONS)
    return keras_name(_FUNCTIONAL if is_model else definition.class_name)

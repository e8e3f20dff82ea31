"""Whether a file of weights is one of this very model's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.block import INSTANCE_NAME
from studio.graph.document import Document
from studio.graph.graph import Graph
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

_LAYERS = "layers"
_FUNCTIONAL = "Functional"
_INPUT = "input_layer"
"""Inputs have no weights, and sequential models keep theirs apart."""


def weights_for(document: Document, path: Path) -> WholeFile:
    """Weights in a file of `save_weights`, which fit the document's layers.

    Layers are compared by kind and number, as Keras finds them; their shapes are
    compared when Keras loads them.

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
    trouble = _misfit(document, layout)
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
    found = Counter(
        keras_name(_FUNCTIONAL if d.layer_class == MODEL_CLASS else _class_of(d))
        for d in _layers(document, document.graph)
    )
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


def _groups(layout: WeightsLayout) -> Iterator[str]:
    """Kinds of the layers in the outermost model, one for each layer."""
    paths = {*layout.arrays, *layout.names}
    places = {tuple(p.split("/")[:2]) for p in paths if p.startswith(f"{_LAYERS}/")}
    for name in (place[1] for place in places if len(place) > 1):
        stem, _, number = name.rpartition("_")
        kind = stem if stem and number.isdigit() else name
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


def _class_of(definition: LayerDefinition) -> str:
    is_known = definition.layer_class.startswith(APPLICATIONS)
    return _FUNCTIONAL if is_known else definition.class_name

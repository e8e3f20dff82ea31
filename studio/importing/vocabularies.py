"""Vocabularies that live in an archive's assets, as parameters of their layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.catalog.spec import Catalog
from studio.graph.block import Block
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition
from studio.importing.hdf5 import WeightsLayout
from studio.importing.imported import ImportedModel

_VOCABULARY = "vocabulary"
_SIZE = "vocabulary_size"
_DTYPE = "vocabulary_dtype"
"""Argument of layers whose words are numbers."""


def with_vocabularies(
    model: ImportedModel,
    found: Mapping[str, Sequence[str]],
    layout: WeightsLayout,
    catalog: Catalog,
) -> ImportedModel:
    """Give each layer of the model the words that the archive has for it."""
    document = model.document
    blocks = dict(document.blocks)
    graph = document.graph
    for place, words in found.items():
        names = _names(place, layout)
        if not names:
            continue
        owner = _owner(document, names[:-1])
        if owner is None:
            graph = _with(graph, names[-1], words, catalog)
        elif owner in blocks:
            blocks[owner] = _block_with(blocks[owner], names[-1], words, catalog)
    made = Document(
        graph,
        document.comments.values(),
        document.setup,
        document.last_ids,
        blocks.values(),
    )
    return replace(model, document=made)


def _names(place: str, layout: WeightsLayout) -> list[str]:
    """Names of the layers on the way to a path, outermost first.

    A path that leads into a layer, to one that is part of it, has none.
    """
    parts = place.split("/")
    names = []
    for end in range(2, len(parts) + 1, 2):
        name = layout.names.get("/".join(parts[:end]))
        if parts[end - 2] != "layers" or name is None:
            return []
        names.append(name)
    return names if len(parts) % 2 == 0 else []


def _owner(document: Document, names: Sequence[str]) -> str | None:
    """Block that is the innermost of nested models; None for the document itself."""
    owner: str | None = None
    for name in names:
        definitions = document.scope(owner).definitions.values()
        owner = next((d.block for d in definitions if d.name == name), "")
        if not owner:
            return ""
    return owner


def _with(graph: Graph, name: str, words: Sequence[str], catalog: Catalog) -> Graph:
    nodes, definitions, edges = graph.parts()
    return Graph(
        nodes, [_definition(d, name, words, catalog) for d in definitions], edges
    )


def _block_with(
    block: Block, name: str, words: Sequence[str], catalog: Catalog
) -> Block:
    made = tuple(_definition(d, name, words, catalog) for d in block.definitions)
    return replace(block, definitions=made)


def _definition(
    definition: LayerDefinition, name: str, words: Sequence[str], catalog: Catalog
) -> LayerDefinition:
    spec = catalog.find(definition.layer_class)
    if definition.name != name or spec is None or spec.parameter(_VOCABULARY) is None:
        return definition
    counts = spec.parameter(_DTYPE) is not None
    kept: tuple[str | int, ...] = tuple(map(_number, words)) if counts else tuple(words)
    others = {k: v for k, v in definition.parameters.items() if k != _SIZE}
    return replace(definition, parameters={**others, _VOCABULARY: kept})


def _number(word: str) -> str | int:
    try:
        return int(word)
    except ValueError:
        return word

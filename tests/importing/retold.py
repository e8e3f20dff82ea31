"""Documents as their code tells them, and changed ones."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.block import BlockKind
from studio.graph.document import Document
from studio.graph.muting import set_muted
from studio.importing.groups import Groups
from tests.codegen.samples import Sketch, layer


def opened(document, catalog):
    """The document as its code tells it: without groups, under other ids."""
    other = Document(blocks=document.blocks.values())
    groups = Groups(document.blocks, lambda p: other.new_id(p * 2), catalog)
    models = [b for b in document.blocks.values() if b.kind is not BlockKind.GROUP]
    return Document(groups.opened(document.graph), blocks=models)


def changed(document, name, **parameters):
    definition = next(d for d in document.graph.definitions.values() if d.name == name)
    values = {**definition.parameters, **parameters}
    document.apply(edits.ChangeDefinition(replace(definition, parameters=values)))
    return document


def longer():
    """The sample chain with a layer more in its middle."""
    sketch = Sketch(50)
    x = sketch.input("image", 8, 8, 1)
    x = layer(sketch, "Flatten", "flatten", x)
    x = layer(sketch, "Dropout", "dropout", x, rate=0.5)
    x = layer(sketch, "Dense", "hidden", x, units=16, activation="relu")
    layer(sketch, "Dense", "dense", x, units=3)
    return sketch.document()


def muted(document, *names):
    """The document with the calls of these layers left out."""
    nodes = [n for n in document.graph.nodes if document.graph.title_of(n) in names]
    document.apply(set_muted(document, nodes, True))
    return document

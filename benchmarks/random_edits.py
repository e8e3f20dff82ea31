"""Edits as a person might make them, anywhere in a document, by a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from studio.catalog.spec import Catalog, Parameter, ParameterKind
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.model import LayerDefinition, NodeKind, Point

_ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", "softmax", "linear")
_INSERTED = "keras.layers.BatchNormalization"


def random_edit(document: Document, catalog: Catalog, chance: random.Random) -> Edit:
    """Set a parameter (6 in 10), insert a layer, delete one, or cut a wire."""
    while True:
        kind = chance.choices(("set", "insert", "delete", "cut"), (6, 2, 1, 1))[0]
        try:
            edit = _MAKERS[kind](document, catalog, chance)
        except EditRefused:
            continue
        if edit is not None:
            return edit


def _set(
    document: Document, catalog: Catalog, chance: random.Random
) -> Compound | None:
    definition = document.graph.definition_of(_layer(document, chance))
    spec = catalog.find(definition.layer_class)
    choices = [
        (parameter.name, value)
        for parameter in spec.parameters
        if not parameter.base
        for value in _values(parameter, definition, chance)
    ]
    if not choices:
        return None
    name, value = chance.choice(choices)
    return commands.set_parameters(document, definition.id, {name: value})


def _values(
    parameter: Parameter, definition: LayerDefinition, chance: random.Random
) -> Iterator[object]:
    now = definition.parameters.get(parameter.name, parameter.default)
    if parameter.kind is ParameterKind.BOOL:
        yield not now
    elif parameter.kind is ParameterKind.INT and isinstance(now, int):
        yield max(1, now + chance.randint(-8, 64))
    elif parameter.kind is ParameterKind.FLOAT and isinstance(now, float):
        yield now * chance.random()
    elif parameter.kind is ParameterKind.INT_TUPLE:
        yield chance.randint(1, 7)
    elif parameter.kind is ParameterKind.CHOICE:
        yield chance.choice(parameter.choices)
    elif parameter.kind is ParameterKind.ACTIVATION:
        yield chance.choice(_ACTIVATIONS)


def _insert(
    document: Document, catalog: Catalog, chance: random.Random
) -> Compound | None:
    edge = chance.choice(list(document.graph.edges.values()))
    place, node = commands.place_layer(document, _INSERTED, Point(0, 0), {})
    inverse = document.apply(place)
    try:
        insert = commands.insert_on_edge(document, catalog, node, edge)
    finally:
        document.apply(inverse)
    return None if insert is None else Compound("Insert", (place, insert))


def _delete(document: Document, catalog: Catalog, chance: random.Random) -> Compound:
    return commands.delete_nodes(document, [_layer(document, chance)])


def _cut(document: Document, catalog: Catalog, chance: random.Random) -> Compound:
    return commands.disconnect([chance.choice(list(document.graph.edges))])


def _layer(document: Document, chance: random.Random) -> str:
    nodes = document.graph.nodes.values()
    return chance.choice([n.id for n in nodes if n.kind is NodeKind.LAYER])


_MAKERS = {"set": _set, "insert": _insert, "delete": _delete, "cut": _cut}

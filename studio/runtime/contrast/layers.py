"""Layers that models do not share, or give other arguments."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from studio.catalog.spec import Catalog
from studio.graph.algorithms import topological_order
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.muting import without_muted_nodes
from studio.graph.values import Value
from studio.runtime.contrast.difference import (
    Difference,
    Group,
    differing,
    object_text,
)
from studio.runtime.contrast.settings import parameter_differences


@dataclass(frozen=True)
class Layer:
    """A layer of one model.

    Attributes:
        key: ids that lead to its definition, through blocks.
        path: class path.
        class_name: what a person calls the class; of a block its name.
    """

    key: tuple[str, ...]
    name: str
    path: str
    class_name: str
    parameters: Mapping[str, Value]


@dataclass
class Slot:
    """Layers of several models that are the same one, by place of the model."""

    layers: dict[int, Layer] = field(default_factory=dict)

    @property
    def any(self) -> Layer:
        """The layer of the first model that has it."""
        return next(iter(self.layers.values()))


def layer_differences(
    documents: Sequence[Document], catalog: Catalog
) -> list[Difference]:
    """Layers that some lack, arguments that differ, and wires, if those alone do."""
    seen = [without_muted_nodes(document) for document in documents]
    slots = _aligned([list(_layers(document)) for document in seen])
    found: list[Difference] = []
    for slot in slots:
        found += _of_slot(slot, len(seen), catalog)
    if all(len(slot.layers) == len(seen) for slot in slots):
        found += _of_wires(slots, [document.graph for document in seen])
    return found


def _of_slot(slot: Slot, count: int, catalog: Catalog) -> list[Difference]:
    layers = [slot.layers.get(place) for place in range(count)]
    name = slot.any.name
    if len({layer.path if layer else None for layer in layers}) == 1:
        objects = [(la.path, la.parameters) if la else None for la in layers]
        return parameter_differences(Group.MODEL, name, objects, catalog)
    cells = [object_text(la.class_name, la.parameters) if la else None for la in layers]
    return differing(Group.MODEL, name, cells)


def _layers(
    document: Document,
    graph: Graph | None = None,
    inside: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> Iterator[Layer]:
    """Layers in the order of the calls, those in blocks behind their block."""
    graph = document.graph if graph is None else graph
    seen = set()
    for node_id in topological_order(graph):
        definition = graph.definition_of(node_id)
        if definition is None or definition.id in seen:
            continue
        seen.add(definition.id)
        key = (*inside, definition.id)
        path = (*names, definition.name)
        block = document.blocks.get(definition.block or "")
        kind = block.name if block else definition.class_name
        yield Layer(
            key, "/".join(path), definition.layer_class, kind, definition.parameters
        )
        if block is not None:
            yield from _layers(document, block.graph, key, path)


def _aligned(models: Sequence[Sequence[Layer]]) -> list[Slot]:
    slots: list[Slot] = []
    for place, layers in enumerate(models):
        matched = _matches(slots, layers)
        at = 0
        for layer in layers:
            slot = matched.get(layer.key)
            if slot is None:
                slot = Slot()
                slots.insert(at, slot)
            slot.layers[place] = layer
            at = slots.index(slot) + 1
    return slots


def _matches(
    slots: Sequence[Slot], layers: Sequence[Layer]
) -> dict[tuple[str, ...], Slot]:
    """Slots that layers belong to: by id and class, by name, by order, by id."""
    found: dict[tuple[str, ...], Slot] = {}
    for mark in (_by_key, _by_name):
        free = {mark(slot.any): slot for slot in _free(slots, found)}
        for layer in layers:
            slot = free.pop(mark(layer), None) if layer.key not in found else None
            if slot is not None:
                found[layer.key] = slot
    left = [layer for layer in layers if layer.key not in found]
    rest = _free(slots, found)
    pairs = SequenceMatcher(
        None, [s.any.path for s in rest], [layer.path for layer in left], False
    )
    for a, b, size in pairs.get_matching_blocks():
        for n in range(size):
            found[left[b + n].key] = rest[a + n]
    replaced = {slot.any.key: slot for slot in _free(slots, found)}
    for layer in layers:
        if layer.key not in found and layer.key in replaced:
            found[layer.key] = replaced.pop(layer.key)
    return found


def _free(slots: Sequence[Slot], found: Mapping[tuple[str, ...], Slot]) -> list[Slot]:
    taken = {id(slot) for slot in found.values()}
    return [slot for slot in slots if id(slot) not in taken]


def _by_key(layer: Layer) -> Hashable:
    return layer.key, layer.path


def _by_name(layer: Layer) -> Hashable:
    return layer.name, layer.path


def _of_wires(slots: Sequence[Slot], graphs: Sequence[Graph]) -> list[Difference]:
    """Wires of models that have the same layers, where those differ."""
    wires = []
    for place, graph in enumerate(graphs):
        names = {slot.layers[place].key: slot.any.name for slot in slots}
        wires.append(set(_wires(graph, names)))
    shared = set.intersection(*wires) if wires else set()
    cells = [", ".join(sorted(own - shared)) or None for own in wires]
    return differing(Group.MODEL, "wires", cells)


def _wires(graph: Graph, names: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    for edge in graph.edges.values():
        ends = map(graph.definition_of, (edge.source, edge.target))
        source, target = (names[one.id,] if one else "output" for one in ends)
        port = f" ({edge.port})" if len(graph.edges_into(edge.target)) > 1 else ""
        yield f"{source} → {target}{port}"

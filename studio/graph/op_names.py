"""Layers called like an operation, which nobody can name: Keras counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import count

from studio.graph import edits
from studio.graph.algorithms import topological_order
from studio.graph.block import INSTANCE_NAME, BlockKind
from studio.graph.document import Document
from studio.graph.model import LayerDefinition, NodeKind
from studio.graph.naming import keras_name
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.scoping import scoped


@dataclass(frozen=True, slots=True)
class _Call:
    """A layer or operation as the code makes it.

    Attributes:
        name: what Keras calls the layer; of an operation nothing.
        scope: block that holds it; None for the document's own graph.
        within: names of the groups it is in, the outermost first.
        model: nested model that it is part of; None for the model itself.
    """

    name: str
    definition: LayerDefinition
    node: str
    scope: str | None
    within: tuple[str, ...]
    model: str | None


def check_op_names(document: Document) -> Iterator[Problem]:
    """Layers whose name Keras gives an operation of the same model by itself.

    It counts operations and the layers that the code leaves unnamed: those of the
    document's own graph whose turn in the count they are called after.
    """
    if not any(layer.is_op for layer in document.every_definition()):
        return
    counts: Counter[str] = Counter()
    words: dict[str | None, dict[str, str]] = {}
    layers: dict[tuple[str, tuple[str, ...]], _Call] = {}
    for call in _calls(document, None, (), None):
        definition = call.definition
        word = definition.class_name
        word = word if definition.is_op else keras_name(word)
        automatic = f"{word}_{counts[word]}" if counts[word] else word
        if definition.is_op:
            words.setdefault(call.model, {})[automatic] = word
            counts[word] += 1
        elif (definition.id, call.within) not in layers:
            layers[definition.id, call.within] = call
            counts[word] += call.scope is None and call.name == automatic
    for call in layers.values():
        given = words.get(call.model, {})
        if call.name in given:
            taken = {*given, *(other.name for other in layers.values())}
            yield _problem(call, given[call.name], taken)


def _calls(
    document: Document, scope: str | None, within: tuple[str, ...], model: str | None
) -> Iterator[_Call]:
    """Calls in the order of the data, groups and nested models opened."""
    graph = document.scope(scope)
    entered: set[str] = set()
    own = within[-1] if within else INSTANCE_NAME
    for node in topological_order(graph):
        definition = graph.definition_of(node)
        if definition is None or graph.nodes[node].muted:
            continue
        name = definition.name.replace(INSTANCE_NAME, own)
        block = document.blocks.get(definition.block or "")
        if block is None:
            if not within or graph.nodes[node].kind is not NodeKind.INPUT:
                yield _Call(name, definition, node, scope, within, model)
        elif block.kind is BlockKind.GROUP:
            yield from _calls(document, block.id, (*within, name), model)
        elif block.id not in entered:
            entered.add(block.id)
            yield _Call(name, definition, node, scope, within, model)
            yield from _calls(document, block.id, (), block.id)


def _problem(call: _Call, word: str, taken: Collection[str]) -> Problem:
    text = (
        f"“{call.name}” is a name that Keras gives the operation {word} by itself, "
        "and names are unique."
    )
    own = call.within[-1] if call.within else ""
    base = keras_name(call.definition.class_name)
    if own:
        base = f"{INSTANCE_NAME}_{base}"
    names = (f"{base}_{number}" if number else base for number in count())
    fresh = next(n for n in names if n.replace(INSTANCE_NAME, own) not in taken)
    edit = edits.ChangeDefinition(replace(call.definition, name=fresh))
    title = fresh.replace(f"{INSTANCE_NAME}_", "")
    words = f"Call it {title} behind its block's name" if own else f"Rename to {fresh}"
    fix = Fix(words, scoped(edit, call.scope), safe=True)
    return Problem(
        Severity.ERROR, "G-NAME", text, call.node, "name", (fix,), block=call.scope
    )

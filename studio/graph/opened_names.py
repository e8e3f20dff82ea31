"""Names that clash once groups are opened, as Keras sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, islice

from studio.graph import edits
from studio.graph.block import INSTANCE_NAME, BlockKind
from studio.graph.commands import make_unique
from studio.graph.document import Document
from studio.graph.expanded import MOST_CALLS
from studio.graph.model import LayerDefinition, NodeKind
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.scoping import scoped

_MOST_TRIED = 100
"""Numbers behind a name that are tried to make it unique."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A layer of the opened graph.

    Attributes:
        name: what Keras calls it.
        block: block that holds it; None for the document's own graph.
        node: first node that calls it.
        within: names of the instances it is in, the outermost first.
    """

    name: str
    definition: LayerDefinition
    block: str | None
    node: str
    within: tuple[str, ...]


def check_opened_names(document: Document) -> Iterator[Problem]:
    """Layers of which one is in a group, and which have one name in Keras.

    Those of one and the same graph are told without opening anything.
    """
    models = (b.id for b in document.blocks.values() if b.kind is not BlockKind.GROUP)
    for scope in (None, *document.blocks):
        yield from _shared_groups(document, scope)
    for scope in (None, *models):
        layers = tuple(islice(_layers(document, scope), MOST_CALLS))
        alike: dict[str, list[_Named]] = {}
        for layer in layers:
            alike.setdefault(layer.name, []).append(layer)
        for found in alike.values():
            for one, other in _pairs(found):
                yield _clash(document, one, other, layers)


def _pairs(alike: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Layers of one name to tell of, in different graphs: the first is guilty."""
    own = [layer for layer in alike if not layer.within]
    inner = [layer for layer in alike if layer.within]
    if own and inner:
        yield own[0], inner[0]
    told: set[tuple[str | None, str]] = set()
    for layer in inner[1:]:
        place = layer.block, layer.node
        if layer.within != inner[0].within and place not in told:
            told.add(place)
            yield layer, inner[0]


def _shared_groups(document: Document, scope: str | None) -> Iterator[Problem]:
    """Groups of one name at several nodes: each of these makes all layers anew."""
    inside = document.inside(scope)
    for definition in inside.graph.definitions.values():
        block = document.blocks.get(definition.block or "")
        if block is None or block.kind is not BlockKind.GROUP:
            continue
        title = definition.name.replace(INSTANCE_NAME, "…")
        for node in inside.graph.callers_of(definition.id)[1:]:
            text = (
                f"{title} stands twice, and its layers would get the same names both "
                "times. A block of layers shares no weights: give it another name."
            )
            edit = scoped(make_unique(inside, node.id), scope)
            fix = Fix("Make it an instance of its own", edit, safe=True)
            yield Problem(
                Severity.ERROR, "G-NAME", text, node.id, "name", (fix,), block=scope
            )


def _layers(
    document: Document,
    scope: str | None,
    within: tuple[str, ...] = (),
) -> Iterator[_Named]:
    """Layers of a graph, its own before those in its groups."""
    graph = document.scope(scope)
    groups: list[LayerDefinition] = []
    for definition in graph.definitions.values():
        callers = graph.callers_of(definition.id)
        if not callers or (within and callers[0].kind is NodeKind.INPUT):
            continue
        block = document.blocks.get(definition.block or "")
        own = within[-1] if within else INSTANCE_NAME
        name = definition.name.replace(INSTANCE_NAME, own)
        if block is not None and block.kind is BlockKind.GROUP:
            groups.append(replace(definition, name=name))
        elif not definition.is_op:
            yield _Named(name, definition, scope, callers[0].id, within)
    for group in groups:
        yield from _layers(document, group.block, (*within, group.name))


def _clash(
    document: Document, guilty: _Named, other: _Named, layers: tuple[_Named, ...]
) -> Problem:
    one, other = (guilty, other) if not guilty.within else (other, guilty)
    if one.node == other.node:
        whose = f"one from {_place(one)} and one from {_place(other)}"
    else:
        whose = f"one in {_place(one)} and one in {_place(other)}"
    text = (
        f"The model gets two layers called “{guilty.name}”: {whose}. Keras needs "
        "unique names."
    )
    fix = _renaming(document, guilty, layers)
    return Problem(
        Severity.ERROR,
        "G-NAME",
        text,
        guilty.node,
        "name",
        (fix,) if fix else (),
        block=guilty.block,
    )


def _place(layer: _Named) -> str:
    return layer.within[-1] if layer.within else "the model itself"


def _renaming(
    document: Document, guilty: _Named, layers: tuple[_Named, ...]
) -> Fix | None:
    """The layer renamed so that none of its instances clashes; None if none helps."""
    mine = [n for n in layers if (n.block, n.node) == (guilty.block, guilty.node)]
    taken = {n.name for n in layers if n not in mine}
    old = guilty.definition.name
    base = old
    if guilty.within and INSTANCE_NAME not in old:
        base = f"{INSTANCE_NAME}_{old}"
    for number in islice(count(), _MOST_TRIED):
        fresh = f"{base}_{number}" if number else base
        made = {
            fresh.replace(INSTANCE_NAME, n.within[-1] if n.within else "") for n in mine
        }
        if fresh != old and len(made) == len(mine) and not made & taken:
            edit = edits.ChangeDefinition(replace(guilty.definition, name=fresh))
            title = fresh.replace(f"{INSTANCE_NAME}_", "")
            words = f"Rename to {fresh}"
            if guilty.within:
                words = f"Call it {title} behind its block's name"
            return Fix(words, scoped(edit, guilty.block), safe=True)
    return None

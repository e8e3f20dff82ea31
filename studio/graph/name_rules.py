"""Rules of layers' names: legal and unique, with a better name offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph import edits
from studio.graph.block import INSTANCE_NAME, BlockKind
from studio.graph.document import Document
from studio.graph.model import INPUT_CLASS, LayerDefinition
from studio.graph.naming import (
    illegal_name,
    keras_name,
    legal_name,
    prefix_of,
    unique_name,
)
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.scoping import scoped

_SHOWN = 60


def check_unique_names(document: Document) -> Iterator[Problem]:
    """Names that a layer before has already."""
    seen: set[str] = set()
    for definition in document.graph.definitions.values():
        name = definition.name
        if name in seen:
            text = f"Two layers are called “{name}”. Keras needs unique names."
            yield _problem(document, definition, text, name)
        seen.add(name)


def check_legal_names(document: Document) -> Iterator[Problem]:
    """Names with which no model can be trained."""
    yield from _illegal_names(document)
    for block in document.blocks.values():
        is_group = block.kind is BlockKind.GROUP
        for problem in _illegal_names(document.inside(block.id), is_group):
            fixes = (replace(f, edit=scoped(f.edit, block.id)) for f in problem.fixes)
            yield replace(problem, fixes=tuple(fixes), block=block.id)


def _illegal_names(document: Document, is_group: bool = False) -> Iterator[Problem]:
    """Layers of a graph; the inputs of a group are none."""
    prefix = prefix_of(document) if is_group else ""
    for definition in document.graph.definitions.values():
        if is_group and definition.layer_class == INPUT_CLASS:
            continue
        name = definition.name
        if is_group:
            name = name.replace(INSTANCE_NAME, "block")
        illegal = illegal_name(name)
        if illegal is not None:
            # Not quoted as it is: it may hold anything, and any amount of it.
            shown = "".join(c if c.isprintable() else "?" for c in name[:_SHOWN])
            text = f"The name “{shown}” cannot be trained. {illegal}"
            base = legal_name(name) if name else keras_name(definition.class_name)
            yield _problem(document, definition, text, prefix + base)


def _problem(
    document: Document, definition: LayerDefinition, text: str, base: str
) -> Problem:
    callers = document.graph.callers_of(definition.id)
    fresh = unique_name(document, base)
    step = edits.ChangeDefinition(replace(definition, name=fresh))
    return Problem(
        Severity.ERROR,
        "G-NAME",
        text,
        callers[0].id if callers else None,
        "name",
        (Fix(f"Rename to {fresh}", step, safe=True),),
    )

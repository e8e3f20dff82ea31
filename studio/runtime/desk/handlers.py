"""What the desk does with each request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.catalog.spec import Catalog
from studio.catalog.store import load_catalog
from studio.codegen.source import Source
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.graph import Graph
from studio.graph.layout.jobs import layout_edit
from studio.graph.problems import Problem
from studio.graph.review import Said, review
from studio.graph.rules import check
from studio.protocol.desk_messages import (
    Arranged,
    ArrangeDocument,
    FollowEdits,
    HoldDocument,
    HoldFacts,
    ReviewDocument,
    Reviewed,
    WriteCode,
    Written,
)
from studio.protocol.facts import NodeFacts
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.told_ports import ToldPorts
from studio.runtime.engine.context import Context
from studio.runtime.shown_code import shown_code


@dataclass(slots=True)
class Held:
    """The window's document, kept in step by its edits; None before it came.

    Attributes:
        facts: what Keras says of each node.
        structural: problems of the document as it is now, once they are known.
    """

    document: Document | None = None
    revision: int = -1
    catalog: Catalog = field(default_factory=lambda: Catalog("", ()))
    facts: dict[str, NodeFacts] = field(default_factory=dict)
    structural: list[Problem] | None = None


def hold_document(request: HoldDocument, context: Context) -> None:
    """Begin with another document."""
    held = context.keep(Held, Held)
    held.document, held.facts, held.structural = None, {}, None
    catalog = load_catalog()
    if catalog.keras_version != request.keras:
        return  # what is asked of it will be out of step
    held.catalog = catalog.with_classes(request.classes)
    held.document = Document(
        Graph(request.nodes, request.definitions, request.edges),
        request.comments,
        request.setup,
        request.last_ids,
        request.blocks,
    )
    held.revision = request.revision


def follow_edits(request: FollowEdits, context: Context) -> None:
    """Do what was done in the window."""
    held = context.keep(Held, Held)
    if held.document is None or held.revision != request.base:
        held.document = None
        return
    try:
        for edit in request.edits:
            held.document.apply(edit)
    except EditRefused:
        held.document = None
    held.revision, held.structural = request.revision, None


def hold_facts(request: HoldFacts, context: Context) -> None:
    """Note what Keras says."""
    facts = context.keep(Held, Held).facts
    facts.update({told.node: told for group in request.facts for told in group.each()})
    for node in request.gone:
        facts.pop(node, None)


def review_document(request: ReviewDocument, context: Context) -> None:
    """Answer with all problems."""
    held = context.keep(Held, Held)
    document = _document(request, context)
    if document is None:
        return
    if held.structural is None:
        held.structural = check(document, held.catalog)
    said = Said(held.facts, request.problems, request.data, request.device)
    found = review(document, held.catalog, said, held.structural)
    context.send(Reviewed(request.request, tuple(found)))


def write_code(request: WriteCode, context: Context) -> None:
    """Answer with a script, or with the reason why there is none."""
    held = context.keep(Held, Held)
    document = _document(request, context)
    if document is None:
        return
    folder = Path(request.folder)
    try:
        source = shown_code(request.kind, document, held.catalog, folder, request.title)
    except StudioError as error:
        context.send(Written(request.request, "", (), (), (), str(error)))
        return
    context.send(_written(request.request, source))


def arrange_document(request: ArrangeDocument, context: Context) -> None:
    """Answer with an edit that lays it out."""
    held = context.keep(Held, Held)
    document = _document(request, context)
    if document is None:
        return
    ports = ToldPorts(document, held.catalog, held.facts)
    edit = layout_edit(document, ports, request.job)
    context.send(Arranged(request.request, edit))


def _document(
    request: ReviewDocument | WriteCode | ArrangeDocument, context: Context
) -> Document | None:
    """The document that a request is about; None, and told, if it is another."""
    held = context.keep(Held, Held)
    if held.document is not None and held.revision == request.revision:
        return held.document
    context.send(OutOfStep(request.request))
    return None


def _written(request: int, source: Source) -> Written:
    ranges = [(node, *r) for node, found in source.lines_of.items() for r in found]
    nodes, first, last = zip(*ranges, strict=True) if ranges else ((), (), ())
    return Written(request, source.text, nodes, first, last)


HANDLERS: dict[type, Callable[[Any, Context], None]] = {
    HoldDocument: hold_document,
    FollowEdits: follow_edits,
    HoldFacts: hold_facts,
    ReviewDocument: review_document,
    WriteCode: write_code,
    ArrangeDocument: arrange_document,
}

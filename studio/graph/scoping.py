"""Edits made for the inside of a block, as edits of the whole document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from studio.graph import edits
from studio.graph.changes import BlockChanged, Change
from studio.graph.edits import Compound, Edit

_OF_THE_DOCUMENT = (
    edits.AddBlock,
    edits.RemoveBlock,
    edits.ChangeBlock,
    edits.InBlock,
    edits.ChangeSetup,
)


def scoped(edit: Edit, block_id: str | None) -> Edit:
    """Lead an edit of nodes, wires and comments into a block; None: as it is.

    Steps that concern the document as a whole stay outside.
    """
    if block_id is None:
        return edit
    name = edit.name if isinstance(edit, Compound) else ""
    steps: list[Edit] = []
    for whole, run in groupby(_flat(edit), lambda e: isinstance(e, _OF_THE_DOCUMENT)):
        if whole:
            steps += run
        else:
            steps.append(edits.InBlock(block_id, Compound(name, tuple(run))))
    return Compound(name, tuple(steps))


def changes_inside(
    records: Iterable[Change], block_id: str | None
) -> tuple[Change, ...] | None:
    """What happened in a block's graph, or outside all; None if it is another.

    Changes of other blocks are part of it: nodes that stand for them differ.
    """
    found: list[Change] = []
    for record in records:
        if isinstance(record, BlockChanged) and record.new.id == block_id:
            if not record.inside:
                return None
            found += record.inside
        elif block_id is None or isinstance(record, BlockChanged):
            found.append(record)
    return tuple(found)


def _flat(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Compound):
        for step in edit.edits:
            yield from _flat(step)
    else:
        yield edit

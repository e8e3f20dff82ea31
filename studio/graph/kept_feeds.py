"""Settings of inputs and outputs, kept with them whatever an edit does to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup, Compound, Edit
from studio.graph.feeds import Feed, Feeds, feed_node, has_arrays, model_feeds
from studio.graph.setup import Setup

_DRAWN = (
    edits.MoveNodes,
    edits.Reroute,
    edits.AddComment,
    edits.RemoveComment,
    edits.ChangeComment,
)
_Setting = TypeVar("_Setting")


def keeping_feeds(document: Document, edit: Edit, arrays: Collection[str]) -> Edit:
    """`edit`, and what keeps arrays, losses and metrics with what they are for.

    An input or output that another node makes afterwards takes them along, one of
    another name keeps its array, and those of a deleted one go. `arrays` are the
    names that the data has.

    Raises:
        EditRefused: the edit does not fit.
    """
    if isinstance(edit, _DRAWN) or not _has_any(document.setup):
        return edit
    after = document.copy()
    after.apply(edit)
    setup = _kept(document, after, arrays)
    if setup == after.setup:
        return edit
    name = edit.name if isinstance(edit, Compound) else ""
    return Compound(name, (edit, ChangeSetup(setup)))


def _has_any(setup: Setup) -> bool:
    own = setup.data.arrays or setup.compile.outputs
    return bool(own) or has_arrays(setup.data)


def _kept(before: Document, after: Document, arrays: Collection[str]) -> Setup:
    old, new, setup = model_feeds(before), model_feeds(after), after.setup
    moved = dict(_moved(old.inputs, new.inputs)) | dict(
        _moved(old.outputs, new.outputs)
    )
    chosen = _carried(setup.data.arrays, moved, after)
    if _source(before.setup) == _source(setup):
        chosen |= dict(_by_old_names(before, old, new, moved, chosen, arrays))
    outputs = _carried(setup.compile.outputs, moved, after)
    return replace(
        setup,
        data=replace(setup.data, arrays=chosen),
        compile=replace(setup.compile, outputs=outputs),
    )


def _source(setup: Setup) -> tuple[str, str]:
    return setup.data.kind, setup.data.path


def _moved(old: Sequence[Feed], new: Sequence[Feed]) -> Iterator[tuple[str, str]]:
    """Which new feeds are the old ones, where as many came as went."""
    before, now = {feed.id for feed in old}, {feed.id for feed in new}
    gone = [feed.id for feed in old if feed.id not in now]
    come = [feed.id for feed in new if feed.id not in before]
    if len(gone) == len(come):
        yield from zip(gone, come, strict=True)


def _carried(
    settings: Mapping[str, _Setting], moved: Mapping[str, str], after: Document
) -> dict[str, _Setting]:
    """Settings under the ids of now; none of nodes that are gone."""
    led = {moved.get(key, key): value for key, value in settings.items()}
    return {k: v for k, v in led.items() if feed_node(k) in after.graph.nodes}


def _by_old_names(
    before: Document,
    old: Feeds,
    new: Feeds,
    moved: Mapping[str, str],
    chosen: Mapping[str, str],
    arrays: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Arrays that were found by a name which their input or output lost."""
    names = {feed.id: feed.name for feed in (*new.inputs, *new.outputs)}
    for feed in (*old.inputs, *old.outputs):
        now = moved.get(feed.id, feed.id)
        is_by_name = feed.id not in before.setup.data.arrays and feed.name in arrays
        if is_by_name and now not in chosen and names.get(now, feed.name) not in arrays:
            yield now, feed.name

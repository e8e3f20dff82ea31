"""Several runs side by side: read from disk, and what differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.document import Document
from studio.runtime.contrast.difference import Difference, Group, differing
from studio.runtime.contrast.layers import layer_differences
from studio.runtime.contrast.results import result_differences
from studio.runtime.contrast.settings import settings_differences
from studio.runtime.metrics import RunMetrics
from studio.runtime.run import Run
from studio.runtime.run_record import RunState


@dataclass(frozen=True, slots=True)
class RunReading:
    """A run with what its folder holds.

    Attributes:
        document: what was trained; None if it cannot be read any more.
        metrics: those of epochs alone.
        trouble: why something is missing; empty otherwise.
    """

    run: Run
    document: Document | None
    metrics: RunMetrics
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between runs.

    Attributes:
        labels: a name for each run, all different.
        notes: sentences on what could not be compared.
    """

    readings: tuple[RunReading, ...]
    labels: tuple[str, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()


def read_run(run: Run) -> RunReading:
    """Read what is compared; what is missing is told by `trouble`."""
    from studio.project.store import load

    if run.record.state is RunState.DAMAGED:
        return RunReading(run, None, RunMetrics(), run.record.error)
    metrics = run.metrics(batches=False)
    try:
        document = load(run.document_path).document
    except StudioError as error:
        return RunReading(run, None, metrics, str(error))
    return RunReading(run, document, metrics, " ".join(metrics.damage))


def compare(readings: Sequence[RunReading], catalog: Catalog) -> Comparison:
    """What differs between runs, in their order."""
    records = [reading.run.record for reading in readings]
    known = [n for n, one in enumerate(readings) if one.document is not None]
    documents = [one.document for one in readings if one.document is not None]
    rows = settings_differences(documents, catalog)
    rows += layer_differences(documents, catalog)
    found = [_spread(row, known, len(records)) for row in rows]
    counts = [record.parameters or None for record in records]
    found += differing(Group.MODEL, "parameters", counts)
    found += result_differences(records, [one.metrics for one in readings])
    labels = labels_of([reading.run for reading in readings])
    notes = tuple(one.trouble for one in readings if one.trouble)
    return Comparison(tuple(readings), labels, tuple(found), notes)


def labels_of(runs: Sequence[Run]) -> tuple[str, ...]:
    """Titles of runs; where several are alike, with the time each began."""
    titles = [run.title for run in runs]
    for form in ("{:%H:%M}", "{:%Y-%m-%d %H:%M:%S}"):
        doubled = _doubled(titles)
        titles = [
            f"{run.title} {_time(run, form)}" if title in doubled else title
            for title, run in zip(titles, runs, strict=True)
        ]
    doubled = _doubled(titles)
    return tuple(
        run.id if title in doubled else title
        for title, run in zip(titles, runs, strict=True)
    )


def _doubled(titles: Sequence[str]) -> set[str]:
    return {title for title, count in Counter(titles).items() if count > 1}


def _time(run: Run, form: str) -> str:
    try:
        return form.format(datetime.fromisoformat(run.record.started).astimezone())
    except ValueError:
        return run.id


def _spread(row: Difference, known: Sequence[int], count: int) -> Difference:
    """Row of all runs, made of one of those whose document is known."""
    cells = dict(zip(known, row.values, strict=True))
    values = tuple(cells.get(place) for place in range(count))
    return replace(row, values=values, best=tuple(known[n] for n in row.best))

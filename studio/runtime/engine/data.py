"""Data described by loading it with the very code that training uses."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.codegen.training_code import generate_data
from studio.errors import StudioError
from studio.graph.data_kinds import Task, data_kind
from studio.graph.feeds import Feeds
from studio.graph.setup import ColumnFacts, DataFacts, DataSource
from studio.graph.table_options import targets_of
from studio.protocol.messages import DataDescribed, DescribeData
from studio.runtime.engine.array_check import (
    check_arrays,
    check_named_arrays,
    names_in,
)
from studio.runtime.engine.context import Context
from studio.runtime.engine.download import told_downloads
from studio.runtime.engine.facts import describe_splits, number_names, preview
from studio.runtime.engine.job import Job
from studio.runtime.engine.named_data import describe_named, found_feeds
from studio.runtime.engine.picture_data import describe_pictures
from studio.runtime.engine.picture_folder import class_folders
from studio.runtime.engine.script import script_module
from studio.runtime.engine.table_check import check_table
from studio.runtime.run_record import RunRecord

Described = tuple[DataFacts, tuple[str, ...], bytes]
"""Facts, and a preview: labels and samples."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a source besides its arrays."""

    columns: tuple[ColumnFacts, ...] = ()
    classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def describe(request: DescribeData, context: Context) -> None:
    """Answer with facts and preview samples of a data source.

    Raises:
        StudioError: there is none, or something is wrong with it; says all of it.
    """
    source = request.source
    if source.kind == "none":
        raise StudioError("No data is chosen yet. Choose data in the Data panel.")
    base = Path(request.base) if request.base else None
    with Job(context) as job:
        job.begin("Reading the data")
        if source.kind == "images":
            answer = describe_pictures(request, base, job, context)
            if answer is not None:
                context.send(answer)
            return
        if request.feeds is None:
            facts, labels, samples = _one_pair(request, base, job, context)
        else:
            facts, labels, samples = _named(request, request.feeds, base, job)
    shape = facts.input_shape
    context.send(
        DataDescribed(request.request, facts, len(labels), labels, shape, samples)
    )


def _one_pair(
    request: DescribeData, base: Path | None, job: Job, context: Context
) -> Described:
    """Facts, and preview, of one array of samples and one of labels."""
    source = request.source
    known = _known(source, base)
    script = generate_data(source, request.seed, base)
    job.begin("Loading data")
    with script_module(script) as module, _told(source, context):
        splits = module.load_data()
    classes = known.classes or number_names(splits)
    title = _title(source)
    facts = describe_splits(title, splits, classes, known.columns, known.notes)
    return facts, *preview(splits[0], classes)


def _named(
    request: DescribeData, feeds: Feeds, base: Path | None, job: Job
) -> Described:
    """Facts, and preview, of an array for each input and output that is there."""
    source = request.source
    there = _array_names(source, base)
    found = found_feeds(feeds, there, _title(source))
    path = source.file_from(base or Path())
    if path is not None:
        check_named_arrays(path, found)
    script = generate_data(source, request.seed, base, found)
    job.begin("Loading data")
    with script_module(script) as module:
        splits = module.load_data()
    return describe_named(_title(source), splits, found, there)


def _array_names(source: DataSource, base: Path | None) -> tuple[str, ...]:
    path = source.file_from(base or Path())
    if path is not None:
        return names_in(path)
    kind = data_kind(source.kind)
    if kind is None or not kind.arrays:
        raise StudioError("No data file is chosen yet. Choose one in the Data panel.")
    return kind.arrays


def class_names(record: RunRecord) -> tuple[str, ...]:
    """Names of the classes where a run's data names them; else empty.

    Raises:
        StudioError: the data file is not as it was.
    """
    if not record.data:
        return ()
    base = Path(record.base) if record.base else None
    return _known(DataSource(**record.data), base).classes


def _known(source: DataSource, base: Path | None) -> Known:
    path = source.file_from(base or Path())
    if path is not None:
        return _known_of_file(source, path)
    match source.kind:
        case "iris":
            from sklearn.datasets import load_iris

            iris = load_iris()
            names = tuple(str(name) for name in iris.target_names)
            return Known(_columns(iris.feature_names, iris.data), names)
        case "diabetes":
            from sklearn.datasets import load_diabetes

            patients = load_diabetes(scaled=False)
            return Known(_columns(patients.feature_names, patients.data))
    return Known()


def _known_of_file(source: DataSource, path: Path) -> Known:
    options = source.options
    if source.kind == "images":
        return Known(classes=tuple(class_folders(path)))
    if source.kind == "npz":
        check_arrays(path, options.get("x", "x"), options.get("y", "y"))
        return Known()
    targets = targets_of(options)
    table = check_table(path, targets, _task(source), _delimiter(source))
    return Known(table.columns, table.classes, table.notes)


def _task(source: DataSource) -> Task:
    task = source.options.get("task", Task.CLASSIFICATION)
    if task not in tuple(Task):
        raise StudioError(
            f"The task of the table is {task!a:.40}. Choose classification or "
            "regression in the Data panel."
        )
    return Task(task)


def _delimiter(source: DataSource) -> str:
    delimiter = str(source.options.get("delimiter") or ",")
    if len(delimiter) != 1:
        raise StudioError(
            "The cells of a table are separated by one character, not by "
            f"{delimiter!a:.40}. Change the delimiter in the Data panel."
        )
    return delimiter


def _columns(names: list[str], data: Any) -> tuple[ColumnFacts, ...]:
    ranges = zip(names, data.min(axis=0), data.max(axis=0), strict=True)
    return tuple(
        ColumnFacts(name, float(low), float(high)) for name, low, high in ranges
    )


def _title(source: DataSource) -> str:
    kind = data_kind(source.kind)
    if kind is None or kind.reads_file:
        return Path(source.path).name
    is_embedded = source.kind in {"digits", "iris", "diabetes"}
    return f"{kind.title} (scikit-learn)" if is_embedded else kind.title


def _told(
    source: DataSource, context: Context
) -> contextlib.AbstractContextManager[None]:
    kind = data_kind(source.kind)
    if kind is None or kind.offline:
        return contextlib.nullcontext()
    return told_downloads(context, kind.download)

"""Settings in which documents differ: data, compile, fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from studio.catalog.spec import Catalog
from studio.graph.document import Document
from studio.graph.feeds import feeds_of
from studio.graph.setup import CompileSettings, DataSource, FitSettings, Setup
from studio.graph.values import Value, is_object, object_path
from studio.runtime.contrast.difference import (
    Difference,
    Group,
    differing,
    object_text,
    value_cell,
)


def settings_differences(
    documents: Sequence[Document], catalog: Catalog
) -> list[Difference]:
    """Settings that differ."""
    sheets = [dict(_settings_of(document)) for document in documents]
    found: list[Difference] = []
    for name in dict.fromkeys(name for sheet in sheets for name in sheet):
        values = [sheet.get(name) for sheet in sheets]
        found += _of_setting(name, values, catalog)
    return found


def parameter_differences(
    group: Group,
    place: str,
    objects: Sequence[tuple[str, Mapping[str, Value]] | None],
    catalog: Catalog,
) -> list[Difference]:
    """Arguments in which objects differ, each given by its path and arguments.

    Keras' default stands for what is not given. What nobody gave is told only
    where every one of the objects has it.
    """
    whole = [_with_defaults(one, catalog) for one in objects]
    given = dict.fromkeys(name for one in objects if one for name in one[1])
    shared = [n for n in whole[0] if all(n in one for one in whole)] if whole else []
    found: list[Difference] = []
    for name in dict.fromkeys((*given, *shared)):
        cells = [value_cell(one[name]) if name in one else None for one in whole]
        found += differing(group, f"{place}: {name}", cells)
    return found


def _with_defaults(
    one: tuple[str, Mapping[str, Value]] | None, catalog: Catalog
) -> dict[str, Value]:
    if one is None:
        return {}
    path, given = one
    spec = catalog.find(path)
    known = () if spec is None else spec.parameters
    usual = {p.name: p.default for p in known if not (p.base or p.required)}
    # Every object has a name of its own, which says nothing.
    usual.pop("name", None)
    return {**usual, **given}


def _of_setting(
    name: str, values: Sequence[Value], catalog: Catalog
) -> list[Difference]:
    if not any(map(is_object, values)):
        cells = [None if value is None else value_cell(value) for value in values]
        return differing(Group.SETUP, name, cells)
    names = [v["class_name"] if is_object(v) else v for v in values]
    objects = [(object_path(v), v["config"]) if is_object(v) else None for v in values]
    return [
        *differing(Group.SETUP, name, names),
        *parameter_differences(Group.SETUP, name, objects, catalog),
    ]


def _settings_of(document: Document) -> Iterator[tuple[str, Value]]:
    setup = document.setup
    yield from _of_data(setup.data)
    yield from _of_compile(document, setup.compile)
    yield from _of_fit(setup.fit)
    yield from _of_rest(setup)


def _of_data(data: DataSource) -> Iterator[tuple[str, Value]]:
    yield "data", data.kind
    if data.path:
        yield "data file", data.path
    for name, value in data.options.items():
        yield f"data: {name}", value
    yield "validation_split", data.validation_split
    yield "test_split", data.test_split
    for feed, array in data.arrays.items():
        yield f"array for {feed}", array


def _of_compile(
    document: Document, settings: CompileSettings
) -> Iterator[tuple[str, Value]]:
    yield "optimizer", settings.optimizer
    yield "loss", settings.loss
    yield "metrics", _texts(settings.metrics)
    feeds = feeds_of(document) if settings.outputs else None
    names = {feed.id: feed.name for feed in feeds.outputs} if feeds else {}
    for key, own in settings.outputs.items():
        of = names.get(key) or key
        if own.loss is not None:
            yield f"loss of {of}", own.loss
        yield f"loss weight of {of}", own.weight
        if own.metrics is not None:
            yield f"metrics of {of}", _texts(own.metrics)


def _of_fit(fit: FitSettings) -> Iterator[tuple[str, Value]]:
    yield "epochs", fit.epochs
    yield "batch_size", fit.batch_size
    yield "seed", fit.seed
    yield "device asked for", fit.device
    seen: dict[str, int] = {}
    for callback in fit.callbacks:
        name = callback["class_name"]
        seen[name] = seen.get(name, 0) + 1
        number = f" {seen[name]}" if seen[name] > 1 else ""
        yield f"callback {name}{number}", object_text(name, callback["config"])


def _of_rest(setup: Setup) -> Iterator[tuple[str, Value]]:
    if not setup.model.trainable:
        yield "trainable", False
    if setup.model.weights is not None:
        weights = setup.model.weights
        part = " (of some layers)" if weights.is_partial else ""
        yield "starts from weights", f"{weights.sha256[:8]}{part}"
    if setup.code.custom:
        yield "own code", _mark(setup.code.custom)
    if setup.code.modules:
        yield "modules", ", ".join(setup.code.modules)


def _mark(text: str) -> str:
    """Short mark of a text: the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _texts(values: Sequence[Value]) -> str:
    return ", ".join(str(value_cell(value)) for value in values) or "none"

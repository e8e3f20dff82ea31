"""Callbacks that watch a number of training: whether it is there, and which way."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import keras
from keras.src.callbacks.monitor_callback import MonitorCallback
from keras.src.trainers.compile_utils import CompileMetrics, get_metric

from studio.catalog.spec import Catalog
from studio.graph.commands import change_compile, change_data, change_fit
from studio.graph.document import Document
from studio.graph.feeds import feeds_of
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.values import Value, canonical, is_object, object_path
from studio.runtime.engine.layers import Workshop

_VALIDATION = "val_"
_UNMEASURED = "learning_rate"
"""What callbacks themselves add to the numbers begins so."""
_SPLIT = 0.2
_OFFERED = 3
_SURE = 0.8
"""How alike two names are of which one was meant for the other."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What training will tell after each epoch.

    Attributes:
        ways: names, each with the mode in which it gets better; None if only a
            person knows.
        compiled: the metrics as `Model.compile` keeps them.
        is_all: whether layers of one's own may add others.
    """

    ways: Mapping[str, str | None]
    compiled: CompileMetrics
    is_all: bool


class Watching:
    """Checks callbacks against what Keras will measure; remembers its answer."""

    def __init__(self, workshop: Workshop, catalog: Catalog) -> None:
        self._workshop, self._catalog = workshop, catalog
        self._asked: tuple[Any, ...] = ()
        self._told: tuple[Problem, ...] = ()

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """What is wrong with the numbers that callbacks watch.

        Keras must have nothing against the settings themselves.
        """
        callbacks = [
            (index, value)
            for index, value in enumerate(document.setup.fit.callbacks)
            if is_object(value) and self._watches(value)
        ]
        if not callbacks:
            return ()
        feeds, given = feeds_of(document), canonical(document.setup.fit.callbacks)
        key = (document.setup, given, feeds, _has_own_layers(document))
        if key != self._asked:
            measured = self._measured(document)
            self._told = tuple(
                problem
                for index, value in callbacks
                for problem in self._check(document, index, value, measured)
            )
            self._asked = key
        return self._told

    def _watches(self, value: Any) -> bool:
        spec = self._catalog.find(object_path(value))
        return spec is not None and spec.parameter("monitor") is not None

    def _made(self, value: Any) -> Any:
        """Object of a serialised value; a word stays one, as Keras takes it."""
        if not is_object(value):
            return value
        spec = self._catalog.find(object_path(value))
        return self._workshop.make_of(spec, value["config"]) if spec else value

    def _measured(self, document: Document) -> Measured:
        settings, feeds = document.setup.compile, feeds_of(document)
        outputs = feeds.outputs if feeds else ()
        tensor = keras.KerasTensor((None, 1))
        ways: dict[str, str | None] = {"loss": "min"}
        if len(outputs) > 1:
            losses = [o.name for o in outputs if settings.of(o.id).loss is not None]
            if len(losses) > 1:
                ways |= {f"{name}_loss": "min" for name in losses}
            names = [output.name for output in outputs]
            own = {o.name: self._metrics(settings.of(o.id).metrics) for o in outputs}
            given: Any = {name: metrics for name, metrics in own.items() if metrics}
            compiled = CompileMetrics(given, None, output_names=names)
            compiled.build([tensor] * len(names), [tensor] * len(names))
        else:
            compiled = CompileMetrics(self._metrics(settings.metrics), None)
            compiled.build(tensor, tensor)
        for name, metric in _named(compiled):
            ways[name] = {"up": "max", "down": "min"}.get(
                getattr(metric, "_direction", "")
            )
        if document.setup.data.validation_split > 0:
            ways |= {f"{_VALIDATION}{name}": way for name, way in ways.items()}
        return Measured(ways, compiled, not _has_own_layers(document))

    def _metrics(self, metrics: Sequence[Value]) -> list[Any]:
        return [self._made(value) for value in metrics]

    def _check(
        self, document: Document, index: int, value: Any, measured: Measured
    ) -> Iterator[Problem]:
        callback = self._made(value)
        if not isinstance(callback, MonitorCallback):
            return
        watch = _Watch(document, index, callback, measured)
        name = callback.monitor
        if name not in measured.ways:
            yield from self._unmeasured(watch)
        elif watch.ends_training:
            yield _unclear(watch)
        elif watch.is_contrary:
            yield _contrary(watch)

    def _unmeasured(self, watch: _Watch) -> Iterator[Problem]:
        """A number that will not be there; none that something else may add."""
        name, measured = watch.name, watch.measured
        plain = name.removeprefix(_VALIDATION)
        needs_data = plain != name and plain in measured.ways
        if not needs_data and (plain.startswith(_UNMEASURED) or not measured.is_all):
            return
        if not watch.ends_training and not watch.is_used:
            return
        comes = "would end training with an error after the first epoch"
        what = comes if watch.ends_training else "would do nothing"
        if needs_data:
            text = (
                f"watches “{name}”, which is measured on validation data, and none is "
                f"set apart. It {what}. Set data apart, or watch “{plain}”."
            )
            split = change_data(watch.document, validation_split=_SPLIT)
            fixes = [Fix(f"Set {_SPLIT:.0%} of the data apart for validation", split)]
            fixes.append(watch.fix(f"Watch {plain}", monitor=plain))
        else:
            listed = ", ".join(f"“{known}”" for known in measured.ways)
            text = (
                f"watches “{name:.60}”, which training does not measure. It {what}. "
                f"Watch one of {listed}."
            )
            fixes = [*self._measuring(watch, plain), *_nearest(watch)]
        severity = Severity.ERROR if watch.ends_training else Severity.WARNING
        yield watch.problem(severity, "D-MONITOR", text, "monitor", *fixes)

    @staticmethod
    def _measuring(watch: _Watch, plain: str) -> Iterator[Fix]:
        """The metric of that name measured too, where there is one output."""
        feeds, tensor = feeds_of(watch.document), keras.KerasTensor((None, 1))
        try:
            get_metric(plain, tensor, tensor)
        except ValueError:
            return
        if feeds is None or len(feeds.outputs) == 1:
            metrics = (*watch.document.setup.compile.metrics, plain)
            edit = change_compile(watch.document, metrics=metrics)
            yield Fix(f"Measure {plain}", edit)


@dataclass(frozen=True, slots=True)
class _Watch:
    """A callback of a document, made by Keras, and what it could watch."""

    document: Document
    index: int
    callback: Any
    measured: Measured

    @property
    def name(self) -> str:
        return str(self.callback.monitor)

    @property
    def is_used(self) -> bool:
        """Whether it goes by the number at all."""
        return bool(getattr(self.callback, "save_best_only", True))

    @property
    def ends_training(self) -> bool:
        """Whether Keras cannot tell which way is better, and would say so by failing.

        The callback is asked, as it asks itself after the first epoch.
        """
        self.callback.set_model(SimpleNamespace(metrics=[self.measured.compiled]))
        try:
            self.callback._set_monitor_op()
        except ValueError:
            return True
        return False

    @property
    def is_contrary(self) -> bool:
        """Whether it takes worse for better."""
        way = self.measured.ways[self.name]
        mode = self.callback.mode
        return self.is_used and way is not None and mode not in ("auto", way)

    def of(self, name: str) -> _Watch:
        """The same callback, watching another number."""
        callback = copy(self.callback)
        callback.monitor, callback.monitor_op = name, None
        return replace(self, callback=callback)

    def fix(self, title: str, safe: bool = False, **values: Value) -> Fix:
        """Repair that sets parameters of the callback."""
        callbacks: list[Any] = list(self.document.setup.fit.callbacks)
        old = callbacks[self.index]
        callbacks[self.index] = {**old, "config": {**old["config"], **values}}
        edit = change_fit(self.document, callbacks=tuple(callbacks))
        return Fix(title, edit, safe)

    def problem(
        self, severity: Severity, code: str, text: str, field: str, *fixes: Fix
    ) -> Problem:
        title = f"The callback {type(self.callback).__name__}"
        place = f"callbacks[{self.index}].{field}"
        return Problem(severity, code, f"{title} {text}", None, place, fixes)


def _unclear(watch: _Watch) -> Problem:
    way = watch.measured.ways[watch.name]
    modes = (way,) if way else ("max", "min")
    text = (
        f"watches “{watch.name}”, and Keras cannot tell by itself whether more of it "
        "is better. It would end training with an error after the first epoch. Set "
        f"mode to {' or '.join(modes)}."
    )
    fixes = [watch.fix(f"Set mode to {m}", safe=bool(way), mode=m) for m in modes]
    return watch.problem(Severity.ERROR, "D-MODE", text, "mode", *fixes)


def _contrary(watch: _Watch) -> Problem:
    way = watch.measured.ways[watch.name]
    better = "more" if way == "max" else "less"
    text = (
        f"takes {'less' if way == 'max' else 'more'} of “{watch.name}” for better, and "
        f"{better} of it is. Set mode to {way}."
    )
    fix = watch.fix(f"Set mode to {way}", safe=True, mode=way)
    return watch.problem(Severity.WARNING, "D-MODE", text, "mode", fix)


def _nearest(watch: _Watch) -> Iterator[Fix]:
    """Numbers that are there, those of almost the same name first."""
    names = list(watch.measured.ways)
    close = difflib.get_close_matches(watch.name, names, 1, _SURE)
    for known in difflib.get_close_matches(watch.name, names, _OFFERED, 0.0):
        values: dict[str, Value] = {"monitor": known}
        if watch.of(known).ends_training:
            values["mode"] = watch.measured.ways[known] or "max"
        yield watch.fix(f"Watch {known}", known in close, **values)


def _named(compiled: CompileMetrics) -> Iterator[tuple[str, Any]]:
    """Metrics by the names that `Model.fit` tells them under.

    `CompileMetrics.result` would tell them too, but some metrics have no result
    before the first sample.
    """
    counts: dict[str, int] = {}
    for listed in compiled._flat_metrics:
        for metric in listed.metrics if listed else ():
            whose = f"{listed.output_name}_" if listed.output_name else ""
            name = f"{whose}{metric.name}"
            number = counts[name] = counts.get(name, 0) + 1
            yield (f"{name}_{number - 1}" if number > 1 else name), metric


def _has_own_layers(document: Document) -> bool:
    return any(layer.is_foreign for layer in document.every_definition())

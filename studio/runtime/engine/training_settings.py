"""Settings of training as Keras makes them, and what it has against them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import keras
from keras.src.trainers.compile_utils import get_loss, get_metric

from studio.catalog.spec import Catalog, Role
from studio.graph.document import Document
from studio.graph.feeds import model_feeds, output_setting
from studio.graph.problems import Problem, Severity
from studio.graph.setup import OutputSettings
from studio.graph.values import Value, canonical, is_object, object_path
from studio.runtime.engine.layers import Faulty, Workshop
from studio.runtime.engine.refusals import value_text
from studio.runtime.engine.watching import Watching


class _Setting(NamedTuple):
    """One object to make.

    Attributes:
        place: the field that holds it: ``loss``, ``metrics[0]``; of one of several
            outputs ``outputs/ID/loss``.
        title: what a sentence about it begins with.
        role: what it must be; None inside another object, where Keras says so.
    """

    place: str
    title: str
    value: Value
    role: Role | None


def _labels() -> Any:
    return keras.KerasTensor((None, 1))


_WORDS: Mapping[Role, Callable[[str], Any]] = {
    Role.OPTIMIZER: keras.optimizers.get,
    Role.LOSS: lambda word: get_loss(word, _labels(), _labels()),
    Role.METRIC: lambda word: get_metric(word, _labels(), _labels()),
}
"""What Keras makes of a word that stands for an object."""


class TrainingSettings:
    """Makes optimizer, loss, metrics and callbacks; what stays is not made again."""

    def __init__(self, workshop: Workshop, catalog: Catalog) -> None:
        self._workshop, self._catalog = workshop, catalog
        self._told: dict[tuple[str, ...], tuple[Problem, ...]] = {}
        self._watching = Watching(workshop, catalog)

    def problems(self, document: Document) -> list[Problem]:
        """What Keras has against the settings; nothing of what is not chosen."""
        told: dict[tuple[str, ...], tuple[Problem, ...]] = {}
        for setting in _settings(document):
            key = setting.place, setting.title, canonical(setting.value)
            known = self._told.get(key)
            told[key] = tuple(self._check(setting)) if known is None else known
        self._told = told
        found = [problem for problems in told.values() for problem in problems]
        return found or list(self._watching.problems(document))

    def _check(self, setting: _Setting) -> Iterator[Problem]:
        value, role = setting.value, setting.role
        if is_object(value):
            yield from self._object(setting)
        elif isinstance(value, str) and role is not None and role in _WORDS:
            try:
                _WORDS[role](value)
            except ValueError:
                yield _problem(setting, self._unknown(setting, value))
        else:
            yield _problem(setting, f"cannot be {value_text(value)}. Choose another.")

    def _object(self, setting: _Setting) -> Iterator[Problem]:
        path, config = object_path(setting.value), setting.value["config"]
        spec = self._catalog.find(path)
        is_other = spec is not None and setting.role not in (None, spec.role)
        if spec is None or is_other or not isinstance(config, Mapping):
            yield _problem(setting, self._unknown(setting, path))
            return
        title = f"{setting.title} {spec.name}"
        inner = [
            problem
            for name, value in config.items()
            if is_object(value)
            for problem in self._object(
                _Setting(f"{setting.place}.{name}", f"{title}:", value, None)
            )
        ]
        yield from inner
        try:
            if not inner:
                self._workshop.make_of(spec, config)
        except Faulty as error:
            for fault in error.faults:
                end = f".{fault.parameter}" if fault.parameter else ""
                guilty = setting._replace(title=title, place=setting.place + end)
                yield _problem(guilty, fault.text)

    def _unknown(self, setting: _Setting, path: str) -> str:
        """Why there is no such class, and what was probably meant."""
        name = path.rpartition(".")[2]
        if path in self._catalog.left_out:
            reason = self._catalog.left_out[path]
            return f"{name} cannot be used here: it {reason}. Choose another."
        names = {
            word.lower(): word
            for spec in self._catalog.classes
            if spec.role is setting.role
            or (setting.role is None and _are_neighbours(spec.path, path))
            for word in ((spec.short_name,) if path == name else (spec.name,))
        }
        close = difflib.get_close_matches(name.lower(), names, 1)
        end = f"Did you mean “{names[close[0]]}”?" if close else "Choose another."
        return f"“{name:.60}” is unknown to Keras {keras.__version__}. {end}"


def _settings(document: Document) -> Iterator[_Setting]:
    made, fit = document.setup.compile, document.setup.fit
    if made.optimizer is not None:
        yield _Setting("optimizer", "The optimizer", made.optimizer, Role.OPTIMIZER)
    yield from _judged(made.loss, made.metrics, "", "")
    if made.outputs:
        for feed in model_feeds(document).outputs:
            own = made.outputs.get(feed.id, OutputSettings())
            of = f" of “{feed.name}”"
            yield from _judged(
                own.loss, own.metrics or (), output_setting(feed.id, ""), of
            )
    for index, value in enumerate(fit.callbacks):
        yield _Setting(f"callbacks[{index}]", "The callback", value, Role.CALLBACK)


def _judged(
    loss: Value, metrics: Sequence[Value], place: str, of: str
) -> Iterator[_Setting]:
    """Loss and metrics of all outputs, or of one."""
    if loss is not None:
        yield _Setting(f"{place}loss", f"The loss{of}", loss, Role.LOSS)
    for index, value in enumerate(metrics):
        yield _Setting(
            f"{place}metrics[{index}]", f"The metric{of}", value, Role.METRIC
        )


def _are_neighbours(one: str, other: str) -> bool:
    return one.rpartition(".")[0] == other.rpartition(".")[0]


def _problem(setting: _Setting, text: str) -> Problem:
    words = f"{setting.title} {text}"
    return Problem(Severity.ERROR, "D-SETTING", words, None, setting.place)

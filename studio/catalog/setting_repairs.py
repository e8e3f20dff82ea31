"""Repairs of training settings that Keras does not know or refuses."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from studio.catalog.likely_values import likely_values
from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.graph.commands import change_fit, change_output
from studio.graph.document import Document
from studio.graph.edits import Edit
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.setup import CompileSettings
from studio.graph.values import Value, is_object, keras_object, object_path

_CLOSEST = 3
_PLACE = re.compile(r"(?:outputs/(.+)/)?(\w+)(?:\[(\d+)\])?((?:\.\w+)*)")
"""An output, a field, an index of a list, names of parameters, one in another."""
_ROLES = {
    "optimizer": Role.OPTIMIZER,
    "loss": Role.LOSS,
    "metrics": Role.METRIC,
    "callbacks": Role.CALLBACK,
}


class _Field(NamedTuple):
    """A field of the settings, or an entry of one that is a list.

    Attributes:
        output: id of one of several outputs, or None.
    """

    output: str | None
    name: str
    entry: int | None

    def _held(self, document: Document) -> Value:
        setup = document.setup
        if self.name == "callbacks":
            return setup.fit.callbacks
        return getattr(setup.compile.of(self.output), self.name)

    def value(self, document: Document) -> Value:
        """What it holds."""
        held = self._held(document)
        return held if self.entry is None else held[self.entry]

    def put(self, document: Document, *values: Value) -> Edit:
        """Edit that puts values in its place; none takes the entry out."""
        if self.entry is None:
            return change_output(document, self.output, **{self.name: values[0]})
        listed = list(self._held(document))
        listed[self.entry : self.entry + 1] = values
        if self.name == "callbacks":
            return change_fit(document, callbacks=tuple(listed))
        return change_output(document, self.output, **{self.name: tuple(listed)})


def setting_candidates(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """Values to try in place of a setting that Keras did not take."""
    match = _PLACE.fullmatch(case.problem.parameter or "")
    if case.problem.code != "D-SETTING" or match is None:
        return
    field = _Field(match[1], match[2], int(match[3]) if match[3] else None)
    names = match[4].split(".")[1:]
    whole = field.value(case.whole)
    for title, value in _values(whole, names, _ROLES[field.name], catalog):
        yield Fix(title, field.put(case.whole, value))
    if field.entry is not None:
        what = "metric" if field.name == "metrics" else "callback"
        yield Fix(f"Remove the {what}", field.put(case.whole))
    elif field.name == "optimizer":
        yield Fix("Use Adam", field.put(case.whole, CompileSettings().optimizer))


def _values(
    value: Value, names: list[str], role: Role | None, catalog: Catalog
) -> Iterator[tuple[str, Value]]:
    """What may stand in place of a value, the parameter in it being wrong."""
    if not names:
        yield from _other_class(value, role, catalog)
        return
    if not is_object(value) or not isinstance(value["config"], Mapping):
        return
    name, *rest = names
    config = value["config"]
    for title, inner in _values(config.get(name), rest, None, catalog):
        yield title, {**value, "config": {**config, name: inner}}
    spec = catalog.find(object_path(value))
    if spec is not None and not rest:
        for title, other in _other_config(spec, config, name, catalog):
            yield title, {**value, "config": other}


def _other_class(
    value: Value, role: Role | None, catalog: Catalog
) -> Iterator[tuple[str, Value]]:
    """Classes of almost the same name, with the parameters that they share."""
    if isinstance(value, str) and role is not None:
        words = {spec.short_name: spec for spec in catalog.of_role(role)}
        for word in difflib.get_close_matches(value.lower(), words, _CLOSEST):
            yield f"Use {word}", word
    if not is_object(value):
        return
    module, _, wanted = object_path(value).rpartition(".")
    specs = {
        spec.name.lower(): spec
        for spec in catalog.classes
        if spec.role is role or (role is None and spec.path.startswith(f"{module}."))
    }
    given = value["config"] if isinstance(value["config"], Mapping) else {}
    for name in difflib.get_close_matches(wanted.lower(), specs, _CLOSEST):
        spec = specs[name]
        kept = {n: v for n, v in given.items() if spec.parameter(n) is not None}
        made = keras_object(spec.path, spec.starting_parameters() | kept)
        yield f"Use {spec.name}", made


def _other_config(
    spec: ClassSpec, config: Mapping[str, Value], name: str, catalog: Catalog
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Another value or another name of one parameter, or Keras' default."""
    parameter = spec.parameter(name)
    rest = {n: v for n, v in config.items() if n != name}
    if parameter is None:
        known = [p.name for p in spec.parameters if p.name not in config]
        for other in difflib.get_close_matches(name, known, _CLOSEST):
            yield f"Call it {other}", {**rest, other: config[name]}
        yield f"Remove {name}", rest
        return
    for better in likely_values(parameter, config.get(name), catalog):
        words = f"“{better}”" if isinstance(better, str) else str(better)
        yield f"Set {name} to {words}", {**config, name: better}
    if parameter.required and parameter.suggestion is not None:
        yield (
            f"Set {name} to {parameter.suggestion}",
            {**config, name: parameter.suggestion},
        )
    elif name in config:
        yield f"Set {name} back to Keras' default", rest

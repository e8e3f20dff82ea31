"""Layer definitions as real Keras layers, and what Keras has against them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import keras

from studio.catalog.file_parameters import file_refusal
from studio.catalog.saved_models import LAYER, REFUSED, Folder, allowing
from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.catalog.words import words_for
from studio.graph.model import APPLICATIONS, CUSTOM, LayerDefinition
from studio.graph.ports import InputPort
from studio.graph.values import Value, canonical
from studio.runtime.engine.builders import BuildRefused, application_layer, build
from studio.runtime.engine.foreign import Foreign
from studio.runtime.engine.keras_errors import clean, mentioned
from studio.runtime.engine.objects import Refused, keras_item, make_value
from studio.runtime.engine.operations import OpLayer
from studio.runtime.engine.refusals import refusal
from studio.runtime.engine.symbolic import construct

STAND_IN = "this_layer"
"""Name of every layer made here, so that equal layers need be tried only once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a layer or its inputs.

    The text goes on after the name of the node: ``needs “units”.``
    """

    code: str
    text: str
    parameter: str | None = None


class Faulty(Exception):
    """A layer cannot be made; `faults` say why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(*(fault.text for fault in faults))
        self.faults = faults


class Workshop:
    """Makes the layers a catalog knows and those that the user allowed.

    Attributes:
        foreign: classes that are not Keras' own.
        approved: fingerprint of the code that may run, if a document brings it.
        folders: SavedModels that may run, as they were found to be.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._keras = self._catalog = catalog
        self.foreign = Foreign({})
        self.approved = ""
        self.folders: tuple[Folder, ...] = ()

    def allow(self, folders: tuple[Folder, ...]) -> None:
        """Let exactly these SavedModels run."""
        self.folders = folders
        self._catalog = allowing(self._keras, folders)

    def kind_of(self, definition: LayerDefinition) -> tuple[str, str]:
        """What tells a class from another of the same path."""
        path = definition.layer_class
        approved = self.approved if path in self.foreign.classes else ""
        return path, approved + "".join(folder.sha256 for folder in self.folders)

    def is_all_keras(self, definition: LayerDefinition) -> bool:
        """Whether it is a layer of Keras' own, with nothing of others in it."""
        spec = self._keras.find(definition.layer_class)
        if spec is None or spec.role is not Role.LAYER:
            return False
        others = [
            path.replace(">", ".").split(".")[-1] for path in self.foreign.classes
        ]
        text = canonical(definition.parameters) if others else ""
        return not any(name in text for name in others)

    def ports_of(self, definition: LayerDefinition) -> tuple[InputPort, ...]:
        """Ports that the catalog gives the class; none if it does not know it."""
        spec = self._catalog.find(definition.layer_class)
        return spec.inputs if spec else ()

    def value(self, value: Value) -> Any:
        """Python object of a parameter value.

        Raises:
            Refused: it holds what the catalog does not know.
        """
        return make_value(value, self._find)

    def make(self, definition: LayerDefinition) -> Any:
        """Make a fresh layer, without weights, or an op in the shape of one.

        Raises:
            Faulty: Keras refuses, or it must not be made.
        """
        if definition.is_op:
            return OpLayer(self._function(definition.layer_class))
        if definition.layer_class.startswith(APPLICATIONS):
            return self._build(definition)
        spec = self._catalog.find(definition.layer_class)
        if spec is None:
            return self._make_foreign(definition)
        return self.make_of(spec, definition.parameters)

    def make_of(self, spec: ClassSpec, parameters: Mapping[str, Value]) -> Any:
        """Make an object of a class that the catalog knows.

        Raises:
            Faulty: Keras refuses a parameter, or it must not be made.
        """
        faults = tuple(_unknown_parameters(spec, parameters))
        if faults:
            raise Faulty(faults)
        try:
            return self._try(spec, parameters)
        except Exception as error:
            raise Faulty(tuple(self._faults(spec, parameters, error))) from error

    def _try(self, spec: ClassSpec, parameters: Mapping[str, Value]) -> Any:
        reason = file_refusal(spec, parameters, self._catalog)
        if reason is not None:
            raise Refused(reason)
        made = {name: self.value(value) for name, value in parameters.items()}
        if spec.role is Role.LAYER:
            made["name"] = STAND_IN
        return construct(keras_item(spec.path), made)

    def _function(self, path: str) -> Any:
        """Function of an op, or one that builds a model.

        Raises:
            Faulty: the catalog has none of that path.
        """
        spec = self._catalog.find(path)
        if spec is None or spec.role not in (Role.OP, Role.MODEL):
            raise Faulty((Fault("K-CLASS", _unknown(path)),))
        return keras_item(spec.path)

    def _build(self, definition: LayerDefinition) -> Any:
        """Build a known model; its weights are not asked for."""
        function = self._function(definition.layer_class)
        try:
            made = {n: self.value(v) for n, v in definition.parameters.items()}
            return build(function, made)
        except BuildRefused as error:
            raise Faulty((Fault("K-PARAMETER", str(error), error.parameter),)) from None
        except Exception as error:
            guilty = mentioned(str(error), definition.parameters)
            text = f"cannot be built. Keras says: {clean(error)} Change it."
            raise Faulty((Fault("K-PARAMETER", text, guilty),)) from error

    def _make_foreign(self, definition: LayerDefinition) -> Any:
        """Make a layer whose class is not among Keras' public ones."""
        kind = self._find(definition.layer_class)
        if kind is None:
            raise Faulty((Fault("K-CLASS", _unknown(definition.layer_class)),))
        try:
            made = {n: self.value(v) for n, v in definition.parameters.items()}
            return construct(kind, made | _name_for(kind))
        except Exception as error:
            guilty = mentioned(str(error), definition.parameters)
            text = f"cannot be made. Its own code says: {clean(error)} Change it."
            raise Faulty((Fault("K-PARAMETER", text, guilty),)) from error

    def _find(self, path: str) -> Any:
        if self._catalog.find(path) is not None:
            return keras_item(path)
        return self.foreign.classes.get(path) or application_layer(path)

    def _faults(
        self, spec: ClassSpec, given: Mapping[str, Value], error: Exception
    ) -> Iterator[Fault]:
        """Find the guilty parameters: all that are wrong, not only the first."""
        start, given = spec.starting_parameters(), dict(given)
        missing = [name for name in start if name not in given]
        for name in missing:
            yield Fault("K-MISSING", f"needs a value for “{name}”. Give it one.", name)
        whole = self._error_of(spec, start | given)
        if whole is None:
            return
        for name in given:
            if self._error_of(spec, _without(start | given, name, start)) is None:
                yield self._fault(spec, name, given[name], whole)
                return
        alone = {n: self._error_of(spec, start | {n: v}) for n, v in given.items()}
        for name, own in alone.items():
            if own is not None:
                yield self._fault(spec, name, given[name], own)
        if not any(alone.values()):
            guilty = mentioned(str(whole), given)
            yield self._fault(spec, guilty, given.get(guilty or ""), whole)

    def _error_of(
        self, spec: ClassSpec, parameters: Mapping[str, Value]
    ) -> Exception | None:
        try:
            self._try(spec, parameters)
        except Exception as error:
            return error
        return None

    def _fault(
        self, spec: ClassSpec, name: str | None, value: Value, error: Exception
    ) -> Fault:
        if isinstance(error, Refused):
            return Fault("K-REFUSED", f"cannot be made: {error}", name)
        parameter = spec.parameter(name) if name else None
        text = refusal(parameter, value, error, words_for(self._catalog, parameter))
        return Fault("K-PARAMETER", text, name)


def _name_for(kind: Any) -> dict[str, str]:
    """The stand-in name, for a class that takes one."""
    known = inspect.signature(kind).parameters
    takes = "name" in known or any(p.kind is p.VAR_KEYWORD for p in known.values())
    return {"name": STAND_IN} if takes else {}


def _without(
    parameters: Mapping[str, Value], name: str, start: Mapping[str, Value]
) -> dict[str, Value]:
    rest = {k: v for k, v in parameters.items() if k != name}
    return {**start, **rest}


def _unknown(path: str) -> str:
    if path.startswith(CUSTOM):
        return (
            f"is a layer of your own, {path.removeprefix(CUSTOM)!a:.80}, whose code "
            "was not allowed to run, or does not define it. Allow it, or replace it."
        )
    if not path.startswith("keras."):
        return (
            f"is of the class {path!a:.80}, which neither Keras nor a module you "
            "allowed has. Name its module and allow it, or replace it."
        )
    if path == LAYER:
        return f"cannot be made: {REFUSED}"
    try:
        keras_item(path)
    except AttributeError:
        return (
            f"is of the class {path!a:.80}, which the installed Keras "
            f"{keras.__version__} does not have. Replace it by another layer."
        )
    return (
        f"is of the class {path!a:.80}, which Studio does not make: it is incomplete "
        "on its own, or runs code that a file brings along. Replace it by another "
        "layer."
    )


def _unknown_parameters(
    spec: ClassSpec, parameters: Mapping[str, Value]
) -> Iterator[Fault]:
    for name in parameters:
        # Keras also takes what no signature names and each config holds.
        if spec.parameter(name) is None and name not in spec.config_defaults:
            text = (
                f"has a parameter “{name}” that {spec.name} does not know. Remove it."
            )
            yield Fault("K-PARAMETER", text, name)

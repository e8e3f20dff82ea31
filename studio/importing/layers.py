"""A layer's config as a definition: of a layer, an op, a nested model, or unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.graph.model import INPUT_CLASS, LayerDefinition
from studio.graph.naming import keras_name
from studio.graph.values import Value
from studio.importing.classes import Classes, placeholder_path
from studio.importing.legacy import with_new_names
from studio.importing.normal import Normal, is_foreign
from studio.importing.scope import Scope

_NO_ARGUMENTS = frozenset({"name", "batch_input_shape", "input_dtype"})
"""Entries of a layer's config that are told elsewhere."""

_LEARNED, _HOW_TO_LEARN = "bin_boundaries", "num_bins"
"""Keras notes down both once a layer was adapted, and takes only one of them."""


class Layer(NamedTuple):
    """A layer that was read.

    Attributes:
        definition: in its scope.
        spec: what the catalog knows of it, if anything.
        config: its configuration, as it stands in the file.
        outputs: names of its outputs, by number, where they are not numbers.
        functional: whether it is a nested functional model.
    """

    definition: LayerDefinition
    spec: ClassSpec | None
    config: Mapping[str, Any]
    outputs: Sequence[str] = ()
    functional: bool = False


class LayerReader:
    """Reads layers that are no models."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._classes = Classes(catalog)
        self.normal = Normal(self._classes)

    def read(self, data: Mapping[str, Any], scope: Scope) -> Layer:
        """Add the definition of a layer or op to `scope`."""
        config = data.get("config")
        if not isinstance(config, Mapping):
            return self._unknown(data, {}, scope)
        spec = self._classes.find(data, *_roles(data, config))
        if spec is None or not (spec.role is Role.LAYER or spec.operation):
            return self._unknown(data, config, scope)
        kept = {key: value for key, value in config.items() if key not in _NO_ARGUMENTS}
        old = scope.owner.old or not isinstance(data.get("module"), str)
        if spec.path == INPUT_CLASS:
            kept = _input_arguments(config)
        elif old:
            kept = with_new_names(spec, kept)
        parameters = self.normal.parameters(spec, kept, old=old)
        if parameters.get(_LEARNED) is not None:
            parameters.pop(_HOW_TO_LEARN, None)
        self._tell_foreign(spec, kept if old else parameters, old, scope)
        name = layer_name(data, spec.path.rpartition(".")[2])
        return Layer(scope.define(spec.path, name, parameters), spec, config)

    def _tell_foreign(
        self, spec: ClassSpec, found: Mapping[str, Any], old: bool, scope: Scope
    ) -> None:
        """Warn of arguments that this Keras does not know."""
        for key, value in found.items():
            if is_foreign(spec, key) and value not in (None, False):
                scope.owner.warn(
                    f"{spec.name} of Keras {self._catalog.keras_version} takes no "
                    f"“{key:.60}”; it is {'left out' if old else 'kept'}."
                )

    def placeholder(
        self, data: Mapping[str, Any], parameters: Mapping[str, Value], scope: Scope
    ) -> LayerDefinition:
        """Add the definition of something that Keras does not have."""
        path = placeholder_path(data)
        name = layer_name(data, path.rpartition(".")[2])
        return scope.define(path, name, parameters)

    def _unknown(
        self, data: Mapping[str, Any], config: Mapping[str, Any], scope: Scope
    ) -> Layer:
        kept = {key: value for key, value in config.items() if key != "name"}
        parameters = self.normal.value(kept)
        return Layer(self.placeholder(data, parameters, scope), None, config)


def _input_arguments(config: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of an input, its batch axis apart from its shape."""
    made = {k: v for k, v in config.items() if v is not False and k != "name"}
    for key in ("batch_shape", "batch_input_shape"):
        shape = made.get(key)
        if isinstance(shape, list | tuple) and shape:
            del made[key]
            made["shape"] = shape[1:]
            if shape[0] is not None:
                made["batch_size"] = shape[0]
    return made


def layer_name(data: Mapping[str, Any], class_name: str) -> str:
    """Name in a layer's config, or Keras' automatic one."""
    config = data.get("config")
    inner = config.get("name") if isinstance(config, Mapping) else None
    for name in (data.get("name"), inner):
        if isinstance(name, str) and name:
            return name
    return keras_name(class_name) or "layer"


def _roles(data: Mapping[str, Any], config: Mapping[str, Any]) -> tuple[Role, ...]:
    """Where a class without a module is looked for.

    Ops share names with layers (`Add`); an op's config has no layer's arguments.
    """
    if isinstance(data.get("module"), str):
        return (Role.LAYER, Role.OP)
    is_layer = "trainable" in config or "dtype" in config
    return (Role.LAYER, Role.OP) if is_layer else (Role.OP, Role.LAYER)

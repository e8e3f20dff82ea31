"""Functional and sequential models, nested ones in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.block import BlockKind
from studio.graph.model import (
    INPUT_CLASS,
    MODEL_CLASS,
    SEQUENTIAL_CLASS,
    NodeKind,
    Place,
)
from studio.importing.calls import (
    Arguments,
    Tensor,
    argument_names,
    history,
    is_empty,
    read_call,
)
from studio.importing.layers import Layer, LayerReader, layer_name
from studio.importing.legacy import is_old_functional, modern_functional
from studio.importing.masks import MASK, Called, own_masks
from studio.importing.scope import Import, Scope
from studio.model_values import model_value

DEEPEST = 24
_FUNCTIONAL = frozenset({"layers", "input_layers", "output_layers"})


def is_functional(config: Any) -> bool:
    """Whether a config is that of a functional model, of whatever class."""
    return isinstance(config, Mapping) and config.keys() >= _FUNCTIONAL


def is_sequential(data: Mapping[str, Any]) -> bool:
    """Whether a serialised object is a sequential model."""
    config = data.get("config")
    return (
        data.get("class_name") == "Sequential"
        and not is_functional(config)
        and (
            isinstance(config, list)
            or (isinstance(config, Mapping) and isinstance(config.get("layers"), list))
        )
    )


class ModelReader:
    """Reads a model and all that are nested in it."""

    def __init__(self, catalog: Catalog) -> None:
        self._layers = LayerReader(catalog)

    def read(self, data: Mapping[str, Any], scope: Scope, depth: int = 0) -> list[str]:
        """Fill `scope` with a model; returns the names of its outputs.

        They are empty where the outputs are no flat dict.

        Raises:
            StudioError: models are nested too deeply.
        """
        if depth > DEEPEST:
            raise StudioError(
                f"Models are nested in one another deeper than {DEEPEST} levels. "
                "No model that Keras saved is like that; the file is damaged."
            )
        if is_sequential(data):
            self._sequential(data["config"], scope, depth)
            return []
        return _Functional(self, data["config"], scope, depth).read()

    def layer(self, data: Mapping[str, Any], scope: Scope, depth: int) -> Layer:
        """Add the definition of a layer, op or nested model to `scope`."""
        config = data.get("config")
        functional = is_functional(config)
        if not functional and not is_sequential(data):
            held = self._with_models(config, scope, depth)
            return self._layers.read({**data, "config": held}, scope)
        inner = Scope(scope.owner)
        outputs = self.read(data, inner, depth + 1)
        name, kind = _name_and_kind(data)
        parameters = {}
        if isinstance(config, Mapping) and config.get("trainable") is False:
            parameters["trainable"] = False
        made = scope.define(
            MODEL_CLASS if functional else SEQUENTIAL_CLASS,
            name,
            parameters,
            inner.block(name, kind).id,
        )
        kept = config if isinstance(config, Mapping) else {}
        return Layer(made, None, kept, outputs, functional)

    def _with_models(self, value: Any, scope: Scope, depth: int) -> Any:
        """Part of a layer's config, the models in it as values of documents."""
        if isinstance(value, list | tuple):
            return [self._with_models(item, scope, depth) for item in value]
        if not isinstance(value, Mapping):
            return value
        if not is_functional(value.get("config")) and not is_sequential(value):
            return {k: self._with_models(v, scope, depth) for k, v in value.items()}
        owner = Import(scope.owner.old, warnings=scope.owner.warnings)
        inner = Scope(owner)
        self.read(value, inner, depth + 1)
        *inside, model = [*owner.blocks, inner.block(*_name_and_kind(value))]
        return model_value(model, inside)

    def arguments(self, layer: Layer, data: Any) -> Arguments:
        """Arguments of one call of a layer, without those that Keras puts there."""
        found = read_call(data, layer.spec, self._layers.normal.value)
        kept = {
            name: value
            for name, value in found.constants.items()
            if not _is_usual(layer, name, value, found.is_plain)
        }
        return replace(found, constants=kept)

    def _sequential(self, config: Any, scope: Scope, depth: int) -> None:
        listed = config if isinstance(config, list) else config["layers"]
        layers = [data for data in listed if isinstance(data, Mapping)]
        source: str | None = None
        if layers and layers[0].get("class_name") != "InputLayer":
            shape = _input_shape(config, layers[0].get("config"))
            if isinstance(shape, list | tuple) and shape:
                layers.insert(0, _input_layer(shape))
            else:
                scope.owner.warn(
                    "The sequential model does not say the shape of its input. "
                    "Place an Input before its first layer."
                )
        for data in layers:
            layer = self.layer(data, scope, depth)
            is_input = layer.definition.layer_class == INPUT_CLASS
            kind = NodeKind.INPUT if is_input else NodeKind.LAYER
            node = scope.call(layer.definition, kind)
            if source is not None and not is_input:
                port = argument_names(layer.spec)
                scope.connect(source, "0", node, port[0] if port else "inputs")
            source = node
        if source is not None:
            scope.output(source, "0", ())


class _Functional:
    """Reads one functional model."""

    def __init__(
        self, reader: ModelReader, config: Mapping[str, Any], scope: Scope, depth: int
    ) -> None:
        self._reader = reader
        self._config = (
            modern_functional(config) if is_old_functional(config) else config
        )
        self._scope = scope
        self._depth = depth
        self._layers: dict[str, Layer] = {}
        self._calls: dict[str, list[str]] = {}
        self._called: dict[tuple[str, int], Called] = {}

    def read(self) -> list[str]:
        for data in self._listed():
            layer = self._reader.layer(data, self._scope, self._depth)
            name = layer_name(data, layer.definition.class_name)
            if name in self._layers:
                self._scope.owner.warn(
                    f"Two layers are called “{name}”; one got a number."
                )
                name = layer.definition.name
            self._layers[name] = layer
            self._place(layer, name, data)
        outputs = list(_places(self._config["output_layers"]))
        hidden = own_masks(self._called, {t for _, t in outputs if t is not None})
        for (name, _), called in self._called.items():
            if called.node in hidden.makers:
                self._scope.remove(called.node)
            else:
                self._wire(name, called, called.node in hidden.takers)
        self._inputs()
        return self._outputs(outputs)

    def _listed(self) -> Iterator[Mapping[str, Any]]:
        layers = self._config["layers"]
        for data in layers if isinstance(layers, list) else ():
            if isinstance(data, Mapping):
                yield data
            else:
                self._scope.owner.warn("An entry among the layers is no layer.")

    def _place(self, layer: Layer, name: str, data: Mapping[str, Any]) -> None:
        """Add the nodes that call a layer, one for each entry of its config."""
        made = self._calls.setdefault(name, [])
        if layer.definition.layer_class == INPUT_CLASS:
            made.append(self._scope.call(layer.definition, NodeKind.INPUT))
            return
        listed = data.get("inbound_nodes")
        for entry in listed if isinstance(listed, list) and listed else ({},):
            arguments = self._reader.arguments(layer, entry)
            definition, constants = layer.definition, arguments.constants
            if layer.spec is not None and layer.spec.operation:
                parameters = {**definition.parameters, **constants}
                definition = self._scope.own(definition, parameters, first=not made)
                constants = {}
            node = self._scope.call(definition, constants=constants)
            self._called[name, len(made)] = Called(layer, node, arguments)
            made.append(node)

    def _wire(self, name: str, called: Called, mask_is_hidden: bool) -> None:
        for port, tensor in called.arguments.tensors.items():
            if port == MASK and mask_is_hidden:
                continue
            source = self._source(tensor, first=0)
            if source is None:
                self._scope.owner.warn(
                    f"“{name}” takes a tensor of “{tensor.layer}” that does not exist; "
                    f"its “{port}” is open."
                )
            else:
                self._scope.connect(*source, called.node, port)
        for port in called.arguments.damaged:
            self._scope.owner.warn(
                f"What “{name}” takes as “{port}” cannot be read; it is open."
            )

    def _source(self, tensor: Tensor, first: int) -> tuple[str, str] | None:
        """Node and output of a tensor; calls of nested models count from `first`."""
        calls = self._calls.get(tensor.layer)
        if calls is None:
            return None
        layer = self._layers[tensor.layer]
        index = tensor.call - first if layer.functional else tensor.call
        if not 0 <= index < len(calls) or tensor.output < 0:
            return None
        names = layer.outputs
        known = tensor.output < len(names)
        return calls[index], names[tensor.output] if known else str(tensor.output)

    def _inputs(self) -> None:
        for place, tensor in _places(self._config["input_layers"]):
            source = self._source(tensor, first=1) if tensor else None
            if source is None:
                self._scope.owner.warn("An input of the model does not exist.")
            else:
                self._scope.put(source[0], place)

    def _outputs(self, places: Sequence[tuple[Place, Tensor | None]]) -> list[str]:
        for place, tensor in places:
            source = self._source(tensor, first=1) if tensor else None
            if source is None:
                self._scope.owner.warn("An output of the model does not exist.")
            else:
                self._scope.output(*source, place)
        flat = all(len(p) == 1 and isinstance(p[0], str) for p, _ in places)
        return sorted(str(place[0]) for place, _ in places) if flat else []


def _name_and_kind(data: Mapping[str, Any]) -> tuple[str, BlockKind]:
    if is_functional(data["config"]):
        return layer_name(data, "Functional"), BlockKind.MODEL
    return layer_name(data, "Sequential"), BlockKind.SEQUENTIAL


def _places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Tensor | None]]:
    """Tensors of a structure with the keys and indices that lead to each."""
    tensor = history(value)
    if tensor is not None:
        yield place, tensor
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places(item, (*place, str(key)))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _places(item, (*place, index))
    elif value is not None:
        yield place, None


def _is_usual(layer: Layer, name: str, value: Any, is_plain: bool) -> bool:
    """Whether a constant is what Keras notes down when nobody gave it."""
    if name == "training" and layer.spec is not None:
        return value is None or (is_plain and value is layer.spec.training)
    if name in ("training", MASK) or name.endswith("_mask"):
        return is_empty(value)
    if layer.spec is None:
        return False
    known = (p for p in layer.spec.call_parameters if p.name == name)
    return any(value == parameter.default for parameter in known)


def _input_shape(config: Any, first: Any) -> Any:
    """Shape of a sequential model's input, as it or its first layer tells."""
    for data, key in ((first, "batch_input_shape"), (config, "build_input_shape")):
        if isinstance(data, Mapping) and data.get(key):
            return data[key]
    return None


def _input_layer(shape: Any) -> dict[str, Any]:
    return {"class_name": "InputLayer", "config": {"batch_shape": shape}}

"""Constructor calls of Keras objects, with what differs from the default."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Mapping

from studio.catalog.file_parameters import file_refusal
from studio.catalog.lengths import shortened
from studio.catalog.saved_models import LAYER, REFUSED
from studio.catalog.spec import Catalog, ClassSpec, Parameter, Role
from studio.codegen.expressions import (
    Atom,
    Bracket,
    Expression,
    Item,
    Text,
    call,
    mapping,
    sequence,
)
from studio.codegen.imports import NUMPY, Import, Imports
from studio.codegen.literals import literal
from studio.codegen.names import AutomaticNames, stem_of
from studio.errors import StudioError
from studio.graph.block import INSTANCE_NAME, parameter_name
from studio.graph.model import CUSTOM, INPUT_CLASS, SEQUENTIAL_CLASS
from studio.graph.ports import InputPort
from studio.graph.values import Value, is_object, object_path, same
from studio.model_values import is_model

_MOST_POSITIONAL = 2

LAYER_MAKERS = frozenset(
    {
        "keras.layers.AugMix",
        "keras.layers.RandAugment",
        "keras.layers.TextVectorization",
    }
)
"""Layers that make layers of other classes with automatic names inside."""

_ARRAYS = {"__numpy__": "np.array", "__tensor__": "keras.ops.convert_to_tensor"}


class Objects:
    """Writes objects, and keeps account of names and imports as they are made.

    Objects have to be written in the order in which the code makes them.

    Attributes:
        names: what Keras calls them.
        parameters: names that stand for values where the code is: those of the
            function it is in.
        instance: whether that function has the name of an instance.
        model: writes a value that is a model.
    """

    def __init__(
        self,
        catalog: Catalog,
        names: AutomaticNames | None = None,
        custom: frozenset[str] = frozenset(),
        header: str = "tensorflow",
    ) -> None:
        self.catalog = catalog
        self.names = names or AutomaticNames()
        self.parameters: frozenset[str] = frozenset()
        self.instance = False
        self._custom = custom
        self._header = header
        self._imports: set[Import] = set()
        self.model: Callable[[Value], Expression] = _refuse_model

    @property
    def imports(self) -> Imports:
        """What the objects written so far need, besides Keras."""
        return frozenset(self._imports)

    def find(self, path: str, place: str) -> ClassSpec:
        """Spec of a class. Nothing but what the catalog knows gets into code.

        Raises:
            StudioError: Keras has no such class; names `place`.
        """
        spec = self.catalog.find(path)
        if spec is None and path.removeprefix(CUSTOM) in self._custom:
            return ClassSpec(path, Role.LAYER, inputs=(InputPort("inputs"),))
        if spec is None and path == LAYER:
            raise StudioError(f"{place} cannot be made: {REFUSED}")
        if spec is None:
            version = self.catalog.keras_version
            raise StudioError(
                f"{place} uses {path!a:.120}, which Keras {version} does not have. "
                "Choose another class there."
            )
        return spec

    def constructor(
        self,
        spec: ClassSpec,
        parameters: Mapping[str, Value],
        place: str,
        function: str = "",
        extra: tuple[Item, ...] = (),
    ) -> Bracket:
        """Call of a class, or with keywords alone of a `function` in its place.

        Leading required arguments are positional, as in Keras' own examples,
        unless there are many or they are bare counts (``num_heads``).

        Raises:
            StudioError: an object inside is unknown, or a file is named.
        """
        reason = file_refusal(spec, parameters, self.catalog)
        if reason is not None:
            raise StudioError(f"{place} cannot be made: {reason}")
        left = shortened(spec, parameters)
        positional = [] if function else _positional(spec, left)
        items = [Item(self.expression(left.pop(n), place)) for n in positional]
        items += self.keywords(spec.parameters, left, place)
        return call(function or self.callee(spec.path), *items, *extra)

    def keywords(
        self,
        known: tuple[Parameter, ...],
        values: Mapping[str, Value],
        place: str,
    ) -> list[Item]:
        """Keyword arguments in the order of the signature, but for defaults."""
        left = dict(values)
        items = []
        for parameter in known:
            if parameter.name in left:
                value = left.pop(parameter.name)
                if not is_default(parameter, value):
                    items.append(self.keyword(parameter.name, value, place))
        return items + [
            self.keyword(name, value, place) for name, value in left.items()
        ]

    def keyword(self, name: str, value: Value, place: str) -> Item:
        """Keyword argument; a name that is no identifier stays a literal."""
        made = self.expression(value, place)
        if name.isascii() and name.isidentifier() and not keyword.iskeyword(name):
            return Item(made, f"{name}=")
        return Item(mapping({name: made}), "**")

    def layer(
        self,
        spec: ClassSpec,
        parameters: Mapping[str, Value],
        name: str,
        function: str = "",
    ) -> Bracket:
        """Constructor of a layer, with its name unless Keras gives the same."""
        given = {key: value for key, value in parameters.items() if key != "name"}
        made = self.constructor(spec, given, name, function)
        named = () if self._is_automatic(spec, name) else (self.named(name),)
        return Bracket(made.opening, (*made.items, *named), made.called)

    def named(self, name: str) -> Item:
        """Argument that gives a name, made of the instance's inside a group."""
        if not self.instance or INSTANCE_NAME not in name:
            return Item(Text(name), "name=")
        if name == INSTANCE_NAME:
            return Item(Atom("name"), "name=")
        return Item(Atom(f'f"{self._formatted(name)}"'), "name=")

    def numbered(self, before: str, number: str, after: str) -> Item:
        """Argument that gives a name with the number in a variable."""
        start, end = self._formatted(before), self._formatted(after)
        return Item(Atom(f'f"{start}{{{number}}}{end}"'), "name=")

    def _formatted(self, name: str) -> str:
        """A name as it stands in an f-string."""
        parts = name.split(INSTANCE_NAME) if self.instance else [name]
        texts = [Text(part).flat()[1:-1] for part in parts]
        escaped = [text.replace("{", "{{").replace("}", "}}") for text in texts]
        return INSTANCE_NAME.join(escaped)

    def model_name(self, stem: str, name: str | None) -> tuple[Item, ...]:
        """Argument that names a model: none, if Keras gives the same name.

        Without a name it is the argument `name`, an empty one is automatic.
        """
        if name is None:
            return (Item(Atom("name"), "name="),)
        if not name:
            self.names.count(stem)
        return () if not name or self.names.gives(stem, name) else (self.named(name),)

    def expression(self, value: Value, place: str) -> Expression:
        """Expression of a value, Keras objects in it as constructor calls.

        Raises:
            StudioError: a Keras object is unknown to the catalog.
        """
        if value is None or isinstance(value, str | int | float):
            return literal(value)
        if is_object(value):
            return self._object(value, place)
        if isinstance(value, Mapping):
            return mapping({k: self.expression(v, place) for k, v in value.items()})
        if isinstance(value, tuple | list):
            items = tuple(Item(self.expression(item, place)) for item in value)
            return Bracket("(", items)
        return literal(value)

    def callee(self, path: str) -> str:
        """What code calls a class: its path in Keras, or its imported name."""
        module, _, name = path.rpartition(".")
        spec = self.catalog.find(path)
        legacy = (
            self._header == "tensorflow" and spec is not None and not spec.in_tensorflow
        )
        if _is_of_keras(path) and not legacy:
            return path
        if path.startswith(CUSTOM):
            return name
        self._imports.add(Import(module, name))
        return name

    def _is_automatic(self, spec: ClassSpec, name: str) -> bool:
        automatic = self.names.gives(stem_of(spec.path), name)
        self._note_inside(spec)
        return automatic

    def input(
        self, spec: ClassSpec, parameters: Mapping[str, Value], name: str
    ) -> Bracket:
        """Call that makes an input.

        Of what all layers share it takes the dtype alone: nothing in it is trained.
        """
        shared = {p.name for p in spec.parameters if p.base} - {"dtype"}
        given = {n: value for n, value in parameters.items() if n not in shared}
        return self.layer(spec, given, name, "keras.Input")

    def _note_inside(self, spec: ClassSpec) -> None:
        """Give up on automatic names after what makes more than itself."""
        if spec.path in LAYER_MAKERS or not _is_of_keras(spec.path):
            self.names.lose()

    def _object(self, value: Value, place: str) -> Expression:
        config = value["config"]
        parameter = parameter_name(value)
        if parameter is not None and parameter in self.parameters:
            return Atom(parameter)
        if is_model(value):
            return self.model(value)
        special = self._special(value, place)
        if special is not None:
            return special
        if isinstance(config, str):  # a function, as Keras writes one
            return Atom(self.find(f"keras.activations.{config}", place).path)
        if _is_chain(value):
            return self._sequential(config, place)
        spec = self.find(object_path(value), place)
        if spec.role is not Role.LAYER:
            return self.constructor(spec, config or {}, place)
        name = (config or {}).get("name")
        if isinstance(name, str):
            return self.layer(spec, config, name)
        made = self.constructor(spec, config or {}, place)
        self.names.count(stem_of(spec.path))
        self._note_inside(spec)
        return made

    def _sequential(self, config: Mapping[str, Value], place: str) -> Expression:
        """A chain of layers that a layer is given as an argument."""
        if config.get("trainable") is False:
            raise StudioError(
                f"{place} holds a frozen model, which no argument can be. Freeze "
                f"{place} itself."
            )
        made = sequence(self._in_chain(layer, place) for layer in config["layers"])
        name = self.model_name("sequential", str(config.get("name") or ""))
        return call(SEQUENTIAL_CLASS, Item(made), *name)

    def _in_chain(self, value: Value, place: str) -> Expression:
        if not is_object(value) or object_path(value) != INPUT_CLASS:
            return self.expression(value, place)
        given = {k: v for k, v in value["config"].items() if k != "name"}
        spec, name = self.find(INPUT_CLASS, place), str(value["config"].get("name"))
        return self.input(spec, given, name)

    def _special(self, value: Value, place: str) -> Expression | None:
        """What is written in Python's own way: slices, arrays, tensors."""
        config = value["config"] or {}
        kind = value["class_name"]
        if kind == "__ellipsis__":
            return Atom("...")
        if not isinstance(config, Mapping):
            return None
        if kind == "__slice__":
            bounds = [config.get(name) for name in ("start", "stop", "step")]
            kept = bounds if bounds[2] is not None else bounds[:2]
            return call("slice", *(Item(self.expression(b, place)) for b in kept))
        if kind in _ARRAYS and config.keys() == {"value", "dtype"}:
            made = _listed(self.expression(config["value"], place))
            dtype = Item(literal(config["dtype"]), "dtype=")
            if kind == "__numpy__":
                self._imports.add(NUMPY)
            return call(_ARRAYS[kind], Item(made), dtype)
        return None


def _refuse_model(_: Value) -> Expression:
    raise StudioError("A model cannot stand here. Choose another object.")


def _is_of_keras(path: str) -> bool:
    return path.startswith("keras.")


def _is_chain(value: Value) -> bool:
    """Whether an object is a sequential model."""
    config = value["config"]
    listed = isinstance(config, Mapping) and isinstance(config.get("layers"), tuple)
    return listed and object_path(value) == SEQUENTIAL_CLASS


def _listed(value: Expression) -> Expression:
    """Tuples, however deep, as lists, as arrays are written."""
    if isinstance(value, Bracket) and value.opening == "(" and value.called is None:
        return sequence(_listed(item.value) for item in value.items)
    return value


def is_default(parameter: Parameter, value: Value) -> bool:
    """Whether an argument may be left out."""
    return not parameter.required and same(value, parameter.default)


def _positional(spec: ClassSpec, parameters: Mapping[str, Value]) -> list[str]:
    names: list[str] = []
    for parameter in spec.parameters:
        if not parameter.required or parameter.name not in parameters:
            break
        names.append(parameter.name)
    if len(names) > _MOST_POSITIONAL or any(n.startswith("num_") for n in names):
        return []
    return names

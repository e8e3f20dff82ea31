"""Constructor calls of Keras objects, with what differs from the default."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from studio.catalog.file_parameters import file_refusal
from studio.catalog.spec import Catalog, ClassSpec, Parameter
from studio.codegen.expressions import (
    Atom,
    Bracket,
    Expression,
    Item,
    call,
)
from studio.codegen.literals import literal, mapping
from studio.errors import StudioError
from studio.graph.values import Value, is_object, object_path, same

_MOST_POSITIONAL = 2


def find_class(catalog: Catalog, path: str, place: str) -> ClassSpec:
    """Spec of a class. Nothing but what the catalog knows gets into code.

    Raises:
        StudioError: Keras has no such class; names `place`.
    """
    spec = catalog.find(path)
    if spec is None:
        raise StudioError(
            f"{place} uses {path!a:.120}, which Keras {catalog.keras_version} does not "
            "have. Choose another class there."
        )
    return spec


def constructor(
    spec: ClassSpec,
    parameters: Mapping[str, Value],
    catalog: Catalog,
    place: str,
    function: str = "",
    extra: tuple[Item, ...] = (),
) -> Bracket:
    """Call of a class, or with keywords alone of a `function` that stands for it.

    Leading required arguments are positional, as in Keras' own examples,
    unless there are many or they are bare counts (``num_heads``).

    Raises:
        StudioError: a nested object is unknown to the catalog, or a file is named.
    """
    reason = file_refusal(spec, parameters, catalog)
    if reason is not None:
        raise StudioError(f"{place} cannot be made: {reason}")
    left = dict(parameters)
    positional = [] if function else _positional(spec, left)
    items = [Item(expression(left.pop(n), catalog, place)) for n in positional]
    for parameter in spec.parameters:
        if parameter.name not in left:
            continue
        value = left.pop(parameter.name)
        if not is_default(parameter, value):
            items.append(keyword_item(parameter.name, value, catalog, place))
    items += [keyword_item(name, value, catalog, place) for name, value in left.items()]
    return call(function or spec.path, *items, *extra)


def is_default(parameter: Parameter, value: Value) -> bool:
    """Whether an argument may be left out."""
    return not parameter.required and same(value, parameter.default)


def keyword_item(name: str, value: Value, catalog: Catalog, place: str) -> Item:
    """Keyword argument; a name that is no identifier stays a literal."""
    made = expression(value, catalog, place)
    if name.isascii() and name.isidentifier() and not keyword.iskeyword(name):
        return Item(made, f"{name}=")
    return Item(mapping({name: made}), "**")


def expression(value: Value, catalog: Catalog, place: str) -> Expression:
    """Expression of a value, Keras objects in it as constructor calls.

    Raises:
        StudioError: a Keras object is unknown to the catalog.
    """
    if is_object(value):
        return _object(value, catalog, place)
    if isinstance(value, Mapping):
        return mapping({k: expression(v, catalog, place) for k, v in value.items()})
    if isinstance(value, tuple | list):
        items = tuple(Item(expression(item, catalog, place)) for item in value)
        return Bracket("(", items)
    return literal(value)


def _object(value: Value, catalog: Catalog, place: str) -> Expression:
    config = value["config"]
    if isinstance(config, str):  # a function, as Keras writes one
        return Atom(find_class(catalog, f"keras.activations.{config}", place).path)
    spec = find_class(catalog, object_path(value), place)
    return constructor(spec, config or {}, catalog, place)


def _positional(spec: ClassSpec, parameters: Mapping[str, Value]) -> list[str]:
    names: list[str] = []
    for parameter in spec.parameters:
        if not parameter.required or parameter.name not in parameters:
            break
        names.append(parameter.name)
    if len(names) > _MOST_POSITIONAL or any(n.startswith("num_") for n in names):
        return []
    return names

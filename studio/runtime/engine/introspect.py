"""The catalog, read from the installed Keras."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import keras
import tensorflow

from studio.catalog.overlay import load_overlay
from studio.catalog.saved_models import LAYER
from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.catalog.store import load_catalog, save_catalog
from studio.graph.ports import InputPort
from studio.graph.values import Value
from studio.protocol.messages import CatalogRead, Introspect
from studio.runtime.engine import docstrings, surface, trials
from studio.runtime.engine.context import Context
from studio.runtime.engine.introspect_builders import builder_spec
from studio.runtime.engine.introspect_calls import with_call_habits
from studio.runtime.engine.introspect_configs import with_config_defaults
from studio.runtime.engine.introspect_docs import with_lent_docs
from studio.runtime.engine.introspect_dtypes import can_be_quantized
from studio.runtime.engine.introspect_ops import op_spec
from studio.runtime.engine.introspect_parameters import (
    arguments_of,
    base_arguments,
    base_names,
    inherited_arguments,
    options,
    tell,
)
from studio.runtime.engine.introspect_ports import (
    Surface,
    constant_arguments,
    explore,
    tensor_arguments,
)
from studio.runtime.engine.introspect_takes import with_takes
from studio.runtime.engine.kinds import Argument
from studio.runtime.engine.objects import keras_item
from studio.runtime.engine.surface import NotPlaceable, Offer
from studio.runtime.engine.trials import combinations, try_make

MOST_CALLED = 6
"""Ways to fill a layer's arguments that are tried on tensors."""

_NAMED = (Role.METRIC, Role.DTYPE_POLICY)
"""Roles whose name is an argument like the others."""

Suggestions = Mapping[str, tuple[Value, ...]]


def introspect(request: Introspect, context: Context) -> None:
    """Answer with the catalog."""
    context.status("Reading the layers of Keras")
    context.send(CatalogRead(request.request, read_keras()))


def current_catalog() -> Catalog:
    """Catalog of this very Keras: kept from before, or read now."""
    catalog = load_catalog()
    if catalog.keras_version != keras.__version__:
        catalog = read_keras()
        save_catalog(catalog)
    return catalog


def read_keras() -> Catalog:
    """Everything the installed Keras offers, in palette order."""
    overlay = load_overlay()
    specs: list[ClassSpec] = []
    closed: list[ClassSpec] = []
    left_out: dict[str, str] = {}
    for offer in surface.offers():
        try:
            specs.append(class_spec(offer, overlay.suggestions))
        except NotPlaceable as reason:
            left_out[offer.path] = str(reason)
            if offer.path == LAYER:
                closed.append(_closed_spec(offer))
    described = with_call_habits(with_config_defaults(list(with_lent_docs(specs))))
    described = with_takes(tuple(map(_told_apart, described)))
    catalog = Catalog(keras.__version__, described, left_out, closed=tuple(closed))
    return overlay.arrange(catalog)


def _closed_spec(offer: Offer) -> ClassSpec:
    """Spec of a layer that can only be made of a program, which nobody has allowed."""
    needed = [a.name for a in arguments_of(offer.item, False) if a.required]
    parameters = _all_parameters(offer, dict.fromkeys(needed, ""))
    tensors, optional = tensor_arguments(offer.item, {})
    docs = docstrings.parse(offer.item.__doc__)
    return ClassSpec(
        offer.path,
        offer.role,
        parameters=tuple(replace(p, suggestion=None) for p in parameters),
        inputs=(
            *(InputPort(name) for name in tensors),
            *(InputPort(name, required=False) for name in optional),
        ),
        summary=docs.summary,
        doc=docs.text,
        url=offer.page,
    )


def _told_apart(spec: ClassSpec) -> ClassSpec:
    """Note a path at which `tensorflow.keras` has an older class, or none."""
    try:
        same = keras_item(spec.path, tensorflow.keras) is keras_item(spec.path)
    except AttributeError:  # private parts are Keras' alone
        same = False
    return spec if same else replace(spec, in_tensorflow=False)


def class_spec(offer: Offer, suggestions: Suggestions) -> ClassSpec:
    """Spec of a class or function.

    Raises:
        NotPlaceable: it cannot be placed or chosen.
    """
    if offer.role is Role.ACTIVATION:
        return _activation(offer)
    if offer.role is Role.OP:
        return op_spec(offer, suggestions)
    if offer.role is Role.MODEL:
        return builder_spec(offer)
    surface.refuse(offer)
    filled = _needed(offer, suggestions)
    docs = docstrings.parse(offer.item.__doc__)
    calls = _explored(offer, filled) if offer.role is Role.LAYER else None
    return ClassSpec(
        offer.path,
        offer.role,
        offer.category,
        offer.aliases,
        _all_parameters(offer, filled),
        calls.inputs if calls else (),
        calls.outputs if calls else ("0",),
        _call_parameters(offer),
        docs.summary,
        docs.text,
        offer.page,
        surface.short_name(offer),
    )


def _activation(offer: Offer) -> ClassSpec:
    docs = docstrings.parse(offer.item.__doc__)
    spec = ClassSpec(
        offer.path,
        offer.role,
        aliases=offer.aliases,
        summary=docs.summary,
        doc=docs.text,
        url=offer.page,
        short_name=surface.short_name(offer),
    )
    if not surface.is_own_operation(offer.item):
        return spec
    op = op_spec(offer, {})
    return replace(
        spec,
        parameters=op.parameters,
        inputs=op.inputs,
        operation=op.operation,
        call_order=op.call_order,
    )


def _needed(offer: Offer, suggestions: Suggestions) -> dict[str, Value]:
    """Values for the arguments that need one.

    Raises:
        NotPlaceable: none are found.
    """
    arguments = list(arguments_of(offer.item, offer.role in _NAMED))
    required = {a.name: options(a, suggestions) for a in arguments if a.required}
    made = [f for f in combinations(required) if try_make(offer.item, f) is not None]
    hinted = [a for a in arguments if not a.required and a.name in suggestions]
    if not made:
        made = [f for f in _with_one_more({}, hinted, suggestions) if _makes(offer, f)]
    if not made:
        start = {name: values[0] for name, values in required.items() if values}
        reason = trials.refusal_of(offer.item, start)
        raise NotPlaceable(f"needs what a document cannot hold: {reason:.120}")
    if offer.role is not Role.LAYER:
        return made[0]
    for filled in [*made[:MOST_CALLED], *_with_one_more(made[0], hinted, suggestions)]:
        if _makes(offer, filled) and _explored(offer, filled).works:
            return filled
    return made[0]


def _makes(offer: Offer, filled: Mapping[str, Value]) -> bool:
    return try_make(offer.item, filled) is not None


def _with_one_more(
    filled: Mapping[str, Value], hinted: list[Argument], suggestions: Suggestions
) -> list[dict[str, Value]]:
    """Ways to fill one argument more: some that have a default need a value."""
    return [{**filled, a.name: value} for a in hinted for value in suggestions[a.name]]


def _explored(offer: Offer, filled: Mapping[str, Value]) -> Surface:
    documented = docstrings.parse(offer.item.__doc__).call_arguments or {}
    required, optional = tensor_arguments(offer.item, documented)
    if not required:
        return Surface((), ("0",), True)
    return explore(partial(try_make, offer.item, filled), required, optional)


def _all_parameters(offer: Offer, filled: Mapping[str, Value]) -> tuple[Parameter, ...]:
    def accepts(arguments: Mapping[str, Value]) -> bool:
        return _makes(offer, arguments)

    quantized = can_be_quantized(offer.item)
    make: Any = partial(tell, filled=filled, accepts=accepts, quantized=quantized)
    if offer.role is not Role.LAYER:
        plain = arguments_of(offer.item, offer.role in _NAMED)
        return tuple(make(a, base=False) for a in plain)
    shared = base_names()
    own = [make(a, base=a.name in shared) for a in arguments_of(offer.item, False)]
    own += [make(a, base=False) for a in _kept(offer.item, filled)]
    own += [make(a, base=True) for a in base_arguments(offer.item)]
    return tuple(sorted(own, key=lambda parameter: parameter.base))


def _kept(kind: Any, filled: Mapping[str, Value]) -> Iterator[Argument]:
    """Arguments of a layer's bases that it takes, and tells of in its config.

    Some are told only beside another one: those before are given, too.
    """
    given = dict(filled)
    for argument in inherited_arguments(kind):
        for value in (*options(argument, {}), argument.default):
            made = try_make(kind, {**given, argument.name: value})
            if made is not None and argument.name in made.get_config():
                given[argument.name] = value
                yield argument
                break


def _call_parameters(offer: Offer) -> tuple[Parameter, ...]:
    if offer.role is not Role.LAYER:
        return ()
    docs = docstrings.parse(offer.item.__doc__).call_arguments or {}
    return tuple(
        Parameter(name, ParameterKind.BOOL, default, doc=docs.get(name, ""))
        for name, default in constant_arguments(offer.item).items()
    )

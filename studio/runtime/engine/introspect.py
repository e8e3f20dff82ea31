"""The catalog, read from the installed Keras."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import keras

from studio.catalog.overlay import load_overlay
from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.catalog.store import load_catalog, save_catalog
from studio.graph.values import Value
from studio.protocol.messages import CatalogRead, Introspect
from studio.runtime.engine import docstrings, surface
from studio.runtime.engine.context import Context
from studio.runtime.engine.introspect_docs import with_lent_docs
from studio.runtime.engine.introspect_parameters import (
    arguments_of,
    base_arguments,
    base_names,
    options,
    to_parameter,
)
from studio.runtime.engine.introspect_ports import (
    Surface,
    constant_arguments,
    explore,
    tensor_arguments,
)
from studio.runtime.engine.kinds import Argument
from studio.runtime.engine.surface import Offer
from studio.runtime.engine.trials import combinations, try_make

_DOCS = "https://www.tensorflow.org/api_docs/python/tf"
MOST_CALLED = 6
"""Ways to fill a layer's arguments that are tried on tensors."""

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
    found = (class_spec(offer, overlay.suggestions) for offer in surface.offers())
    specs = tuple(spec for spec in found if spec is not None)
    return overlay.arrange(Catalog(keras.__version__, tuple(with_lent_docs(specs))))


def class_spec(offer: Offer, suggestions: Suggestions) -> ClassSpec | None:
    """Spec of a class; None for one that cannot be placed or chosen.

    That is an abstract base, a class that executes code it is given, and one
    that needs what a document cannot hold.
    """
    if offer.role is Role.ACTIVATION:
        return _activation(offer)
    if surface.is_abstract(offer) or surface.holds_code(offer):
        return None
    filled = _needed(offer, suggestions)
    if filled is None:
        return None
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
        _page(offer),
        surface.short_name(offer),
    )


def _activation(offer: Offer) -> ClassSpec:
    docs = docstrings.parse(offer.item.__doc__)
    return ClassSpec(
        offer.path,
        offer.role,
        aliases=offer.aliases,
        summary=docs.summary,
        doc=docs.text,
        url=_page(offer),
        short_name=surface.short_name(offer),
    )


def _needed(offer: Offer, suggestions: Suggestions) -> dict[str, Value] | None:
    """Values for the arguments that need one; None if none are found."""
    arguments = list(arguments_of(offer.item, offer.role is Role.METRIC))
    required = {a.name: options(a, suggestions) for a in arguments if a.required}
    made = [f for f in combinations(required) if try_make(offer.item, f) is not None]
    hinted = [a for a in arguments if not a.required and a.name in suggestions]
    if not made:
        made = [f for f in _with_one_more({}, hinted, suggestions) if _makes(offer, f)]
    if not made or offer.role is not Role.LAYER:
        return made[0] if made else None
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
    make: Any = partial(to_parameter, offer.item, filled=filled)
    if offer.role is not Role.LAYER:
        plain = arguments_of(offer.item, offer.role is Role.METRIC)
        return tuple(make(a, base=False) for a in plain)
    shared = base_names()
    own = [make(a, base=a.name in shared) for a in arguments_of(offer.item, False)]
    own += [make(a, base=True) for a in base_arguments(offer.item)]
    return tuple(sorted(own, key=lambda parameter: parameter.base))


def _call_parameters(offer: Offer) -> tuple[Parameter, ...]:
    if offer.role is not Role.LAYER:
        return ()
    docs = docstrings.parse(offer.item.__doc__).call_arguments or {}
    return tuple(
        Parameter(name, ParameterKind.BOOL, default, doc=docs.get(name, ""))
        for name, default in constant_arguments(offer.item).items()
    )


def _page(offer: Offer) -> str:
    """Address of its docs; keras.io's own addresses do not follow the names."""
    return f"{_DOCS}/{offer.path.replace('.', '/')}"

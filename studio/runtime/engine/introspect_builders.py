"""Functions of ``keras.applications`` as catalog entries; none is built for it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind
from studio.graph.ports import InputPort
from studio.graph.values import Value
from studio.runtime.engine import docstrings
from studio.runtime.engine.introspect_parameters import NO_CHOICE, tell
from studio.runtime.engine.kinds import Argument
from studio.runtime.engine.surface import Offer

_OWN = frozenset({"name", "input_tensor"})
"""Arguments that a node has by other means: its name and its wires."""
_TRAINABLE = Parameter(
    "trainable",
    ParameterKind.BOOL,
    True,
    doc="Whether training changes the weights of the model.",
    base=True,
)


def builder_spec(offer: Offer) -> ClassSpec:
    """Spec of a function that builds a model."""
    docs = docstrings.parse(offer.item.__doc__)
    own = tuple(_parameters(offer.item, docs.arguments or {}))
    return ClassSpec(
        offer.path,
        offer.role,
        offer.category,
        offer.aliases,
        (*own, _TRAINABLE),
        (InputPort("inputs"),),
        summary=docs.summary,
        doc=docs.text,
        url=offer.page,
    )


def _parameters(function: Any, docs: dict[str, str]) -> Iterator[Parameter]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in _OWN:
            doc = docs.get(parameter.name, "")
            argument = Argument(parameter.name, parameter.default, False, doc)
            yield tell(argument, {}, _accepts)


def _accepts(arguments: Mapping[str, Value]) -> bool:
    """Trust the docs: building a model for each word would take minutes."""
    return NO_CHOICE not in arguments.values()

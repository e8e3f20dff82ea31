"""Functions of ``keras.ops`` as catalog entries."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind
from studio.graph.ports import InputPort
from studio.graph.values import Value
from studio.runtime.engine import docstrings
from studio.runtime.engine.introspect_parameters import options, plain_default, tell
from studio.runtime.engine.kinds import Argument, kind_of
from studio.runtime.engine.op_search import (
    Call,
    Taker,
    constant_for,
    find_call,
    sure_outputs,
    with_optional,
)
from studio.runtime.engine.op_trials import Unanswered
from studio.runtime.engine.surface import NotPlaceable, Offer
from studio.runtime.engine.symbolic import TensorSpec

_TENSOR = re.compile(r"tensor|array|image|points", re.I)
_FUNCTION = re.compile(r"^(f|fun|function|pyfunc|\w+_fn|body\w*|cond|branches)$")
_ALSO_TENSORS = frozenset({ParameterKind.ANY, ParameterKind.INT_TUPLE})


def op_spec(offer: Offer, suggestions: Mapping[str, tuple[Value, ...]]) -> ClassSpec:
    """Spec of a function.

    Raises:
        NotPlaceable: it takes functions or no tensors, or gives none.
    """
    docs = docstrings.parse(offer.item.__doc__)
    arguments = list(_arguments(offer.item, docs.arguments or {}))
    if any(_FUNCTION.match(a.name) for a in arguments):
        raise NotPlaceable("takes a Python function")
    takers = [_taker(argument, suggestions) for argument in arguments]
    try:
        call = _call(offer.item, takers)
    except Unanswered as error:
        raise NotPlaceable(str(error)) from error
    optional = [t.name for t in takers if not t.required and t.may_be_tensor]
    call = with_optional(
        offer.item, call, [n for n in optional if n not in call.constants]
    )
    inputs = tuple(_port(offer.item, t, call) for t in takers if t.name in call.tensors)
    answer = call.answer
    return ClassSpec(
        offer.path,
        offer.role,
        offer.category,
        offer.aliases,
        tuple(_parameters(offer.item, arguments, call)),
        inputs,
        sure_outputs(offer.item, call),
        (),
        docs.summary,
        docs.text,
        offer.page,
        operation=answer.operation,
        call_order=answer.order,
    )


def _call(function: Any, takers: list[Taker]) -> Call:
    """A call with what is required, or with all that has a suggestion."""
    try:
        return find_call(function, takers)
    except Unanswered:
        needed = [replace(t, required=t.required or bool(t.constants)) for t in takers]
        return find_call(function, needed)


def _arguments(function: Any, docs: Mapping[str, str]) -> Iterator[Argument]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        required = parameter.default is parameter.empty
        default = None if required else plain_default(parameter.default)
        doc = docs.get(parameter.name, "")
        yield Argument(parameter.name, default, required, doc)


def _taker(argument: Argument, suggestions: Mapping[str, tuple[Value, ...]]) -> Taker:
    kind = kind_of(argument)
    if not argument.required:
        may_be = argument.default is None and kind in _ALSO_TENSORS
        hints = suggestions.get(argument.name, ()) if argument.default is None else ()
        return Taker(argument.name, False, hints, may_be)
    constants = options(argument, suggestions)
    if kind is ParameterKind.ANY:  # words in its docs are no values then
        constants = suggestions.get(argument.name, ())
    may_be = not constants or bool(_TENSOR.search(argument.doc)) or not argument.doc
    return Taker(argument.name, True, constants, may_be)


def _port(function: Any, taker: Taker, call: Call) -> InputPort:
    kind = inspect.signature(function).parameters[taker.name].kind
    return InputPort(
        taker.name,
        taker.required,
        many=not isinstance(call.tensors[taker.name], TensorSpec),
        spread=kind is inspect.Parameter.VAR_POSITIONAL,
    )


def _parameters(
    function: Any, arguments: list[Argument], call: Call
) -> Iterator[Parameter]:
    for argument in arguments:
        if argument.name in call.tensors:
            value = constant_for(function, call, argument.name)
            if value is not None:
                yield Parameter(
                    argument.name, ParameterKind.ANY, doc=docstrings.plain(argument.doc)
                )
            continue

        def accepts(given: Mapping[str, Value]) -> bool:
            return call.works(function, {}, given)

        yield tell(argument, call.constants, accepts)

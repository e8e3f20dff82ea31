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
Suggestions = Mapping[str, tuple[Value, ...]]
_ALSO_TENSORS = frozenset({ParameterKind.ANY, ParameterKind.INT_TUPLE})


def op_spec(offer: Offer, suggestions: Suggestions) -> ClassSpec:
    """Spec of a function.

    Raises:
        NotPlaceable: it takes functions or no tensors, or gives none.
    """
    docs = docstrings.parse(offer.item.__doc__)
    arguments = list(_arguments(offer.item))
    call = example_call(offer.item, suggestions)
    answer = call.answer
    return ClassSpec(
        offer.path,
        offer.role,
        offer.category,
        offer.aliases,
        tuple(_parameters(offer.item, arguments, call)),
        tuple(_port(offer.item, a, call) for a in arguments if a.name in call.tensors),
        sure_outputs(offer.item, call),
        (),
        docs.summary,
        docs.text,
        offer.page,
        operation=answer.operation,
        signature=tuple(argument.name for argument in arguments),
        call_order=answer.order,
    )


def example_call(function: Any, suggestions: Suggestions) -> Call:
    """A call that works, with tensors for as many arguments as take them.

    Raises:
        NotPlaceable: there is none.
    """
    arguments = list(_arguments(function))
    if any(_FUNCTION.match(a.name) for a in arguments):
        raise NotPlaceable("takes a Python function")
    takers = [_taker(argument, suggestions) for argument in arguments]
    try:
        call = _needed_call(function, takers)
    except Unanswered as error:
        raise NotPlaceable(str(error)) from error
    optional = [t.name for t in takers if not t.required and t.may_be_tensor]
    left = [name for name in optional if name not in call.constants]
    return with_optional(function, call, left)


def _needed_call(function: Any, takers: list[Taker]) -> Call:
    """A call with what is required, or with all that has a suggestion."""
    try:
        return find_call(function, takers)
    except Unanswered:
        needed = [replace(t, required=t.required or bool(t.constants)) for t in takers]
        return find_call(function, needed)


def _arguments(function: Any) -> Iterator[Argument]:
    docs = docstrings.parse(function.__doc__).arguments or {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        required = parameter.default is parameter.empty
        default = None if required else plain_default(parameter.default)
        doc = docs.get(parameter.name, "")
        yield Argument(parameter.name, default, required, doc)


def _taker(argument: Argument, suggestions: Suggestions) -> Taker:
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


def _port(function: Any, argument: Argument, call: Call) -> InputPort:
    kind = inspect.signature(function).parameters[argument.name].kind
    return InputPort(
        argument.name,
        argument.required,
        many=not isinstance(call.tensors[argument.name], TensorSpec),
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

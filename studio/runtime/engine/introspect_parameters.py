"""Constructor arguments of a Keras class: kinds, choices, suggestions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import keras

from studio.catalog.spec import Parameter, ParameterKind
from studio.graph.values import Value, freeze, is_object, object_path
from studio.runtime.engine import docstrings
from studio.runtime.engine.introspect_dtypes import dtype_names
from studio.runtime.engine.kinds import Argument, candidates, kind_of, may_be_none
from studio.runtime.engine.objects import keras_item

NO_CHOICE = "no-such-choice"
"""A word that no argument takes unless it takes any."""
Accepts = Callable[[Mapping[str, Value]], bool]
"""Whether Keras takes these arguments."""
_ANY_KIND: Mapping[ParameterKind, tuple[Value, ...]] = {
    ParameterKind.INT: (1, 2, 10),
    ParameterKind.FLOAT: (0.1, 1.0),
    ParameterKind.BOOL: (False,),
    ParameterKind.INT_TUPLE: (1, (1, 1)),
    ParameterKind.SHAPE: ((-1,),),
    ParameterKind.DTYPE: ("float32",),
    ParameterKind.ACTIVATION: ("relu",),
    ParameterKind.INITIALIZER: ("zeros",),
}


def arguments_of(kind: Any, role_takes_name: bool) -> Iterator[Argument]:
    """Own constructor arguments of `kind` in order, with docs."""
    docs = documented_arguments(kind)
    for parameter in _parameters(kind):
        if parameter.name == "name" and not role_takes_name:
            continue
        required = parameter.default is parameter.empty
        default = None if required else plain_default(parameter.default)
        yield Argument(parameter.name, default, required, docs.get(parameter.name, ""))


def base_arguments(kind: Any) -> list[Argument]:
    """Arguments every layer takes, if `kind` hands on what it does not name."""
    own = {p.name for p in inspect.signature(kind.__init__).parameters.values()}
    variable = inspect.Parameter.VAR_KEYWORD
    rest = inspect.signature(kind.__init__).parameters.values()
    if not any(p.kind is variable for p in rest):
        return []
    return [a for a in arguments_of(keras.layers.Layer, False) if a.name not in own]


def inherited_arguments(kind: Any) -> Iterator[Argument]:
    """Arguments of a layer's bases that it may hand on without naming them."""
    docs = documented_arguments(kind)
    known = {a.name for a in (*arguments_of(kind, True), *base_arguments(kind))}
    if not base_arguments(kind):
        return
    for base in kind.__mro__[1:]:
        if base is keras.layers.Layer:
            return
        for parameter in _parameters(base) if "__init__" in vars(base) else ():
            has_default = parameter.default is not parameter.empty
            if has_default and parameter.name not in known | {"name"}:
                known.add(parameter.name)
                default = plain_default(parameter.default)
                doc = docs.get(parameter.name, "")
                yield Argument(parameter.name, default, False, doc)


def base_names() -> frozenset[str]:
    """Names of the arguments every layer takes."""
    return frozenset(a.name for a in arguments_of(keras.layers.Layer, False))


def documented_arguments(kind: Any) -> dict[str, str]:
    """What the docs say of each argument, its bases' docs included."""
    docs: dict[str, str] = {}
    if kind is keras.layers.InputLayer:  # documented at the function that makes it
        docs |= docstrings.parse(keras.Input.__doc__).arguments or {}
    for base in reversed(kind.__mro__):
        for text in (base.__init__.__doc__, base.__doc__):
            docs |= docstrings.parse(text).arguments or {}
    return docs


def tell(
    argument: Argument,
    filled: Mapping[str, Value],
    accepts: Accepts,
    *,
    base: bool = False,
    quantized: bool = False,
) -> Parameter:
    """Describe an argument; `filled` is what the others need, `accepts` tries.

    `quantized` offers dtype policies that quantize weights, too.
    """
    what = kind_of(argument)
    choices: tuple[str, ...] = ()
    if what is ParameterKind.STRING:
        choices = _accepted(argument, filled, accepts)
        what = ParameterKind.CHOICE if len(choices) > 1 else what
    if what is ParameterKind.DTYPE:
        names = dtype_names(quantized=quantized)
        choices = _taken(argument.name, names, filled, accepts)
    if _takes_layers(argument.name, filled, accepts):
        what = ParameterKind.LAYERS
    if what is ParameterKind.INT and isinstance(filled.get(argument.name), tuple):
        what = ParameterKind.INT_TUPLE
    needed = argument.required or argument.name in filled
    return Parameter(
        argument.name,
        what,
        argument.default,
        needed,
        may_be_none(argument),
        choices if len(choices) > 1 else (),
        docstrings.plain(argument.doc),
        filled.get(argument.name),
        base,
    )


def options(
    argument: Argument, suggestions: Mapping[str, tuple[Value, ...]]
) -> tuple[Value, ...]:
    """Values worth trying for an argument that needs one."""
    words = candidates(argument)[:3]
    hints = suggestions.get(argument.name, ())
    return (*hints, *_ANY_KIND.get(kind_of(argument), ()), *words)


def _accepted(
    argument: Argument, filled: Mapping[str, Value], accepts: Accepts
) -> tuple[str, ...]:
    """Documented words that Keras takes; none if it takes any word at all."""
    words = candidates(argument)
    if len(words) < 2:
        return ()
    anything = {**filled, argument.name: NO_CHOICE}
    if argument.default is None and accepts(anything):
        return ()
    return _taken(argument.name, words, filled, accepts)


def _taken(
    name: str, words: Iterable[str], filled: Mapping[str, Value], accepts: Accepts
) -> tuple[str, ...]:
    """Those of `words` that Keras takes for an argument."""
    return tuple(word for word in words if accepts({**filled, name: word}))


def _takes_layers(name: str, filled: Mapping[str, Value], accepts: Accepts) -> bool:
    """Whether an argument needs layers one after another, or takes them so."""
    value = filled.get(name)
    if isinstance(value, tuple):
        return bool(value) and all(map(_is_layer, value))
    return _is_layer(value) and accepts({**filled, name: (value,)})


def _is_layer(value: Value) -> bool:
    if not is_object(value):
        return False
    kind = keras_item(object_path(value))
    return isinstance(kind, type) and issubclass(kind, keras.layers.Layer)


def _parameters(kind: Any) -> Iterator[inspect.Parameter]:
    variable = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    for parameter in list(inspect.signature(kind.__init__).parameters.values())[1:]:
        if parameter.kind not in variable:
            yield parameter


def plain_default(default: Any) -> Value:
    """Default as a document holds it; None for what only Keras can make."""
    try:
        return freeze(default)
    except TypeError:  # an object: Keras makes it itself when the argument is left out
        return None

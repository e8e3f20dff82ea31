"""Which kind of value an argument takes: from its name, default and docs.

Nothing here knows a class; what Keras documents of an argument decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.catalog.spec import ParameterKind
from studio.graph.values import Value

_BY_ENDING = {
    "initializer": ParameterKind.INITIALIZER,
    "regularizer": ParameterKind.REGULARIZER,
    "constraint": ParameterKind.CONSTRAINT,
    "activation": ParameterKind.ACTIVATION,
    "dtype": ParameterKind.DTYPE,
    "shape": ParameterKind.SHAPE,
    "layer": ParameterKind.LAYER,
    "cell": ParameterKind.LAYER,
    "optimizer": ParameterKind.OBJECT,
    "seed": ParameterKind.INT,
    "name": ParameterKind.STRING,
}
_NUMBERS = frozenset({"dim", "num", "number", "size", "steps", "rank"})
_WORDS = (
    (ParameterKind.BOOL, re.compile(r"\bbool(ean)?s?\b|\bwhether\b", re.I)),
    (ParameterKind.FLOAT, re.compile(r"\bfloats?\b|\bfraction\b", re.I)),
    (ParameterKind.INT, re.compile(r"\bint(eger)?s?\b|\b(number|size) of\b", re.I)),
    (ParameterKind.STRING, re.compile(r"\bstr(ing)?s?\b", re.I)),
)
_SEQUENCE = re.compile(r"\b(tuples?|lists?|sequence|array)\b", re.I)
_NAME = re.compile(r"\bmetric name\b")
_NONE = re.compile(r"\bNone\b|\boptional\b", re.I)
_QUOTED = re.compile(r"""["']([A-Za-z][\w+-]*)["']|- ([a-z]\w*) means""")
_OTHER = re.compile(
    r"\b(callable|object|instance|dict(?:ionary)?|tensor|function)s?\b", re.I
)
_BOOL = re.compile(r"\bbool(ean)?\b|\bwhether\b", re.I)


@dataclass(frozen=True, slots=True)
class Argument:
    """A constructor argument as its signature and docs present it."""

    name: str
    default: Value
    required: bool
    doc: str


def kind_of(argument: Argument) -> ParameterKind:
    """Kind of editor for an argument; `ANY` where Keras' docs do not tell."""
    ending = re.split(r"_", argument.name)[-1]
    if ending in _BY_ENDING and not isinstance(argument.default, bool):
        return _BY_ENDING[ending]
    if argument.default is None:
        return _documented(argument)
    return _of_default(argument)


def candidates(argument: Argument) -> tuple[str, ...]:
    """Words in quotes in the docs: choices, if Keras takes them."""
    if _NAME.search(_start(argument.doc)):
        return ()
    found = _QUOTED.findall(argument.doc.replace("`", ""))
    words = list(dict.fromkeys(quoted or listed for quoted, listed in found))
    if isinstance(argument.default, str) and argument.default not in words:
        words.append(argument.default)
    return tuple(words)


def may_be_none(argument: Argument) -> bool:
    """Whether None is a legal value, as far as signature and docs say."""
    if argument.required:
        return False
    return argument.default is None or "`None`" in argument.doc


def _of_default(argument: Argument) -> ParameterKind:
    default, doc = argument.default, argument.doc
    if isinstance(default, bool):
        return ParameterKind.BOOL
    if isinstance(default, int):
        return _of_int(doc)
    if isinstance(default, float):
        return ParameterKind.FLOAT
    if isinstance(default, str):
        mixed = _BOOL.search(_start(doc)) and not _WORDS[-1][1].search(_start(doc))
        return ParameterKind.ANY if mixed else ParameterKind.STRING
    if isinstance(default, tuple) and all(type(item) is int for item in default):
        numbers = re.search(r"\bfloat|\bnumbers\b|\brange\b", doc)
        return ParameterKind.ANY if numbers else ParameterKind.INT_TUPLE
    return ParameterKind.ANY


def _of_int(doc: str) -> ParameterKind:
    start = _start(doc)
    if _SEQUENCE.search(start) and re.search(r"\bint", start, re.I):
        return ParameterKind.INT_TUPLE
    is_count = re.search(r"\bint|\bnumber\b|\bindex\b|\bsize\b", start, re.I)
    if not is_count and re.search(r"\bfloat|\b(value|norm|ratio)\b", start, re.I):
        return ParameterKind.FLOAT
    return ParameterKind.INT


def _documented(argument: Argument) -> ParameterKind:
    start = _start(argument.doc)
    found = [(m.start(), kind) for kind, word in _WORDS if (m := word.search(start))]
    if not found:
        return _guessed(argument)
    kind = min(found)[1]
    sequence = _SEQUENCE.search(start)
    if sequence and kind is ParameterKind.INT:
        return ParameterKind.INT_TUPLE
    if sequence and (
        kind is not ParameterKind.FLOAT or sequence.start() < min(found)[0]
    ):
        return ParameterKind.ANY
    if kind is ParameterKind.STRING and _OTHER.search(start):
        return ParameterKind.ANY
    return kind


def _guessed(argument: Argument) -> ParameterKind:
    """Kind of an argument whose docs name no type."""
    if _NUMBERS & set(argument.name.split("_")):
        return ParameterKind.INT
    if len(candidates(argument)) > 1 and not _OTHER.search(_start(argument.doc)):
        return ParameterKind.STRING
    return ParameterKind.ANY


def _start(doc: str) -> str:
    """The first sentence or two, where the docs name the type."""
    return doc[:110].split(". ")[0] if ". " in doc[20:110] else doc[:110]

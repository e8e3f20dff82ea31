"""Ops that Python has an operator for: arithmetic, comparisons, indexing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from studio.codegen.expressions import Atom, Expression, Level
from studio.graph.values import Value, is_object


class Operator(NamedTuple):
    """An operator between two operands, and how firmly it binds."""

    sign: str
    level: Level


BINARY = {
    "add": Operator("+", Level.SUM),
    "subtract": Operator("-", Level.SUM),
    "multiply": Operator("*", Level.PRODUCT),
    "true_divide": Operator("/", Level.PRODUCT),
    "floor_divide": Operator("//", Level.PRODUCT),
    "mod": Operator("%", Level.PRODUCT),
    "matmul": Operator("@", Level.PRODUCT),
    "power": Operator("**", Level.POWER),
    "less": Operator("<", Level.COMPARE),
    "less_equal": Operator("<=", Level.COMPARE),
    "greater": Operator(">", Level.COMPARE),
    "greater_equal": Operator(">=", Level.COMPARE),
    "not_equal": Operator("!=", Level.COMPARE),
    "logical_and": Operator("&", Level.AND),
    "logical_or": Operator("|", Level.OR),
    "logical_xor": Operator("^", Level.XOR),
}
"""By the last part of the op's path. ``==`` compares tensors by identity."""

UNARY = {"negative": "-", "logical_not": "~"}


def operation(op: str, operands: Sequence[Expression]) -> Expression | None:
    """Operands with the operator between or before them; None if that cannot be."""
    if not all(isinstance(operand, Atom) for operand in operands):
        return None
    atoms = [operand for operand in operands if isinstance(operand, Atom)]
    if op in UNARY and len(atoms) == 1:
        return Atom(UNARY[op] + _inside(atoms[0], Level.UNARY), Level.UNARY)
    if op in BINARY and len(atoms) == 2:
        return _between(BINARY[op], *atoms)
    return None


def _between(operator: Operator, left: Atom, right: Atom) -> Atom:
    sign, level = operator
    if level is Level.POWER:
        first, second = _inside(left, Level.WHOLE), _inside(right, Level.UNARY)
        tight = _is_simple(left) and _is_simple(right)
        return Atom(first + ("**" if tight else " ** ") + second, level)
    own = Level(level + 1) if level is Level.COMPARE else level
    first, second = _inside(left, own), _inside(right, Level(level + 1))
    return Atom(f"{first} {sign} {second}", level)


def _inside(operand: Atom, level: Level) -> str:
    return operand.text if operand.level >= level else f"({operand.text})"


def _is_simple(operand: Atom) -> bool:
    """Whether formatters write ``**`` without spaces around it."""
    text = operand.text.removeprefix("-") if operand.level is Level.UNARY else ""
    text = operand.text if operand.level is Level.WHOLE else text
    return text.isidentifier() or text.replace(".", "", 1).isdigit()


def indexed(value: Atom, key: Value) -> Atom | None:
    """``value[key]``; None if the key is nothing to write there."""
    parts = key if isinstance(key, tuple) else (key,)
    texts = [_subscript(part) for part in parts]
    if not parts or not all(texts):
        return None
    comma = "," if isinstance(key, tuple) and len(parts) == 1 else ""
    inside = f"({texts[0]},)" if comma else ", ".join(map(str, texts))
    return Atom(f"{_inside(value, Level.WHOLE)}[{inside}]")


def _subscript(part: Value) -> str | None:
    if part is None or isinstance(part, int):
        return repr(part)
    if not is_object(part):
        return None
    kind, config = part["class_name"], part["config"]
    if kind == "__ellipsis__":
        return "..."
    if kind != "__slice__" or not isinstance(config, Mapping):
        return None
    bounds = [config.get(name) for name in ("start", "stop", "step")]
    if not all(bound is None or isinstance(bound, int) for bound in bounds):
        return None
    start, stop, step = ("" if bound is None else repr(bound) for bound in bounds)
    return f"{start}:{stop}" + (f":{step}" if step else "")

"""Python literals typed by a person, and values shown as Python literals."""

from __future__ import annotations

import ast
import math

from studio.graph.values import Value, freeze


class Unreadable(ValueError):
    """A typed text means no value; the message says why and what to type."""


class _NamedFloats(ast.NodeTransformer):
    """Reads ``inf`` and ``nan``, which are no Python literals."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in ("inf", "nan"):
            return ast.copy_location(ast.Constant(float(node.id)), node)
        return node


def parse_literal(text: str) -> Value:
    """Value of a Python literal; lists become tuples.

    Raises:
        Unreadable: the text is no literal of a parameter value.
    """
    try:
        tree = _NamedFloats().visit(ast.parse(text.strip(), mode="eval"))
        return freeze(ast.literal_eval(tree))
    except SyntaxError as error:
        raise Unreadable(_syntax_sentence(error)) from error
    except TypeError as error:
        raise Unreadable(f"A parameter cannot hold this: {error}.") from error
    except (RecursionError, MemoryError) as error:
        raise Unreadable("This is nested too deeply. Type less of it.") from error
    except ValueError as error:
        raise Unreadable(_value_sentence(text.strip())) from error


def show_literal(value: Value) -> str:
    """Python literal of a value; `parse_literal` reads it back."""
    match value:
        case dict():
            items = (f"{key!r}: {show_literal(item)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
        case tuple():
            inside = ", ".join(map(show_literal, value))
            return f"({inside},)" if len(value) == 1 else f"({inside})"
        case float() if math.isinf(value):
            return "inf" if value > 0 else "-inf"
        case _:
            return repr(value)


def _value_sentence(text: str) -> str:
    if text.isidentifier():
        return f"“{text}” needs quotes to be a text: '{text}'."
    return (
        "Only plain values can be typed here: numbers, True, False, None, "
        "'text' in quotes, and (…), […], {…} of them."
    )


def _syntax_sentence(error: SyntaxError) -> str:
    reason = (error.msg or "it cannot be read").rstrip(".")
    return f"This is no Python value: {reason[:1].lower()}{reason[1:]}."

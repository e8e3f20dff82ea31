"""What can be seen in Python text before it is executed."""

from __future__ import annotations

import ast

_USES = frozenset({"fit", "evaluate", "predict", "train_on_batch"})
"""Methods that no function calls which only builds a model."""


def model_functions(text: str) -> list[str]:
    """Top-level functions that may build a model when called without arguments.

    They return something and use no model; what they return is known only then.
    """
    return [
        node.name
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        and not node.decorator_list
        and _takes_nothing(node.args)
        and _may_build(node)
    ]


def _takes_nothing(arguments: ast.arguments) -> bool:
    positional = [*arguments.posonlyargs, *arguments.args]
    return len(positional) == len(arguments.defaults) and None not in (
        arguments.kw_defaults
    )


def _may_build(function: ast.FunctionDef) -> bool:
    returns = False
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in _USES:
            return False
        returns = returns or (isinstance(node, ast.Return) and node.value is not None)
    return returns

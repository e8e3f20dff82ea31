"""Layers that edited code defines itself: their text, and their place in documents."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from studio.codegen.imports import Import
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import CUSTOM, LayerDefinition

_SCRIPT = "studio_script."
"""Module of classes that code defines which the engine executes."""
_USUAL = {"trainable": True, "dtype": "float32"}
"""What Keras tells of every layer."""


def own_text(text: str, generated: str) -> str:
    """Text of the classes in edited code, with what they use; empty without any.

    `generated` is the code before it was edited: its functions are not the user's.
    """
    made = {*_names(ast.parse(generated).body, ast.FunctionDef), "build_model"}
    body = ast.parse(text).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    if not classes:
        return ""
    helpers = [
        node
        for node in body
        if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign)
        and getattr(node, "name", "") not in made
    ]
    kept = sorted([*classes, *helpers], key=lambda node: node.lineno)
    used = {n.id for node in kept for n in ast.walk(node) if isinstance(n, ast.Name)}
    lines = text.splitlines()
    imports = [
        "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in body
        if isinstance(node, ast.Import | ast.ImportFrom) and used & set(_bound(node))
    ]
    parts = ["\n".join(lines[_first(n) - 1 : n.end_lineno]) for n in kept]
    return "\n".join(imports) + "\n\n\n" + "\n\n\n".join(parts) + "\n"


def with_own_classes(document: Document, custom: str) -> Document:
    """The document with the classes of a text as its own."""
    classes = set(_names(ast.parse(custom).body, ast.ClassDef))
    graph = document.graph
    definitions = [_owned(d, classes) for d in graph.definitions.values()]
    blocks = [
        replace(block, definitions=tuple(_owned(d, classes) for d in block.definitions))
        for block in document.blocks.values()
    ]
    code = replace(document.setup.code, custom=custom)
    return Document(
        Graph(graph.nodes.values(), definitions, graph.edges.values()),
        document.comments.values(),
        replace(document.setup, code=code),
        document.last_ids,
        blocks,
    )


def _owned(definition: LayerDefinition, classes: set[str]) -> LayerDefinition:
    name = definition.layer_class.removeprefix(_SCRIPT)
    if name == definition.layer_class or name not in classes:
        return definition
    parameters = {
        key: value
        for key, value in definition.parameters.items()
        if _USUAL.get(key) != value
    }
    return replace(definition, layer_class=f"{CUSTOM}{name}", parameters=parameters)


def _names(
    nodes: list[ast.stmt], kind: type[ast.ClassDef] | type[ast.FunctionDef]
) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, kind):
            yield node.name


def _bound(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    for name in node.names:
        yield Import(name.name, alias=name.asname or "").bound


def _first(node: ast.stmt) -> int:
    """First line of a statement, its decorators included."""
    above: list[int] = [d.lineno for d in getattr(node, "decorator_list", [])]
    return min([node.lineno, *above])

"""Layers that a script defines itself: their text, and their place in documents."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import CUSTOM, LayerDefinition

_SCRIPT = "studio_script."
"""Module of classes that code defines which the engine executes."""
_USUAL = {"trainable": True, "dtype": "float32"}
"""What Keras tells of every layer."""


def own_text(text: str, generated: str = "", custom: str = "") -> str:
    """Text of the classes in a script, with what they use; empty without any.

    `generated` is the code before it was edited: its functions are not the user's,
    but for those of `custom`, the user's own text so far. That text is returned as it
    is if nothing in it changed.
    """
    before, body = _statements(custom), _statements(text)
    known = set(_bindings(before))
    made = set(_names(ast.parse(generated).body, ast.FunctionDef)) - known
    kept = _kept(body, known, {ast.dump(node) for node in before}, made)
    if not kept:
        return ""
    used = {name for node in kept for name in _used(node)}
    imports = _imports(text, used)
    alike = [ast.dump(node) for node in kept] == [ast.dump(node) for node in before]
    if alike and _entries(imports, used) == _entries(_imports(custom, used), used):
        return custom
    lines = text.splitlines()
    head = "\n".join(
        "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in imports
    )
    parts = ["\n".join(lines[_first(n, lines) - 1 : n.end_lineno]) for n in kept]
    return "\n\n\n".join(part for part in (head, *parts) if part) + "\n"


def _imports(text: str, used: set[str]) -> list[ast.Import | ast.ImportFrom]:
    """Imports of a module that bind one of these names."""
    return [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.Import | ast.ImportFrom) and used & set(_bound(node))
    ]


def _entries(
    nodes: list[ast.Import | ast.ImportFrom], used: set[str]
) -> set[tuple[str, str, str]]:
    """What imports bind of these names, whichever statement does it."""
    return {
        (getattr(node, "module", None) or "", alias.name, bound)
        for node in nodes
        for alias, bound in zip(node.names, _bound(node), strict=True)
        if bound in used
    }


def _statements(text: str) -> list[ast.stmt]:
    """What a module does, but for its imports and its docstring."""
    tree = ast.parse(text)
    body = tree.body[1:] if ast.get_docstring(tree, clean=False) else tree.body
    return [n for n in body if not isinstance(n, ast.Import | ast.ImportFrom)]


def _kept(
    body: list[ast.stmt], known: set[str], same: set[str], made: set[str]
) -> list[ast.stmt]:
    """Classes, what stood there already, and all that these use."""
    free = [
        node for node in body if getattr(node, "name", "") not in {*made, "build_model"}
    ]
    kept = [
        node
        for node in free
        if isinstance(node, ast.ClassDef)
        or ast.dump(node) in same
        or known & set(_bindings([node]))
    ]
    wanted: set[str] = set()
    while more := {name for node in kept for name in _used(node)} - wanted:
        wanted |= more
        kept += [n for n in free if n not in kept and more & set(_bindings([n]))]
    return sorted(kept, key=lambda node: node.lineno)


def _bindings(nodes: Iterable[ast.stmt]) -> Iterator[str]:
    """Names that functions, classes and assignments give."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id


def _used(node: ast.stmt) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id


def has_own_classes(document: Document) -> bool:
    """Whether a layer of the document is of a class that its script defines."""
    graphs = (document.graph.definitions.values(), *_inner(document))
    return any(d.layer_class.startswith(_SCRIPT) for each in graphs for d in each)


def _inner(document: Document) -> Iterator[Iterable[LayerDefinition]]:
    return (block.definitions for block in document.blocks.values())


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
        yield name.asname or name.name.partition(".")[0]


def _first(node: ast.stmt, lines: list[str]) -> int:
    """First line of a statement, with its decorators and the comments above it."""
    above: list[int] = [d.lineno for d in getattr(node, "decorator_list", [])]
    first = min([node.lineno, *above])
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return first

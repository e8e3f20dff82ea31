"""Layers that a script defines itself: their text, and their place in documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import CUSTOM, Edge, LayerDefinition, Node

_SCRIPT = "studio_script."
"""Module of classes that code defines which the engine executes."""
_USUAL = {"trainable": True, "dtype": "float32"}
"""What Keras tells of every layer."""
_PLACE = re.compile(r"(?:inputs|args\[(\d+)\])(?=$|\[)")
"""How a port is named where the class is not known."""


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
    """The document with the classes of a text as its own.

    What comes in at their layers is named as the text names it.
    """
    tree = ast.parse(custom)
    classes = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
    takes = {name: _call_names(name, classes) for name in classes}
    parts = _adopted(document.graph, takes)
    blocks = []
    for block in document.blocks.values():
        nodes, layers, edges = _adopted(block.graph, takes)
        known = replace(block, nodes=nodes, definitions=layers, edges=edges)
        blocks.append(known)
    code = replace(document.setup.code, custom=custom)
    return Document(
        Graph(*parts),
        document.comments.values(),
        replace(document.setup, code=code),
        document.last_ids,
        blocks,
    )


def _adopted(
    graph: Graph, takes: Mapping[str, Sequence[str]]
) -> tuple[tuple[Node, ...], tuple[LayerDefinition, ...], tuple[Edge, ...]]:
    """Parts of a graph in which these classes are the document's own."""
    before = graph.definitions.values()
    layers = tuple(_owned(each, takes.keys()) for each in before)
    names = {
        new.id: takes[new.layer_class.removeprefix(CUSTOM)]
        for old, new in zip(before, layers, strict=True)
        if old is not new
    }
    of_node = {n.id: names.get(n.definition or "", ()) for n in graph.nodes.values()}
    nodes = tuple(
        replace(n, call={_port(key, of_node[n.id]): v for key, v in n.call.items()})
        for n in graph.nodes.values()
    )
    edges = tuple(
        replace(edge, port=_port(edge.port, of_node[edge.target]))
        for edge in graph.edges.values()
    )
    return nodes, layers, edges


def _port(port: str, names: Sequence[str]) -> str:
    """A port of a call that nothing was known of, as the class names it."""
    found = _PLACE.match(port)
    place = int(found[1] or 0) if found else len(names)
    if found is None or place >= len(names) or port in names:
        return port
    return names[place] + port[found.end() :]


def _call_names(name: str, classes: Mapping[str, ast.ClassDef]) -> tuple[str, ...]:
    """Names of the positional arguments of a class's call, its own or inherited."""
    node, seen = classes.get(name), {name}
    while node is not None:
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.name == "call":
                known = [*each.args.posonlyargs, *each.args.args]
                return tuple(argument.arg for argument in known[1:])
        bases = [b.id for b in node.bases if isinstance(b, ast.Name)]
        base = next((b for b in bases if b in classes and b not in seen), "")
        seen.add(base)
        node = classes.get(base)
    return ()


def _owned(definition: LayerDefinition, classes: Container[str]) -> LayerDefinition:
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

"""At which nodes problems are seen: their own, and those that stand for its block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.graph.block import shown_name
from studio.graph.document import Document
from studio.graph.problems import Problem, Severity

Place = tuple[str | None, str]
"""Block and node."""


def by_node(
    document: Document, problems: Iterable[Problem]
) -> dict[str, list[Problem]]:
    """Problems of each node; what is wrong inside a block is seen from outside too."""
    found: dict[str, list[Problem]] = {}
    bearers: dict[str, list[Place]] | None = None
    for problem in problems:
        if problem.node is None:
            continue
        found.setdefault(problem.node, []).append(problem)
        if problem.block is not None:
            bearers = _bearers(document) if bearers is None else bearers
            for node in _around(problem.block, bearers):
                found.setdefault(node, []).append(problem)
    return found


def title_of(document: Document, problem: Problem) -> str:
    """Name of the guilty node; empty for the model as a whole."""
    known = problem.block is None or problem.block in document.blocks
    graph = document.scope(problem.block) if known else document.graph
    if not problem.node or problem.node not in graph.nodes:
        return ""
    return shown_name(graph.title_of(problem.node))


def worst_severities(
    document: Document, problems: Iterable[Problem]
) -> dict[str, Severity]:
    """The worst severity that is seen at each node."""
    return {
        node: min((p.severity for p in told), key=list(Severity).index)
        for node, told in by_node(document, problems).items()
    }


def _bearers(document: Document) -> dict[str, list[Place]]:
    """Nodes that stand for each block."""
    found: dict[str, list[Place]] = {}
    graphs = [(block.id, block.graph) for block in document.blocks.values()]
    for place, graph in ((None, document.graph), *graphs):
        for definition in graph.definitions.values():
            if definition.block is not None:
                nodes = (node.id for node in graph.callers_of(definition.id))
                found.setdefault(definition.block, []).extend(
                    (place, node) for node in nodes
                )
    return found


def _around(block: str, bearers: dict[str, list[Place]]) -> Iterator[str]:
    """Nodes that stand for a block, for one around it, and so on."""
    waiting, seen = [block], {block}
    while waiting:
        for outer, node in bearers.get(waiting.pop(), ()):
            yield node
            if outer is not None and outer not in seen:
                seen.add(outer)
                waiting.append(outer)

"""Problems inside blocks are seen from outside."""

from __future__ import annotations

from dataclasses import replace

from studio.graph.grouping import group
from studio.graph.problem_nodes import by_node, worst_severities
from studio.graph.problems import Problem, Severity, warning
from tests.graph.test_grouping import chain


def test_a_node_shows_its_own_problems():
    document, (_, dense) = chain("Dense")
    problem = warning("T-DROPOUT", "Text.", dense)
    assert by_node(document, (problem, warning("T-RATE", "Text."))) == {
        dense: [problem]
    }


def test_a_problem_in_a_block_in_a_block_shows_at_both():
    document, (_, first, second) = chain("Dense", "Dense")
    edit, inner = group(document, [first])
    document.apply(edit)
    (block,) = document.blocks
    edit, outer = group(document, [inner, second])
    document.apply(edit)
    problem = replace(warning("T-DROPOUT", "Text.", first), block=block)
    found = by_node(document, (problem,))
    assert found == {first: [problem], inner: [problem], outer: [problem]}


def test_the_worst_counts():
    document, (_, dense) = chain("Dense")
    mild, bad = warning("T-DEPTH", "", dense), Problem(Severity.ERROR, "K", "", dense)
    assert worst_severities(document, (mild, bad)) == {dense: Severity.ERROR}
    assert worst_severities(document, (mild,)) == {dense: Severity.WARNING}

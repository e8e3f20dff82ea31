"""A check's report: as JSON, as a table, as lines of problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from studio.commands.checking import Report
from studio.graph.algorithms import topological_order
from studio.graph.problems import Problem
from studio.graph.rulebook.book import RULES
from studio.protocol.messages import NodeFacts, OutputFacts

Shape = Sequence[int | None]


def problem_fields(problem: Problem) -> dict[str, Any]:
    """JSON form of a problem; a fix is given by its title."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "node": problem.node,
        "parameter": problem.parameter,
        "text": problem.text,
        "fixes": [fix.title for fix in problem.fixes],
        "silenced": problem.silenced,
        "page": RULES[problem.code].page,
    }


def report_fields(report: Report) -> dict[str, Any]:
    """JSON form of a report."""
    return {
        "ok": not report.errors,
        "problems": [problem_fields(problem) for problem in report.problems],
        "nodes": [_node_fields(report, node) for node in report.document.graph.nodes],
        "total_params": report.total_params,
        "trainable_params": report.trainable_params,
    }


def _node_fields(report: Report, node_id: str) -> dict[str, Any]:
    facts = report.facts.get(node_id, NodeFacts(node_id))
    return {
        "id": node_id,
        "name": report.document.graph.title_of(node_id),
        "class": _class_of(report, node_id),
        "output_shape": _shapes(facts.outputs),
        "params": facts.params,
    }


def _class_of(report: Report, node_id: str) -> str:
    definition = report.document.graph.definition_of(node_id)
    return definition.class_name if definition else "Output"


def _shapes(outputs: tuple[OutputFacts, ...]) -> Any:
    """One shape as a list, several as a list, named ones as an object."""
    if not outputs:
        return None
    if len(outputs) == 1:
        return list(outputs[0].shape)
    if all(output.key.isdigit() for output in outputs):
        return [list(output.shape) for output in outputs]
    return {output.key: list(output.shape) for output in outputs}


def problem_line(report: Report, problem: Problem) -> str:
    """One problem for a person."""
    line = f"{problem.severity.value} {problem.code}: {problem.text}"
    if problem.node in report.document.graph.nodes:
        place = report.document.graph.title_of(str(problem.node))
        if place not in problem.text:
            line = f"{problem.severity.value} {problem.code} at {place}: {problem.text}"
    fixes = "".join(f"\n    fix: {fix.title}" for fix in problem.fixes)
    return line + fixes


def summary_table(report: Report) -> list[str]:
    """Name, class, shape and parameters of every node, in order of the data."""
    graph = report.document.graph
    order = topological_order(graph)
    order += [node for node in graph.nodes if node not in set(order)]
    rows = [("Layer", "Class", "Output shape", "Parameters")]
    for node in order:
        facts = report.facts.get(node, NodeFacts(node))
        shapes = "; ".join(_shape_text(output.shape) for output in facts.outputs)
        name, kind = graph.title_of(node), _class_of(report, node)
        rows.append((name, kind, shapes or "?", f"{facts.params:,}"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(
            cell.rjust(width) if column == 3 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    total = f"{report.total_params:,} parameters, {report.trainable_params:,} trained"
    return [*lines, "", total]


def _shape_text(shape: Shape) -> str:
    return "(" + ", ".join("?" if size is None else str(size) for size in shape) + ")"

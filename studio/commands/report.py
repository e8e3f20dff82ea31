"""A check's report: as JSON, as a table, as lines of problems."""

from __future__ import annotations

from typing import Any

from studio.commands.checking import Report
from studio.graph.problem_nodes import title_of
from studio.graph.problems import Problem
from studio.graph.rulebook.book import RULES
from studio.protocol.messages import OutputFacts
from studio.runtime.analysis import shape_text
from studio.runtime.analysis_export import memory_fields, row_fields, totals_fields
from studio.runtime.totals import Measure, number_text, total_text


def problem_fields(problem: Problem) -> dict[str, Any]:
    """JSON form of a problem; a fix is given by its title."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "node": problem.node,
        "block": problem.block,
        "parameter": problem.parameter,
        "text": problem.text,
        "fixes": [fix.title for fix in problem.fixes],
        "silenced": problem.silenced,
        "page": RULES[problem.code].page,
    }


def report_fields(report: Report) -> dict[str, Any]:
    """JSON form of a report: the problems and the analysis."""
    return {
        "ok": not report.errors,
        "problems": [problem_fields(problem) for problem in report.problems],
        **analysis_fields(report),
        "total_params": report.total_params,
        "trainable_params": report.trainable_params,
    }


def analysis_fields(report: Report) -> dict[str, Any]:
    """JSON form of the analysis alone."""
    analysis = report.analysis
    return {
        "nodes": [
            {**row_fields(row), "output_shape": _shapes(row.outputs)}
            for row in analysis.rows
        ],
        "totals": totals_fields(analysis),
        "memory": memory_fields(report.memory),
    }


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
    place = title_of(report.document, problem)
    if place and problem.block is not None:
        place = f"{place} in {report.document.blocks[problem.block].name}"
    if place and place not in problem.text:
        line = f"{problem.severity.value} {problem.code} at {place}: {problem.text}"
    fixes = "".join(f"\n    fix: {fix.title}" for fix in problem.fixes)
    return line + fixes


def summary_table(report: Report) -> list[str]:
    """Every node in order of the data, the totals, and what training takes."""
    analysis = report.analysis
    measures = (Measure.PARAMS, Measure.ACTIVATIONS, Measure.MACS)
    rows = [("Layer", "Class", "Output shape", *(m.value for m in measures))]
    for row in analysis.rows:
        shapes = "; ".join(shape_text(output.shape) for output in row.outputs)
        numbers = [number_text(measure, row.numbers[measure]) for measure in measures]
        name = f"  {row.name}" if row.inside else row.name
        rows.append((name, row.layer, shapes or "?", *numbers))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if column > 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    total = total_text(Measure.PARAMS, analysis.totals[Measure.PARAMS])
    trained = total_text(Measure.TRAINABLE, analysis.totals[Measure.TRAINABLE])
    return [*lines, "", f"{total} parameters, {trained} trained", report.memory.text]

"""`studio check FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import Any

from studio.commands.console import Console
from studio.errors import StudioError


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project to check")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--read-data",
        action="store_true",
        help="read the data file that the project names",
    )


def run(options: Namespace, console: Console) -> int:
    """Print the summary and all problems; fails if one is an error."""
    try:
        return _check(options, console)
    except StudioError as error:
        console.answer(_unreadable(str(error)))
        raise


def _check(options: Namespace, console: Console) -> int:
    from studio.catalog.store import load_catalog
    from studio.commands.checking import check_document
    from studio.commands.consent import refusal
    from studio.commands.projects import base_of, open_project
    from studio.commands.report import problem_line, report_fields, summary_table
    from studio.graph.problems import Problem, Severity

    project = open_project(options.file, console)
    unread = refusal(project, options.read_data)
    report = check_document(
        project.document, load_catalog(), base_of(project), read_data=not unread
    )
    if unread:
        trouble = Problem(Severity.ERROR, "D-CONSENT", unread)
        report = replace(report, problems=(*report.problems, trouble))
    for line in summary_table(report) if report.facts else ():
        console.say(line)
    for problem in report.heard:
        console.say(problem_line(report, problem))
    if silent := len(report.problems) - len(report.heard):
        console.say(f"{silent} silenced by the project")
    count = len(report.errors)
    errors = "1 error" if count == 1 else f"{count} errors"
    console.say(errors if count else "The model is valid.")
    console.answer({**report_fields(report), "warnings": list(project.warnings)})
    return 1 if report.errors else 0


def _unreadable(text: str) -> dict[str, Any]:
    from studio.commands.report import problem_fields
    from studio.graph.problems import Problem, Severity

    problem = problem_fields(Problem(Severity.ERROR, "F-FILE", text))
    return {"ok": False, "problems": [problem], "nodes": [], "total_params": 0}

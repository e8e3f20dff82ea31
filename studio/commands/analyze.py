"""`studio analyze FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from studio.commands.console import Console


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project to analyze")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print the table as CSV")
    form.add_argument("--md", action="store_true", help="print it as Markdown")
    form.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, console: Console) -> int:
    """Print the table of all nodes; it holds what is known despite errors."""
    from studio.catalog.store import load_catalog
    from studio.commands.checking import check_document
    from studio.commands.projects import base_of, open_project
    from studio.commands.report import analysis_fields, summary_table
    from studio.runtime.analysis_export import to_csv, to_markdown

    project = open_project(options.file, console)
    report = check_document(
        project.document, load_catalog(), base_of(project), read_data=False
    )
    if options.csv:
        console.print(to_csv(report.analysis))
    elif options.md:
        console.print(to_markdown(report.analysis, report.memory))
    else:
        for line in summary_table(report):
            console.say(line)
        console.answer(analysis_fields(report))
    for problem in () if report.facts else report.errors:
        console.warn(f"studio: {problem.text}")
    return 0 if report.facts else 1

"""`studio picture FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from studio.commands.console import Console
from studio.errors import StudioError

SUFFIXES = (".svg", ".png", ".pdf")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project to draw")
    parser.add_argument(
        "-o", "--output", required=True, help=f"file to write: {', '.join(SUFFIXES)}"
    )
    parser.add_argument(
        "--dark", action="store_true", help="light lines on dark ground"
    )


def run(options: Namespace, console: Console) -> int:
    """Draw the graph with the shapes Keras finds.

    Raises:
        StudioError: the project cannot be read, or the picture not be written.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.checking import check_document
    from studio.commands.pictures import draw_graph
    from studio.commands.projects import base_of, open_project

    target = Path(options.output)
    if target.suffix.lower() not in SUFFIXES:
        raise StudioError(
            f"“{target.name}” has no picture format. End its name in "
            f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    project = open_project(options.file, console)
    catalog = load_catalog()
    report = check_document(project.document, catalog, base_of(project), False)
    for problem in report.heard:
        if problem.code == "E-ENGINE":  # drawn all the same, without shapes
            console.warn(f"studio: {problem.text}")
    draw_graph(report, catalog, target, options.dark)
    console.say(f"Wrote {options.output}")
    return 0

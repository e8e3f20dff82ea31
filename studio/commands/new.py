"""`studio new TEMPLATE -o FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from studio.commands.console import Console

EMPTY = "empty"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "template", help=f"name of an example (see “studio examples”), or {EMPTY}"
    )
    parser.add_argument(
        "-o", "--output", required=True, help="file to write, NAME.studio"
    )
    parser.add_argument("--force", action="store_true", help="replace an existing file")


def run(options: Namespace, console: Console) -> int:
    """Write a new project.

    Raises:
        StudioError: no such template, or no file of that name can be written.
    """
    from studio.commands.projects import new_project_path
    from studio.graph.document import Document
    from studio.project.examples import load_example
    from studio.project.store import save

    target = new_project_path(options.output, options.force)
    if options.template == EMPTY:
        saved = save(Document(), target, target.stem)
    else:
        example = load_example(options.template)
        saved = save(
            example.document,
            target,
            example.title,
            description=example.description,
            extras=example.extras,
        )
    for warning in saved.warnings:
        console.warn(f"studio: {warning}")
    console.say(f"Wrote {target}")
    return 0

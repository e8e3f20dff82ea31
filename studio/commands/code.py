"""`studio code FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from studio.commands.console import Console
from studio.graph.edits import ChangeSetup
from studio.graph.setup import CodeStyle


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project to write as Python")
    parser.add_argument("-o", "--output", help="file to write (default: print it)")
    parser.add_argument(
        "--what",
        choices=("training", "model"),
        default="training",
        help="the whole training script (default), or only the model",
    )
    parser.add_argument(
        "--style",
        choices=[style.value for style in CodeStyle],
        help="form of the model (default: the one the project has)",
    )


def run(options: Namespace, console: Console) -> int:
    """Print or write the code.

    Raises:
        StudioError: the project is unfinished or wrong.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.projects import open_project
    from studio.commands.scripts import script_of
    from studio.project.atomic import write_atomic

    project = open_project(options.file, console)
    if options.style is not None:
        setup = project.document.setup
        code = replace(setup.code, style=CodeStyle(options.style))
        project.document.apply(ChangeSetup(replace(setup, code=code)))
    text = script_of(project, load_catalog(), options.what)
    if options.output is None:
        console.say(text.rstrip("\n"))
        return 0
    write_atomic(Path(options.output), text.encode())
    console.say(f"Wrote {options.output}")
    return 0

"""The `studio` command: reads its arguments, runs one command, never trips.

Exit codes: 0 fine, 1 the document has errors or the job failed, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio import __version__
from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

COMMANDS = {
    "new": "write a new project from an example",
    "import": "make a project of a Keras model or of a script that builds one",
    "check": "check a project, with Keras as the judge",
    "analyze": "print the table of all layers: shapes, parameters, memory, FLOPs",
    "code": "print the Python code of a project",
    "data": "choose what a project learns from",
    "train": "train a project and record the run",
    "evaluate": "evaluate a run on its held-out split",
    "roundtrip": "show that models come back from their code identical",
    "export": "take a model away as a script or a file",
    "picture": "draw the graph as SVG, PNG or PDF",
    "examples": "list the examples",
    "runs": "list the runs, or compare some",
    "demo": "do the whole job without a screen",
    "doctor": "say what works here and what is missing",
}
_MODULES = {"import": "importing"}
"""Modules of commands that are no names in Python."""
OK, FAILED, USAGE = 0, 1, 2


def run(argv: Sequence[str]) -> int:
    """Run the command line; returns the exit code, raises nothing."""
    console = Console()
    try:
        if not argv or (argv[0] not in COMMANDS and not argv[0].startswith("-")):
            return _guarded(console, lambda: _window(argv, console))
        parser = _parser()
        options = parser.parse_args(argv)
        if options.command is None:
            parser.error("give a command or a file")
        console.is_json = getattr(options, "json", False)
        return _guarded(console, lambda: _command(options, console))
    except SystemExit as end:  # argparse has printed what is wrong, or the help
        return USAGE if end.code else OK


def _window(argv: Sequence[str], console: Console) -> int:
    if len(argv) > 1:
        _parser().error(f"there is no command “{argv[0]}”; to open, give one file")
    if argv and not os.path.lexists(argv[0]):
        _parser().error(f"there is neither a command nor a file “{argv[0]}”")
    from studio.commands.window import open_window

    return open_window(argv[0] if argv else None, console)


def _command(options: Namespace, console: Console) -> int:
    module = _module(options.command)
    return int(module.run(options, console))


def _module(command: str) -> Any:
    return import_module(f"studio.commands.{_MODULES.get(command, command)}")


def _parser() -> ArgumentParser:
    from studio.commands.arguments import OneLineParser

    parser = OneLineParser(
        prog="studio",
        usage="studio [FILE]\n       studio COMMAND ...",
        description="Draw a Keras network, train it, take the code with you.",
        epilog="Without a command, studio opens the window. "
        "“studio COMMAND --help” explains a command.",
    )
    parser.add_argument("--version", action="version", version=f"studio {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="studio")
    for name, text in COMMANDS.items():
        module = _module(name)
        described = f"{text[:1].upper()}{text[1:]}."
        sub = commands.add_parser(name, help=text, description=described)
        module.add_arguments(sub)
    return parser


def _guarded(console: Console, job: Callable[[], int]) -> int:
    try:
        code = job()
        sys.stdout.flush()
        return code
    except StudioError as error:
        console.fail(str(error))
    except KeyboardInterrupt:
        console.fail("Stopped.")
    except BrokenPipeError:
        # The reader of our output went away; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        console.fail(_logged(error))
    return FAILED


def _logged(error: Exception) -> str:
    """Write the traceback into the log; returns the sentence that names it."""
    import logging

    from studio.log import logging_to_file

    what = (
        f"Something in Studio went wrong that should not have ({type(error).__name__})."
    )
    try:
        with logging_to_file() as path:
            logging.getLogger("studio.cli").error("Unexpected error", exc_info=error)
    except OSError as trouble:
        return f"{what} The details could not be written to a log: {trouble}."
    return f"{what} Your files are untouched. The details are in “{path}”."

"""`studio examples`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from studio.commands.console import Console


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, console: Console) -> int:
    """List the examples."""
    from studio.project.examples import list_examples

    examples = list_examples()
    width = max((len(example.name) for example in examples), default=0)
    for example in examples:
        about = f" - {example.description}" if example.description else ""
        console.say(f"{example.name:{width}}  {example.title}{about}")
    fields = ("name", "title", "description")
    rows = [{key: getattr(example, key) for key in fields} for example in examples]
    console.answer({"ok": True, "examples": rows})
    return 0

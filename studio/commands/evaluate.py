"""`studio evaluate RUN`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from studio.commands.console import Console


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "run", help="folder of a run, its name (“studio runs”), or “latest”"
    )
    parser.add_argument("--runs", help="folder of the runs (default: your own)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="execute the run's script even if it may be another person's",
    )


def run(options: Namespace, console: Console) -> int:
    """Print the metrics on the held-out split.

    Raises:
        StudioError: there is no such run, or it cannot be evaluated.
    """
    from studio.commands.runs import find_run, require_trust
    from studio.protocol.run_messages import Evaluate, Evaluated
    from studio.runtime.session import EngineSession

    item = find_run(options.run, options.runs)
    require_trust(item, options.trust)
    with EngineSession("train", "cpu") as session:
        question = Evaluate(
            session.next_request(), str(item.folder.absolute()), item.record.base
        )
        answer = session.ask(question, Evaluated)
    for name, value in answer.metrics.items():
        console.say(f"{name}: {value:.6g}")
    console.say(f"{answer.samples:,} held-out samples")
    confusions = answer.confusions.items()
    tables = {name: [list(row) for row in table] for name, table in confusions}
    console.answer(
        {
            "ok": True,
            "run": item.id,
            "metrics": answer.metrics,
            "samples": answer.samples,
            "confusion": tables.pop("", []),
            "confusions": tables,
        }
    )
    return 0

"""`studio doctor`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from studio.commands.console import Console

_MARKS = {"ok": "ok     ", "warning": "note   ", "error": "PROBLEM"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, console: Console) -> int:
    """Print what was found; fails if something does not work."""
    from studio.doctor.report import examine

    findings = []
    for finding in examine():
        findings.append(finding)
        console.say(f"{_MARKS[finding.level]}  {finding.name}: {finding.text}")
        if finding.advice:
            console.say(f"         -> {finding.advice}")
    errors = [finding for finding in findings if finding.level == "error"]
    console.say(
        f"{len(errors)} problem(s) found." if errors else "Everything needed is here."
    )
    answer = {"ok": not errors, "findings": [asdict(finding) for finding in findings]}
    console.answer(answer)
    return 1 if errors else 0

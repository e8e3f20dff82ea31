"""One rule, as a person reads of it."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.problems import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that problems name by its code.

    Attributes:
        code: stable name, e.g. ``G-CYCLE``.
        severity: how bad it usually is; a problem may be milder.
        title: what is wrong, in a few words.
        explanation: why that is a problem.
        example: a model that breaks the rule.
        repair: what to do, and what is offered as a fix.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    example: str
    repair: str

    @property
    def page(self) -> str:
        """Where the documentation speaks of it."""
        return f"docs/rules.md#{self.code.lower()}"


def error(code: str, title: str, why: str, example: str, repair: str) -> Rule:
    """Make a rule whose problems stop training and export."""
    return Rule(code, Severity.ERROR, title, why, example, repair)


def warning(code: str, title: str, why: str, example: str, repair: str) -> Rule:
    """Make a rule whose problems only warn."""
    return Rule(code, Severity.WARNING, title, why, example, repair)

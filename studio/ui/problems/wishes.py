"""What a person can want of a problem besides its repair."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from studio.graph import commands
from studio.graph.problems import Problem, Severity
from studio.graph.rulebook.book import RULES
from studio.ui.problems.rule_dialog import RuleDialog
from studio.ui.workspace import Workspace


class Verb(StrEnum):
    """What can be done about a problem besides repairing it."""

    EXPLAIN = "explain"
    SILENCE_HERE = "silence_here"
    SILENCE = "silence"
    HEAR = "hear"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user chose for a problem."""

    verb: Verb
    problem: Problem

    @property
    def title(self) -> str:
        """What a menu says."""
        code = self.problem.code
        match self.verb:
            case Verb.EXPLAIN:
                return f"What {code} Means…"
            case Verb.SILENCE_HERE:
                return f"Silence {code} Here"
            case Verb.SILENCE:
                return f"Silence {code} in This Model"
            case Verb.HEAR:
                return f"Hear of {code} Again"


def wishes_of(problem: Problem) -> list[Wish]:
    """What can be wanted of a problem; an error cannot be silenced."""
    verbs = [Verb.EXPLAIN]
    if problem.silenced:
        verbs.append(Verb.HEAR)
    elif problem.severity is Severity.WARNING:
        verbs += [Verb.SILENCE_HERE] if problem.node else []
        verbs.append(Verb.SILENCE)
    return [Wish(verb, problem) for verb in verbs]


def carry_out(workspace: Workspace, wish: Wish, parent: QWidget) -> None:
    """Do what was wanted; silence is one step to undo."""
    code, node = wish.problem.code, wish.problem.node or ""
    document = workspace.document
    match wish.verb:
        case Verb.EXPLAIN:
            RuleDialog(RULES[code], parent).open()
        case Verb.SILENCE_HERE:
            workspace.edit(commands.silence(document, code, node))
        case Verb.SILENCE:
            workspace.edit(commands.silence(document, code))
        case Verb.HEAR:
            workspace.edit(commands.unsilence(document, code, node))

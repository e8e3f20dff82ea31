"""The menu of a problem: its repairs, its rule, silence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.graph.problems import Fix, Problem, Severity


class Verb(StrEnum):
    """What can be done about a problem besides repairing it."""

    EXPLAIN = "explain"
    SILENCE_HERE = "silence_here"
    SILENCE = "silence"
    HEAR = "hear"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user chose in the menu of a problem."""

    verb: Verb
    problem: Problem | None = None


def make_problem_menu(parent: QWidget, problem: Problem | None) -> QMenu:
    """Menu whose actions hold a `Fix` or a `Wish` as data."""
    menu = QMenu(parent)
    menu.setObjectName("problems_menu")
    for fix in problem.fixes if problem else ():
        _add(menu, fix.title.replace("&", "&&"), fix)
    if menu.actions():
        menu.addSeparator()
    if problem is not None:
        _add_wishes(menu, problem)
        menu.addSeparator()
    _add(menu, "Copy", Wish(Verb.COPY, problem))
    return menu


def _add_wishes(menu: QMenu, problem: Problem) -> None:
    code = problem.code
    _add(menu, f"What {code} Means…", Wish(Verb.EXPLAIN, problem))
    if problem.silenced:
        _add(menu, f"Hear of {code} Again", Wish(Verb.HEAR, problem))
    elif problem.severity is Severity.WARNING:
        if problem.node:
            _add(menu, f"Silence {code} Here", Wish(Verb.SILENCE_HERE, problem))
        _add(menu, f"Silence {code} in This Model", Wish(Verb.SILENCE, problem))


def _add(menu: QMenu, title: str, what: Fix | Wish) -> QAction:
    action = menu.addAction(title)
    action.setData(what)
    return action

"""The menu of a problem: its repairs, its rule, silence."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.graph.problems import Fix, Problem
from studio.ui.problems.wishes import Wish, wishes_of

COPY = "copy"
"""Data of the action that copies."""


def make_problem_menu(parent: QWidget, problem: Problem | None) -> QMenu:
    """Menu whose actions hold a `Fix`, a `Wish` or `COPY` as data."""
    menu = QMenu(parent)
    menu.setObjectName("problems_menu")
    for fix in problem.fixes if problem else ():
        _add(menu, fix.title.replace("&", "&&"), fix)
    if menu.actions():
        menu.addSeparator()
    if problem is not None:
        add_wishes(menu, problem)
        menu.addSeparator()
    _add(menu, "Copy", COPY)
    return menu


def add_wishes(menu: QMenu, problem: Problem) -> None:
    """Add what can be wanted of a problem; the actions hold a `Wish`."""
    for wish in wishes_of(problem):
        _add(menu, wish.title, wish)


def _add(menu: QMenu, title: str, what: Fix | Wish | str) -> QAction:
    action = menu.addAction(title)
    action.setData(what)
    return action

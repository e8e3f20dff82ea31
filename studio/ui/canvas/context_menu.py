"""The menus behind the right mouse button."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from studio.graph.problems import Fix, Problem
from studio.ui.canvas.hits import CommentHit, EdgeHit, Hit, PointHit
from studio.ui.problems.wishes import carry_out, wishes_of

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView

Entry = tuple[str, str, Callable[[], object]] | None
"""Title, key, what to call; None is a line between groups."""


def make_context_menu(
    view: CanvasView, hit: Hit | None, problems: Iterable[Problem]
) -> QMenu:
    """Menu for what was clicked. It deletes itself when it closes."""
    menu = QMenu(view)
    menu.setObjectName("canvas_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    told = list(problems)
    for fix in (fix for p in told if not p.silenced for fix in p.fixes):
        menu.addAction(_fix_action(menu, fix))
    if told:
        menu.addSeparator()
        _add_wishes(menu, view, told)
        menu.addSeparator()
        menu.triggered.connect(view.editing.on_menu_triggered)
        menu.hovered.connect(view.editing.on_menu_hovered)
        menu.aboutToHide.connect(view.editing.on_menu_left)
    for entry in _entries(view, hit):
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(_action(menu, *entry))
    return menu


def _entries(view: CanvasView, hit: Hit | None) -> list[Entry]:
    if isinstance(hit, EdgeHit):
        return [
            ("Add reroute point", "W", view.choosing.reroute_selected),
            ("Remove wire", "Del", view.editing.delete_healing),
        ]
    if isinstance(hit, PointHit):
        remove = partial(view.choosing.remove_reroute, hit.key, hit.index)
        return [
            ("Remove reroute point", "", remove),
            ("Remove wire", "Del", view.editing.delete_healing),
        ]
    if isinstance(hit, CommentHit):
        return [
            ("Edit comment", "", view.edit_note),
            ("Delete comment", "Del", view.editing.delete_healing),
        ]
    if hit is None:
        return [
            ("Add layer…", "Tab", view.add_layer),
            ("Paste", "Ctrl+V", view.paste),
            ("Add comment", "N", view.add_comment),
            None,
            ("Select all", "Ctrl+A", view.select_all),
            ("Tidy layout", "Ctrl+L", view.tidying.tidy),
            ("Show everything", "", view.fit),
        ]
    return [
        ("Edit parameters", "Enter", view.edit_selected),
        ("Rename", "F2", view.rename_selected),
        ("Replace by…", "R", view.search.replace),
        ("Mute or unmute", "M", view.choosing.toggle_muted),
        None,
        ("Group into block", "Ctrl+G", view.blocks.group),
        ("Ungroup", "Ctrl+Shift+G", view.blocks.ungroup),
        ("Share weights", "Ctrl+Shift+U", view.blocks.share),
        ("Make unique", "Ctrl+U", view.blocks.make_unique),
        ("Frame", "Ctrl+Shift+F", view.choosing.frame),
        None,
        ("Cut", "Ctrl+X", view.editing.cut),
        ("Copy", "Ctrl+C", view.editing.copy),
        ("Duplicate", "Ctrl+D", view.editing.duplicate),
        None,
        ("Show closely", "F", view.frame_selection),
        None,
        ("Delete", "Del", view.editing.delete_healing),
        ("Delete and keep the gap", "Ctrl+Del", view.editing.delete_keeping_gap),
    ]


def _action(menu: QMenu, title: str, key: str, call: Callable[[], object]) -> QAction:
    # The key is shown, not registered: the view and the window handle keys.
    action = QAction(f"{title}\t{key}" if key else title, menu)
    action.triggered.connect(call)
    return action


def _add_wishes(menu: QMenu, view: CanvasView, problems: Iterable[Problem]) -> None:
    """What can be wanted of the problems of a node, each once."""
    wishes = {w.title: w for problem in problems for w in wishes_of(problem)}
    for title, wish in wishes.items():
        call = partial(carry_out, view.workspace, wish, view)
        menu.addAction(_action(menu, title, "", call))


def _fix_action(menu: QMenu, fix: Fix) -> QAction:
    action = QAction(fix.title.replace("&", "&&"), menu)
    action.setData(fix)
    return action

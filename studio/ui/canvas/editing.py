"""What the canvas does to the document: each function is one undo step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction, QGuiApplication

from studio.errors import StudioError
from studio.graph import commands
from studio.graph.card_shape import GRID
from studio.graph.edits import Compound, Edit
from studio.graph.fragment import Fragment, copy_fragment, duplicate, paste
from studio.graph.model import Point
from studio.graph.problems import Fix
from studio.graph.wording import counted
from studio.ui.canvas.code_text import code_of, is_model_code
from studio.ui.canvas.resize_tool import LEAST_NOTE
from studio.ui.canvas.room import beside
from studio.ui.canvas.tool import Surface
from studio.ui.canvas.walking import Direction
from studio.ui.problems.fixing import apply_fix

_WAYS: dict[Direction, tuple[float, float]] = {
    "up": (0, -GRID),
    "down": (0, GRID),
    "left": (-GRID, 0),
    "right": (GRID, 0),
}


class Editing:
    """Edits of the canvas, from menus, keys and drops."""

    def __init__(
        self, surface: Surface, on_code: Callable[[str, QPointF], object]
    ) -> None:
        """Work on `surface`; Keras code that is pasted goes to `on_code`."""
        self._surface = surface
        self._on_code = on_code

    def delete(self, heal: bool = True) -> None:
        """Delete what is selected; with `heal`, wires close over the gap."""
        selection, document = self._surface.selection, self._surface.document
        nodes = selection.nodes
        wires = [k for k in selection.edges if k in document.graph.edges]
        ends = document.graph.edges
        lone = [k for k in wires if not {ends[k].source, ends[k].target} & nodes]
        parts = [
            (commands.disconnect(lone), len(lone), "wire"),
            (commands.delete_nodes(document, nodes, heal), len(nodes), "node"),
            (
                commands.remove_comments(selection.comments),
                len(selection.comments),
                "comment",
            ),
        ]
        steps = tuple(step for part, _, _ in parts for step in part.edits)
        what = counted(*((count, what) for _, count, what in parts))
        self._surface.apply(Compound(f"Delete {what}", steps))

    def delete_healing(self) -> None:
        """Delete what is selected; wires close over the gap."""
        self.delete()

    def delete_keeping_gap(self) -> None:
        """Delete what is selected with its wires."""
        self.delete(heal=False)

    def copy(self) -> bool:
        """Put the selected nodes and comments on the clipboard, as text."""
        chosen = self._surface.selection.movable
        if not chosen:
            return False
        fragment = copy_fragment(self._surface.document, chosen)
        QGuiApplication.clipboard().setText(fragment.to_text())
        return True

    def cut(self) -> None:
        """Copy, then delete."""
        if self.copy():
            self.delete()

    def paste(self, at: QPointF) -> None:
        """Add the nodes on the clipboard with their corner at `at`."""
        text = QGuiApplication.clipboard().text()
        try:
            fragment = Fragment.from_text(text)
        except ValueError as error:
            if is_model_code(text):
                self._on_code(text, at)
            else:
                self._surface.hint.say(str(error), QPoint(16, 16))
            return
        self.add(fragment, at, "Paste")

    def add(self, fragment: Fragment, at: QPointF, name: str) -> None:
        """Add a fragment with its corner at `at`, or beside it, and select it."""
        taken = [item.rect for item in self._surface.scene.nodes.values()]
        corner = beside(fragment, at, taken)
        edit, ids = paste(self._surface.document, fragment, corner, name)
        if self._surface.apply(edit):
            self._surface.selection.choose(ids)

    def copy_code(self) -> None:
        """Put the Keras code of the selected nodes on the clipboard."""
        workspace, hint = self._surface.workspace, self._surface.hint
        chosen = self._surface.selection.nodes
        try:
            text = code_of(workspace.document, workspace.catalog, chosen)
        except StudioError as error:
            hint.say(str(error), QPoint(16, 16))
            return
        if text:
            QGuiApplication.clipboard().setText(text)
        else:
            hint.say("No line of code stands for the selection.", QPoint(16, 16))

    def duplicate(self) -> None:
        """Copy the selected nodes and comments beside themselves."""
        chosen = self._surface.selection.movable
        edit, ids = duplicate(self._surface.document, chosen)
        if self._surface.apply(edit):
            self._surface.selection.choose(ids)

    def nudge(self, direction: Direction) -> None:
        """Move the selection by one grid step; steps in a row are one undo."""
        selection, document = self._surface.selection, self._surface.document
        if not selection.movable:
            return
        dx, dy = _WAYS[direction]
        old = self._surface.scene.positions(selection.movable)
        new = {i: Point(p.x + dx, p.y + dy) for i, p in old.items()}
        edit = commands.move(document, new)
        gesture = f"nudge {' '.join(sorted(new))}"
        self._surface.workspace.edit_here(edit, edit.name, gesture)

    def resize(self, direction: Direction) -> None:
        """Move the lower right corner of the selected comments by a grid step."""
        document, chosen = self._surface.document, self._surface.selection.comments
        dx, dy = _WAYS[direction]
        steps: list[Edit] = []
        for note in (document.comments[i] for i in sorted(chosen)):
            width = max(LEAST_NOTE[0], note.width + dx)
            height = max(LEAST_NOTE[1], note.height + dy)
            size = {"width": width, "height": height}
            steps += commands.change_comment(document, note.id, **size).edits
        name = f"Resize {counted((len(chosen), 'comment'))}"
        gesture = f"resize {' '.join(sorted(chosen))}"
        self._surface.workspace.edit_here(Compound(name, tuple(steps)), name, gesture)

    def on_menu_triggered(self, action: QAction) -> None:
        """Apply the fix that was chosen in a menu."""
        fix = action.data()
        if isinstance(fix, Fix):
            self.fix(fix)

    def on_menu_hovered(self, action: QAction) -> None:
        """Point at the nodes that a fix in a menu would change."""
        fix = action.data()
        nodes = fix.nodes if isinstance(fix, Fix) else ()
        self._surface.workspace.set_highlight(nodes)

    def on_menu_left(self) -> None:
        """Point at nothing any more."""
        self._surface.workspace.set_highlight(())

    def fix(self, fix: Fix) -> None:
        """Apply a problem's repair."""
        refusal = apply_fix(self._surface.workspace, fix)
        if refusal:
            self._surface.hint.say(refusal, QPoint(16, 16))

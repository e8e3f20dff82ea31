"""The action table as Qt's actions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from studio.ui import icons
from studio.ui.action_spec import ActionSpec, When
from studio.ui.action_table import ACTIONS
from studio.ui.theme import Theme


class Actions(QObject):
    """The table as `QAction` objects."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {spec.id: self._make(spec) for spec in ACTIONS}

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def bind(self, slots: Mapping[str, Callable[..., object]]) -> None:
        """Connect actions to bound methods.

        Raises:
            KeyError: there is no such action.
        """
        for action_id, slot in slots.items():
            self._actions[action_id].triggered.connect(slot)

    def enable(self, facts: Collection[When]) -> None:
        """Enable exactly the actions whose condition is among `facts`."""
        for spec in ACTIONS:
            possible = spec.when is When.ALWAYS or spec.when in facts
            self._actions[spec.id].setEnabled(possible)

    def draw_icons(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(icons.icon(spec.icon, theme))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.title, self)
        action.setObjectName("action_" + spec.id.replace(".", "_"))
        action.setCheckable(spec.checkable or bool(spec.group))
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.setToolTip(tooltip(spec))
        action.setStatusTip(spec.tip)
        if spec.group:
            self._group(spec.group).addAction(action)
        return action

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self)
        return self._groups[name]


def tooltip(spec: ActionSpec) -> str:
    """Title, hint and shortcut in a line, as a tooltip shows them."""
    text = spec.tip or spec.title.rstrip("…")
    if not spec.shortcut:
        return text
    return f"{text}  ({readable(spec.shortcut)})"


def readable(shortcut: str) -> str:
    """Shortcut as this system writes it."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)

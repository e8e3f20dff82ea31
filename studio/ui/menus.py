"""The menu bar, made from the action table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from studio.ui.action_spec import ActionSpec
from studio.ui.action_table import ACTIONS, MENUS
from studio.ui.actions import Actions
from studio.ui.panel_actions import PANELS_MENU

_RECENT_AFTER = "file.open"
_PANELS_BEFORE = "view.reset_panels"


class Menus(QObject):
    """File, Edit, View, Model, Help.

    Signals:
        recent_requested(str): a recent file was chosen.
    """

    recent_requested = Signal(str)

    def __init__(self, bar: QMenuBar, actions: Actions) -> None:
        super().__init__(bar)
        self._menus = {title: bar.addMenu(f"&{title}") for title in MENUS}
        for title, menu in self._menus.items():
            menu.setObjectName(f"menu_{title.lower()}")
        self._submenus: dict[str, QMenu] = {}
        self.recent = QMenu("Open Recent", self._menus["File"])
        self.recent.setObjectName("menu_recent")
        self.recent.setEnabled(False)
        self.recent.triggered.connect(self._on_recent)
        for spec in ACTIONS:
            menu = self._menus[spec.menu]
            if spec.submenu:
                menu = self._submenu(menu, spec)
            if spec.separated and menu.actions():
                menu.addSeparator()
            menu.addAction(actions[spec.id])
            if spec.id == _RECENT_AFTER:
                menu.addMenu(self.recent)
        self._panels_end = actions[_PANELS_BEFORE]
        self._panels = self._submenus[PANELS_MENU]

    def _submenu(self, menu: QMenu, spec: ActionSpec) -> QMenu:
        """The menu inside `menu` that `spec` stands in, made at its first row."""
        if spec.submenu not in self._submenus:
            if spec.separated:
                menu.addSeparator()
            inner = QMenu(spec.submenu, menu)
            inner.setObjectName(f"menu_{spec.submenu.lower().replace(' ', '_')}")
            menu.addMenu(inner)
            self._submenus[spec.submenu] = inner
        return self._submenus[spec.submenu]

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List these files, latest first."""
        self.recent.clear()
        for path in paths:
            action = self.recent.addAction(path.name.replace("&", "&&"))
            action.setData(str(path))
            action.setStatusTip(str(path))
        self.recent.setEnabled(bool(paths))

    def add_panels(self, toggles: Sequence[QAction]) -> None:
        """Put the switches of the panels into their menu."""
        self._panels.insertActions(self._panels_end, list(toggles))

    def _on_recent(self, action: QAction) -> None:
        self.recent_requested.emit(action.data())

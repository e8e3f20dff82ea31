"""One small button that says how the code is written, with a menu to change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from studio.graph.edits import ChangeSetup
from studio.graph.setup import CodeHeader, CodeSettings, CodeStyle
from studio.ui.workspace import Workspace

STYLES = {
    CodeStyle.FUNCTIONAL: "Functional",
    CodeStyle.SEQUENTIAL: "Sequential",
    CodeStyle.SUBCLASS: "Subclass",
}
HEADERS = {
    CodeHeader.TENSORFLOW: "from tensorflow import keras",
    CodeHeader.KERAS: "import keras",
}


class StyleMenu(QToolButton):
    """Shows and sets the style of the model's code and its import of Keras."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setObjectName("code_style")
        self.setToolTip("Style of the code and import of Keras")
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.styles = _group(menu, "Style of the model", STYLES)
        self.headers = _group(menu, "Import of Keras", HEADERS)
        self.setMenu(menu)
        self.styles.triggered.connect(self._on_style)
        self.headers.triggered.connect(self._on_header)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document says."""
        code = self._workspace.document.setup.code
        for group, value in ((self.styles, code.style), (self.headers, code.header)):
            for action in group.actions():
                action.setChecked(action.data() == value)
        self.setText(f"{STYLES[code.style]} ▾")
        self.setAccessibleName(f"Style of the code: {STYLES[code.style]}")

    def _on_style(self, action: QAction) -> None:
        self._set("Change code style", style=CodeStyle(action.data()))

    def _on_header(self, action: QAction) -> None:
        self._set("Change import of Keras", header=CodeHeader(action.data()))

    def _set(self, name: str, **fields: Any) -> None:
        setup = self._workspace.document.setup
        code: CodeSettings = replace(setup.code, **fields)
        if code != setup.code:
            self._workspace.edit(ChangeSetup(replace(setup, code=code)), name)


def _group(menu: QMenu, title: str, entries: dict[Any, str]) -> QActionGroup:
    menu.addSection(title)
    group = QActionGroup(menu)
    for value, text in entries.items():
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
    return group

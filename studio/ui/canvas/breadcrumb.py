"""Which block is open on the canvas, and the way out of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_MARGIN = 12


class Breadcrumb(QFrame):
    """``Model › residual_block``: a button for each graph around the one in view."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, themes: ThemeManager
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._themes = themes
        self._titles: list[str] = []
        self.setObjectName("canvas_breadcrumb")
        self.setAccessibleName("Open block")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(2)
        self.move(_MARGIN, _MARGIN)
        themes.changed.connect(self._dress)
        workspace.document_edited.connect(self.refresh)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Show the way to what is in view; nothing where that is the model."""
        path = self._workspace.path_inside
        titles = ["Model", *(self._workspace.document.blocks[b].name for b in path)]
        if titles == self._titles:
            return
        self._titles = titles
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for depth, title in enumerate(titles[:-1]):
            self._row.addWidget(self._button(title, depth))
            self._row.addWidget(QLabel("›"))
        here = QLabel(titles[-1])
        here.setTextFormat(Qt.TextFormat.PlainText)
        here.setObjectName("breadcrumb_here")
        self._row.addWidget(here)
        self.setVisible(bool(path))
        self.adjustSize()
        self.raise_()

    def _button(self, title: str, depth: int) -> QToolButton:
        button = QToolButton()
        button.setText(title.replace("&", "&&"))
        button.setAccessibleName(f"Back to {title}")
        button.setToolTip(f"Back to {title}  (Esc leaves one block)")
        button.setAutoRaise(True)
        button.clicked.connect(partial(self._workspace.leave, depth))
        return button

    def _dress(self) -> None:
        theme = self._themes.theme
        colours = {n: theme.color(n).name() for n in ("raised", "text", "border")}
        self.setStyleSheet(
            "QFrame#canvas_breadcrumb {{ background: {raised};"
            " border: 1px solid {border}; border-radius: 6px; }}"
            "QLabel, QToolButton {{ color: {text}; background: transparent; }}"
            "QLabel#breadcrumb_here {{ font-weight: 600; }}".format(**colours)
        )

"""A button for a repair."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from studio.graph.problems import Fix


class FixButton(QPushButton):
    """A button that offers a repair.

    Signals:
        chosen(Fix): the user wants it.
    """

    chosen = Signal(object)

    def __init__(self, fix: Fix, parent: QWidget) -> None:
        super().__init__(fix.title.replace("&", "&&"), parent)
        self._fix = fix
        self.setObjectName("fix")
        self.setAccessibleName(f"Fix: {fix.title}")
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._fix)

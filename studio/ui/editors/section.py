"""A part of a page that folds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studio.ui.editors.ink import InkButton


class Section(QWidget):
    """A heading that folds what is below it.

    Attributes:
        title: the heading, without its note.

    Signals:
        unfolded: opened; whoever owns it fills it now, if it is empty.
    """

    unfolded = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self.head = InkButton("chevron_right", self)
        self.head.setObjectName(f"section.{title.lower().replace(' ', '_')}")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setProperty("section", True)
        self.body = QWidget(self)
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(0, 4, 0, 4)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.head.toggled.connect(self._on_toggled)
        self.set_note("")

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded."""
        return self.head.isChecked()

    def open(self) -> None:
        """Unfold it."""
        self.head.setChecked(True)

    def set_note(self, note: str) -> None:
        """Say something behind the title, e.g. how many values are changed."""
        text = f"{self.title} · {note}" if note else self.title
        self.head.setText(text)
        self.head.setAccessibleName(text)

    def _on_toggled(self, unfolded: bool) -> None:
        if unfolded:
            self.unfolded.emit()
        self.body.setVisible(unfolded)
        self.head.set_icon("chevron_down" if unfolded else "chevron_right")

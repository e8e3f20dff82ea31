"""A part of a page that folds."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.theme import ThemeManager


class Section(QWidget):
    """A heading that folds what is below it.

    Signals:
        unfolded: opened; whoever owns it fills it now, if it is empty.
    """

    unfolded = Signal()

    def __init__(self, title: str, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self._themes = themes
        self.head = QToolButton(self)
        self.head.setObjectName(f"section.{title.lower().replace(' ', '_')}")
        self.head.setCheckable(True)
        self.head.setAutoRaise(True)
        self.head.setIconSize(QSize(16, 16))
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
        themes.changed.connect(self._draw)
        self.set_note("")
        self._draw()

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded."""
        return self.head.isChecked()

    def open(self) -> None:
        """Unfold it."""
        self.head.setChecked(True)

    def set_note(self, note: str) -> None:
        """Say something behind the title, e.g. how many values are changed."""
        text = f"{self._title} · {note}" if note else self._title
        self.head.setText(text)
        self.head.setAccessibleName(text)

    def _on_toggled(self, unfolded: bool) -> None:
        if unfolded:
            self.unfolded.emit()
        self.body.setVisible(unfolded)
        self._draw()

    def _draw(self) -> None:
        name = "chevron_down" if self.is_open else "chevron_right"
        self.head.setIcon(icon(name, self._themes.theme, "muted"))

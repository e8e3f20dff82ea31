"""The bar over code that a person changes: what it is, Apply and Discard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class EditBar(QFrame):
    """Shows that the code is edited.

    Signals:
        applied, discarded: the user pressed the button.
    """

    applied = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("edit_bar")
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.apply = self._button("Apply", "apply_code", "Ctrl+Return")
        self.discard = self._button("Discard", "discard_code", "")
        self.apply.clicked.connect(self.applied)
        self.discard.clicked.connect(self.discarded)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 6, 8, 6)
        across.setSpacing(8)
        across.addWidget(self.text, 1)
        across.addWidget(self.discard)
        across.addWidget(self.apply)

    def show_edited(self) -> None:
        """Say that the code is not that of the model any more."""
        self.text.setText("Edited. The model follows once you apply it.")
        self.text.setProperty("role", "muted")
        self._set_busy(False)

    def show_busy(self) -> None:
        """Say that the code is being executed."""
        self.text.setText("Building the model…")
        self._set_busy(True)

    def _set_busy(self, busy: bool) -> None:
        self.apply.setEnabled(not busy)

    def _button(self, text: str, name: str, keys: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(f"{text} ({keys})" if keys else f"{text} the changes")
        return button

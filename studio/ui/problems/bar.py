"""The line above the problems: counts, a repair's effect, what can be done to all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from studio.ui.editors.ink import InkButton
from studio.ui.editors.states import set_state


class ProblemsBar(QWidget):
    """Counts on the left, a sentence in the middle, buttons on the right.

    Signals:
        copy_wanted, safe_fixes_wanted: the buttons.
    """

    copy_wanted = Signal()
    safe_fixes_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 4, 8, 4)
        across.setSpacing(12)
        self.counts = QLabel(self)
        self.counts.setObjectName("problem_counts")
        self.note = QLabel(self)
        self.note.setObjectName("problems_note")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.safe_button = QPushButton(self)
        self.safe_button.setObjectName("fix_safe")
        self.safe_button.setToolTip(
            "Repair everything that has one right answer, as one step to undo"
        )
        self.safe_button.hide()
        self.safe_button.clicked.connect(self.safe_fixes_wanted)
        self.copy_button = InkButton("copy", self)
        self.copy_button.setObjectName("copy_problems")
        self.copy_button.setAccessibleName("Copy the problems as text")
        self.copy_button.setToolTip("Copy the problems as text")
        self.copy_button.clicked.connect(self.copy_wanted)
        across.addWidget(self.counts)
        across.addWidget(self.note, 1)
        across.addWidget(self.safe_button)
        across.addWidget(self.copy_button)

    def show_counts(self, errors: int, warnings: int, silent: int, safe: int) -> None:
        """Say how many there are; the bar hides where there are none."""
        parts = [
            f"{number} {noun}" if number == 1 else f"{number} {noun}s"
            for number, noun in ((errors, "error"), (warnings, "warning"))
            if number
        ]
        parts += [f"{silent} silenced"] if silent else []
        self.counts.setText(", ".join(parts))
        self.safe_button.setText(f"Fix All Safe ({safe})")
        self.safe_button.setVisible(safe > 0)
        self.setVisible(bool(parts))

    def show_note(self, text: str) -> None:
        """Say what went wrong; nothing for a blank."""
        set_state(self.note, "role", "problem")
        self.note.setText(text)

    def show_word(self, text: str) -> None:
        """Say what a repair would do or what is waited for; nothing for a blank."""
        set_state(self.note, "role", "muted")
        self.note.setText(text)

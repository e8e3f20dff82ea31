"""What a person says of a run: a name and a note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.runtime.run import Run
from studio.ui.text_size import scaled_size


class NotesDialog(QDialog):
    """Asks for the name and the note of a run.

    Signals:
        noted(Run, RunNotes): keep these.
    """

    noted = Signal(object, object)

    def __init__(self, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("runs.notes")
        self.setWindowTitle("Name and Note")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled_size(420, 260))
        self._run = run
        self.name = QLineEdit(run.notes.name)
        self.name.setObjectName("runs.notes.name")
        self.name.setAccessibleName("Name of the run")
        self.name.setPlaceholderText(run.record.title or run.id)
        self.note = QPlainTextEdit(run.notes.note)
        self.note.setObjectName("runs.notes.note")
        self.note.setAccessibleName("Note on the run")
        self.note.setTabChangesFocus(True)
        form = QFormLayout()
        form.addRow("Name", self.name)
        form.addRow("Note", self.note)
        column = QVBoxLayout(self)
        column.addLayout(form, 1)
        if run.notes.damage:
            trouble = QLabel(run.notes.damage)
            trouble.setTextFormat(Qt.TextFormat.PlainText)
            trouble.setWordWrap(True)
            column.addWidget(trouble)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Tell what is to be kept."""
        name, note = self.name.text().strip(), self.note.toPlainText().strip()
        notes = replace(self._run.notes, name=name, note=note, damage="")
        self.noted.emit(self._run, notes)
        super().accept()

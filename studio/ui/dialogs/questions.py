"""What the window asks a person before it goes on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

FILE_FILTER = "Layer Studio models (*.studio)"


class Answer(StrEnum):
    """What to do with unsaved changes, or with a file that changed."""

    SAVE = "save"
    SAVE_AS = "save_as"
    DISCARD = "discard"
    CANCEL = "cancel"


class Questions:
    """Asks in modal dialogs over `window`. All text is shown as it is."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def unsaved_changes(self, title: str) -> Answer:
        """Ask whether to save `title` before it is closed."""
        box = self._box(
            f"Save the changes to “{title}”?",
            "Without saving, the changes since the last save are lost.",
        )
        save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        return self._ask(box, {save: Answer.SAVE, discard: Answer.DISCARD})

    def changed_on_disk(self, text: str) -> Answer:
        """Ask what to do with a file that another program changed."""
        box = self._box("The file has changed on disk.", text)
        over = box.addButton("Save Over It", QMessageBox.ButtonRole.DestructiveRole)
        other = box.addButton("Save As…", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(other)
        return self._ask(box, {over: Answer.SAVE, other: Answer.SAVE_AS})

    def stop_training(self) -> bool:
        """Ask whether a run may be stopped to leave."""
        box = self._box(
            "A training is running. Stop it and quit?",
            "The run is stopped after this batch; its weights are kept in the run.",
        )
        quit_button = box.addButton("Stop and Quit", QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton("Keep Training", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        return self._ask(box, {quit_button: Answer.DISCARD}) is Answer.DISCARD

    def open_path(self, folder: Path | None) -> Path | None:
        """Ask for a file to open."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a model", str(folder or ""), FILE_FILTER
        )
        return Path(name) if name else None

    def save_path(
        self,
        suggestion: Path,
        filters: str = FILE_FILTER,
        title: str = "Save the model",
    ) -> Path | None:
        """Ask where to save, and before another file is overwritten."""
        dialog = QFileDialog(self._window, title, str(suggestion.parent), filters)
        dialog.setObjectName("save_dialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suggestion.suffix.removeprefix("."))
        dialog.selectFile(suggestion.name)
        accepted = dialog.exec()
        names = dialog.selectedFiles()
        dialog.deleteLater()
        return Path(names[0]) if accepted and names else None

    def _box(self, text: str, more: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setObjectName("question")
        box.setWindowTitle("Layer Studio")
        box.setText(text)
        box.setInformativeText(more)
        for label in box.findChildren(QLabel):  # the box's own format spares one
            label.setTextFormat(Qt.TextFormat.PlainText)
        return box

    def _ask(self, box: QMessageBox, answers: dict[object, Answer]) -> Answer:
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return next((a for b, a in answers.items() if b is clicked), Answer.CANCEL)

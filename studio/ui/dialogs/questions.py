"""What the window asks a person before it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QWidget,
)

from studio.graph.setup import CodeSettings
from studio.ui.tokens import Theme

if TYPE_CHECKING:
    from studio.ui.dialogs.trust import Wording

FILE_FILTER = "Layer Studio models (*.studio)"
KERAS_FILES = "*.keras *.h5 *.hdf5 *.json saved_model.pb"
SCRIPTS = "*.py *.ipynb"
PICTURES = "*.png *.svg"
OPEN_FILTER = (
    f"All models (*.studio {PICTURES} {KERAS_FILES} {SCRIPTS});;{FILE_FILTER};;"
    f"Pictures of models ({PICTURES});;"
    f"Keras models ({KERAS_FILES});;Python that builds models ({SCRIPTS})"
)
WEIGHTS_FILTER = "Trained weights (*.weights.h5 *.h5 *.hdf5)"
IMPORT_FILTER = (
    f"Keras models and programs ({KERAS_FILES} {SCRIPTS});;"
    f"Keras models ({KERAS_FILES});;Python that builds models ({SCRIPTS})"
)


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
            self._window, "Open a model", str(folder or ""), OPEN_FILTER
        )
        return Path(name) if name else None

    def import_path(self) -> Path | None:
        """Ask for a file to import."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Import a model", "", IMPORT_FILTER
        )
        return Path(name) if name else None

    def weights_path(self) -> Path | None:
        """Ask for a file of trained weights."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Load weights", "", WEIGHTS_FILTER
        )
        return Path(name) if name else None

    def own_layers(
        self, code: CodeSettings, theme: Theme
    ) -> tuple[str, tuple[str, ...]] | None:
        """Let layers be written: their text and modules; None to leave them."""
        from studio.ui.dialogs.own_layers import OwnLayersDialog

        dialog = OwnLayersDialog(code, theme, self._window)
        accepted = dialog.exec()
        written = dialog.settings()
        dialog.deleteLater()
        return written if accepted else None

    def may_execute(self, name: str, text: str) -> bool:
        """Show a program and ask whether it may be executed."""
        from studio.ui.dialogs.trust import of_program

        return self._trusts(of_program(name), text)

    def may_apply(self, text: str) -> bool:
        """Show a model's code as it was edited and ask whether it may be executed."""
        from studio.ui.dialogs.trust import OF_EDITED_CODE

        return self._trusts(OF_EDITED_CODE, text)

    def may_run_folder(self, path: str) -> bool:
        """Ask whether a SavedModel may run: a program that nobody can read."""
        box = self._box(
            f"The folder “{Path(path).name}” is a program. Do you trust it?",
            f"It is the SavedModel in {path}. It holds compiled functions, which can "
            "do anything on this computer that you can do. Your answer holds for "
            "exactly its content. Without it, the model is a closed node.",
        )
        allow = box.addButton("Allow and Run", QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton("Keep Closed", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        return self._ask(box, {allow: Answer.SAVE}) is Answer.SAVE

    def may_remove_block(self, name: str) -> bool:
        """Ask whether a kept block may go for good."""
        box = self._box(
            f"Remove “{name}” from My Blocks?",
            "Models that have it keep it. It cannot be brought back.",
        )
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        return self._ask(box, {remove: Answer.DISCARD}) is Answer.DISCARD

    def may_run_layers(self, text: str) -> bool:
        """Show the layers that a project brings and ask whether they may run."""
        from studio.ui.dialogs.trust import OF_LAYERS

        return self._trusts(OF_LAYERS, text)

    def _trusts(self, wording: Wording, text: str) -> bool:
        from studio.ui.dialogs.trust import TrustDialog

        dialog = TrustDialog(wording, text, self._window)
        accepted = dialog.exec()
        dialog.deleteLater()
        return bool(accepted)

    def which_model(self, name: str, titles: Sequence[str]) -> int | None:
        """Ask which of the models in a file is meant."""
        shown = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
        chosen, accepted = QInputDialog.getItem(
            self._window,
            "Import a model",
            f"“{name}” has {len(titles)} models. Which one?",
            shown,
            editable=False,
        )
        return shown.index(chosen) if accepted else None

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

"""The Runs panel: every training, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.runtime.runs import Run
from studio.ui.runs.details import RunDetails
from studio.ui.runs.restore import restore_edit
from studio.ui.runs.run_folder import move_to_trash
from studio.ui.runs.run_table import RunModel, RunTable
from studio.ui.runs.script_dialog import ScriptDialog
from studio.ui.theme import ThemeManager
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace

_EMPTY = "No runs yet. Each training is kept here with its curves and weights."
_BUTTONS = (
    ("script", "Script", "Read the script that was trained"),
    ("restore", "Restore", "Bring the model of this run back; can be undone"),
    ("weights", "Use Weights", "Let the open model start from what this run learned"),
    ("export", "Export…", "Write the trained model to a file"),
    ("folder", "Folder", "Show the run's files"),
    ("delete", "Delete…", "Put the run away"),
)


class RunsPanel(QWidget):
    """Table of runs on the left, the chosen one on the right.

    Signals:
        weights_chosen(Path): the open model is to start from the weights in a file.
    """

    weights_chosen = Signal(object)

    def __init__(
        self, workspace: Workspace, trainer: Trainer, themes: ThemeManager
    ) -> None:
        super().__init__()
        self.setObjectName("runs_panel")
        self.setAccessibleName("Runs")
        self._workspace = workspace
        self._trainer = trainer
        self._themes = themes
        self._model = RunModel(themes, self)
        self.table = RunTable(self._model)
        self.details = RunDetails(workspace, trainer.jobs, themes)
        self._buttons = {name: self._button(*rest) for name, *rest in _buttons()}
        self._notice = QLabel()
        self._notice.setObjectName("runs.notice")
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setWordWrap(True)
        self._notice.setContentsMargins(12, 8, 12, 8)
        self._make_layout()
        self._connect()
        self._show_selected()

    def _make_layout(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(6)
        for button in self._buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._notice)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("runs.splitter")
        splitter.addWidget(left)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([520, 580])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"runs.{name}")
        button.setToolTip(tip)
        return button

    def _connect(self) -> None:
        self._buttons["script"].clicked.connect(self._on_script)
        self._buttons["restore"].clicked.connect(self._on_restore)
        self._buttons["weights"].clicked.connect(self._on_weights)
        self._buttons["export"].clicked.connect(self._on_export)
        self._buttons["folder"].clicked.connect(self._on_folder)
        self._buttons["delete"].clicked.connect(self._on_delete)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self._trainer.run_finished.connect(self._on_run_finished)
        self._trainer.state_changed.connect(self._on_trainer_state)
        self._themes.changed.connect(self.table.viewport().update)

    @property
    def selected(self) -> Run | None:
        """The chosen run."""
        rows = self.table.selectionModel().selectedRows()
        return self._model.runs[rows[0].row()] if rows else None

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the folder when the panel comes into view."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, wanted: str = "") -> None:
        """Read the list of runs anew; select the run `wanted`, or the same."""
        wanted = wanted or (self.selected.id if self.selected else "")
        try:
            runs = self._trainer.store.list()
        except StudioError as error:
            self._tell(str(error), failed=True)
            return
        self._model.show_runs(runs)
        self._tell("" if runs else _EMPTY)
        self.table.setVisible(bool(runs))
        ids = [run.id for run in runs]
        if ids:
            self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        self._show_selected()

    def _on_run_finished(self, run: Run) -> None:
        if self.isVisible():
            self.refresh(run.id)

    def _on_trainer_state(self, state: str) -> None:
        if state == "starting" and self.isVisible():
            self.refresh()

    def _show_selected(self) -> None:
        run = self.selected
        for name, button in self._buttons.items():
            needs_model = name in ("weights", "export")
            button.setEnabled(run is not None and (run.has_model or not needs_model))
        self.details.show_run(run)

    def _on_script(self) -> None:
        run = self.selected
        if run is None:
            return
        try:
            text = run.script
        except StudioError as error:
            self._tell(str(error), failed=True)
            return
        ScriptDialog(text, f"Script of {run.id}", self._themes, self).open()

    def _on_restore(self) -> None:
        from studio.project.store import load

        run = self.selected
        if run is None:
            return
        try:
            project = load(run.document_path)
        except StudioError as error:
            self._tell(str(error), failed=True)
            return
        self._workspace.edit(restore_edit(self._workspace.document, project.document))
        self._tell(f"The model of {run.id} is back. Undo returns to the other one.")

    def _on_weights(self) -> None:
        if self.selected is not None:
            self.weights_chosen.emit(self.selected.weights_path)

    def _on_export(self) -> None:
        from studio.ui.export_dialog import ExportDialog

        if self.selected is not None:
            dialog = ExportDialog(self._workspace, self._trainer, self.selected, self)
            dialog.open()

    def _on_folder(self) -> None:
        if self.selected is not None:
            url = QUrl.fromLocalFile(str(self.selected.folder))
            QDesktopServices.openUrl(url)

    def _on_delete(self) -> None:
        run = self.selected
        if run is None:
            return
        box = QMessageBox(self)
        box.setObjectName("runs.confirm")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Delete the run “{run.record.title or run.id}”?")
        box.setInformativeText(
            "Its folder is moved to .trash beside the other runs, from where you can "
            "take it back."
        )
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        delete.setObjectName("runs.confirm.delete")
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(self._delete_selected)
        box.open()

    def _delete_selected(self) -> None:
        if self.selected is None:
            return
        try:
            move_to_trash(self.selected)
        except StudioError as error:
            self._tell(str(error), failed=True)
            return
        self.refresh()

    def _tell(self, text: str, failed: bool = False) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))
        ink = self._themes.theme.color("error" if failed else "muted").name()
        self._notice.setStyleSheet(f"color: {ink};")


def _buttons() -> list[tuple[str, str, str, str]]:
    return [(name, name, text, tip) for name, text, tip in _BUTTONS]

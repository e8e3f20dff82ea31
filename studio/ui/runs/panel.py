"""The Runs panel: every training, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.runtime.run_notes import RunNotes
from studio.runtime.runs import Run
from studio.ui.runs.comparison_view import ComparisonView
from studio.ui.runs.delete_question import DeleteQuestion
from studio.ui.runs.details import RunDetails
from studio.ui.runs.notes_dialog import NotesDialog
from studio.ui.runs.restore import restore_edit
from studio.ui.runs.run_folder import move_to_trash
from studio.ui.runs.run_list import RunList
from studio.ui.runs.run_table import RunTable
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
    ("delete", "Delete…", "Put the chosen runs away"),
)
_MENU = (
    ("note", "Name and Note…"),
    ("pin", "Pin to the Top"),
    ("folder", "Show Folder"),
    ("tensorboard", "Open in TensorBoard"),
)
_OF_SEVERAL = frozenset({"delete", "pin"})
"""What can be done with several runs at once."""
_NEEDS_MODEL = frozenset({"weights", "export"})


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
        self.list = RunList(themes)
        self.details = RunDetails(workspace, trainer, themes)
        self.comparison = ComparisonView(workspace, trainer, themes)
        self._buttons = {name: self._button(*rest) for name, *rest in _buttons()}
        self._actions = {name: self._action(name, text) for name, text in _MENU}
        self._more = self._more_button()
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
        bar.addWidget(self._more)
        bar.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._notice)
        column.addWidget(self.list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("runs.splitter")
        splitter.addWidget(left)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.details)
        self._pages.addWidget(self.comparison)
        splitter.addWidget(self._pages)
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

    def _action(self, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"runs.{name}")
        return action

    def _more_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("runs.more")
        button.setText("More ▾")
        button.setToolTip("Name and note, pin, folder, TensorBoard")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(button)
        self._menu.addActions(list(self._actions.values()))
        button.setMenu(self._menu)
        return button

    def _connect(self) -> None:
        self._buttons["script"].clicked.connect(self._on_script)
        self._buttons["restore"].clicked.connect(self._on_restore)
        self._buttons["weights"].clicked.connect(self._on_weights)
        self._buttons["export"].clicked.connect(self._on_export)
        self._buttons["delete"].clicked.connect(self._on_delete)
        self._actions["note"].triggered.connect(self._on_note)
        self._actions["pin"].triggered.connect(self._on_pin)
        self._actions["folder"].triggered.connect(self._on_folder)
        self._actions["tensorboard"].triggered.connect(self._on_tensorboard)
        self.list.chosen.connect(self._show_selected)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.comparison.told.connect(self._tell)
        self._trainer.tensorboard.told.connect(self._tell)
        self._trainer.tensorboard.failed.connect(self._on_failed)
        self._trainer.run_finished.connect(self._on_run_finished)
        self._trainer.state_changed.connect(self._on_trainer_state)

    @property
    def table(self) -> RunTable:
        """A row for each run."""
        return self.list.table

    @property
    def selected(self) -> Run | None:
        """The chosen run, if it is one alone."""
        runs = self.list.selected
        return runs[0] if len(runs) == 1 else None

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the folder when the panel comes into view."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, wanted: str = "") -> None:
        """Read the list of runs anew; select the run `wanted`, or the same ones."""
        try:
            runs = self._trainer.store.list()
        except StudioError as error:
            self._on_failed(str(error))
            return
        self._tell("" if runs else _EMPTY)
        self.list.setVisible(bool(runs))
        self.list.show_runs(runs, [wanted] if wanted else [])

    def _on_run_finished(self, run: Run) -> None:
        if self.isVisible():
            # Who compares goes on to compare.
            self.refresh("" if len(self.list.selected) > 1 else run.id)

    def _on_trainer_state(self, state: str) -> None:
        if state == "starting" and self.isVisible():
            self.refresh()

    def _show_selected(self) -> None:
        runs, run = self.list.selected, self.selected
        offers: dict[str, QPushButton | QAction] = {**self._buttons, **self._actions}
        for name, offer in offers.items():
            usable = bool(runs) if name in _OF_SEVERAL else run is not None
            lacks = name in _NEEDS_MODEL and (run is None or not run.has_model)
            offer.setEnabled(usable and not lacks)
        pinned = bool(runs) and all(one.notes.pinned for one in runs)
        self._actions["pin"].setText("Unpin" if pinned else "Pin to the Top")
        self._more.setEnabled(bool(runs))
        several = len(runs) > 1
        self._pages.setCurrentWidget(self.comparison if several else self.details)
        self.details.show_run(run)
        self.comparison.show_runs(runs if several else ())

    def _on_menu(self, place: QPoint) -> None:
        if self.list.selected:
            self._menu.popup(self.table.viewport().mapToGlobal(place))

    def _on_note(self) -> None:
        if self.selected is not None:
            dialog = NotesDialog(self.selected, self)
            dialog.noted.connect(self._on_noted)
            dialog.open()

    def _on_noted(self, run: Run, notes: RunNotes) -> None:
        self._annotate({run: notes})

    def _on_pin(self) -> None:
        runs = self.list.selected
        pinned = not all(run.notes.pinned for run in runs)
        self._annotate({run: replace(run.notes, pinned=pinned) for run in runs})

    def _annotate(self, notes: Mapping[Run, RunNotes]) -> None:
        try:
            for run, own in notes.items():
                run.annotate(own)
        except StudioError as error:
            self._on_failed(str(error))
        else:
            self.refresh()

    def _on_tensorboard(self) -> None:
        if self.selected is not None:
            self._trainer.tensorboard.open(self.selected.folder)

    def _on_script(self) -> None:
        run = self.selected
        if run is None:
            return
        try:
            text = run.script
        except StudioError as error:
            self._on_failed(str(error))
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
            self._on_failed(str(error))
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
        runs = self.list.selected
        if runs:
            box = DeleteQuestion(runs, self)
            box.confirmed.connect(self._delete_selected)
            box.open()

    def _delete_selected(self) -> None:
        trouble = ""
        for run in self.list.selected:
            try:
                move_to_trash(run)
            except StudioError as error:
                trouble = str(error)
        self.refresh()
        if trouble:
            self._on_failed(trouble)

    def _on_failed(self, text: str) -> None:
        self._tell(text, failed=True)

    def _tell(self, text: str, failed: bool = False) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))
        ink = self._themes.theme.color("error" if failed else "muted").name()
        self._notice.setStyleSheet(f"color: {ink};")


def _buttons() -> list[tuple[str, str, str, str]]:
    return [(name, name, text, tip) for name, text, tip in _BUTTONS]

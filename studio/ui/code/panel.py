"""The code panel: the model and the training script, live."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.graph.changes import Change
from studio.graph.edits import Edit
from studio.protocol.desk_messages import CodeKind
from studio.runtime.launch import engine_command
from studio.ui.code.edit_bar import EditBar
from studio.ui.code.editing import CodeEditing
from studio.ui.code.page import CodePage
from studio.ui.code.script_reader import ScriptReader
from studio.ui.code.style_menu import StyleMenu
from studio.ui.desk import Desk
from studio.ui.dialogs.questions import Questions
from studio.ui.editors.ink import InkButton
from studio.ui.engine_bridge import Launcher
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

DEBOUNCE_MS = 60


class CodePanel(QWidget):
    """Tabs with generated code, linked to the canvas both ways.

    Code is generated a moment after the last edit, and only while it is seen.
    """

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        desk: Desk,
        parent: QWidget | None = None,
        launcher: Launcher = engine_command,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setAccessibleName("Code")
        self._workspace = workspace
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.refresh)
        self.model = CodePage(CodeKind.MODEL, desk, workspace, themes, self)
        self.training = CodePage(CodeKind.TRAINING, desk, workspace, themes, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("code_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.model, "Model")
        self.tabs.addTab(self.training, "Training")
        self.style_menu = StyleMenu(workspace, self)
        self.bar = EditBar(self)
        self.bar.hide()
        buttons = self._make_buttons()
        self.tabs.setCornerWidget(buttons)
        # Else the tabs would scroll beside the buttons in a small window.
        heads = self.tabs.tabBar().sizeHint() + buttons.sizeHint()
        self.tabs.setMinimumWidth(heads.width())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.tabs)
        self.reader = ScriptReader(self, launcher)
        self.editing = CodeEditing(
            self.model, self.bar, self.reader, workspace, self._may_apply
        )
        self.tabs.currentChanged.connect(self._on_tab_changed)
        for page in (self.model, self.training):
            page.answered.connect(self._on_answered)
        workspace.document_edited.connect(self._on_document_edited)
        workspace.document_replaced.connect(self._on_document_replaced)
        workspace.catalog_changed.connect(self._on_changed)
        workspace.path_changed.connect(self._on_changed)
        workspace.selection_changed.connect(self._on_selection_changed)

    @property
    def page(self) -> CodePage:
        """Tab that is shown."""
        return self.model if self.tabs.currentIndex() == 0 else self.training

    def refresh(self) -> None:
        """Bring the visible tab up to date now."""
        self._timer.stop()
        self.page.refresh()

    def save_to(self, path: Path) -> None:
        """Write the visible tab's code to a file.

        Raises:
            StudioError: there is no code, or it could not be written.
        """
        from studio.project.atomic import write_atomic

        write_atomic(path, self.page.text().encode())

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the code up to date when it comes into view."""
        super().showEvent(event)
        self.refresh()

    def _make_buttons(self) -> QWidget:
        box = QWidget(self)
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 4, 0)
        across.setSpacing(2)
        self.edit_button = _button("edit", "edit_code", "Edit the code", box)
        self.edit_button.clicked.connect(self._on_edit)
        self.copy_button = _button("copy", "copy_code", "Copy the code", box)
        self.save_button = _button("save", "save_code", "Save as .py…", box)
        self.copy_button.clicked.connect(self._on_copy)
        self.save_button.clicked.connect(self._on_save)
        across.addWidget(self.style_menu)
        across.addWidget(self.edit_button)
        across.addWidget(self.copy_button)
        across.addWidget(self.save_button)
        return box

    def _on_document_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        self._on_changed()

    def _on_document_replaced(self) -> None:
        self.model.forget()
        self.training.forget()
        self._on_changed()

    def _on_answered(self) -> None:
        has_code = self.page.is_edited or not self.page.is_refused
        self.copy_button.setEnabled(has_code)
        self.save_button.setEnabled(has_code)

    def _may_apply(self, text: str) -> bool:
        return Questions(self.window()).may_apply(text)

    def _on_edit(self) -> None:
        self.tabs.setCurrentWidget(self.model)
        self.editing.begin()
        self.model.view.setFocus()

    def _on_changed(self) -> None:
        self.style_menu.refresh()
        self.model.invalidate()
        self.training.invalidate()
        if self.isVisible():
            self._timer.start()

    def _on_tab_changed(self, index: int) -> None:
        self.page.refresh()
        self.page.show_selection()
        self._on_answered()

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self.page.show_selection()

    def _on_copy(self) -> None:
        try:
            QGuiApplication.clipboard().setText(self.page.text())
        except StudioError as error:
            self.page.say(str(error))

    def _file_name(self) -> str:
        path = self._workspace.path
        stem = path.stem if path else "model"
        name = f"{stem}.py" if self.page is self.model else f"train_{stem}.py"
        return str(path.with_name(name)) if path else name

    def _on_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save code", self._file_name(), "Python (*.py)"
        )
        if not name:
            return
        try:
            self.save_to(Path(name))
        except StudioError as error:
            self.page.say(str(error))


def _button(icon_name: str, name: str, tip: str, parent: QWidget) -> InkButton:
    button = InkButton(icon_name, parent)
    button.setObjectName(name)
    button.setAccessibleName(tip)
    button.setToolTip(tip)
    return button

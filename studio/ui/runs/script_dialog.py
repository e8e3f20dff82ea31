"""The script of a run, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.ui.code.highlighter import PythonHighlighter
from studio.ui.text_size import fixed_font, scaled_size
from studio.ui.theme import ThemeManager


class ScriptDialog(QDialog):
    """Shows a script; it is never executed here."""

    def __init__(
        self, text: str, title: str, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("script_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled_size(760, 640))
        self._text = text
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setObjectName("script.text")
        view.setAccessibleName("Script")
        view.setFont(fixed_font(themes.theme.mono_family, 13))
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        view.document().setDocumentMargin(10)
        PythonHighlighter(view.document(), themes.theme)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("script.copy")
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(view)
        column.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

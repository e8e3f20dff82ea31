"""Shows Python text before it may be executed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_SIZE = (720, 520)


class TrustDialog(QDialog):
    """Whether a program may be executed, with all of it in view."""

    def __init__(self, name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trust_dialog")
        self.setWindowTitle("Execute a program?")
        self.resize(*_SIZE)
        heading = _plain(f"“{name}” is a program. Do you trust it?")
        heading.setProperty("role", "heading")
        more = _plain(
            "Only executing it shows the models that it builds. It can do anything on "
            "this computer that you can do. Your answer holds for exactly this text."
        )
        more.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(more)
        layout.addWidget(_view(text), 1)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        execute = QPushButton("Execute and Import")
        execute.setObjectName("trust_execute")
        execute.setAutoDefault(False)
        execute.clicked.connect(self.accept)
        cancel = QPushButton("Cancel")
        cancel.setObjectName("trust_cancel")
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(execute)
        return row


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _view(text: str) -> QPlainTextEdit:
    view = QPlainTextEdit(text)
    view.setObjectName("trust_text")
    view.setReadOnly(True)
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setAccessibleName("The program")
    return view

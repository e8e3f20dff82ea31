"""Shows Python text before it may be executed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.text_size import fixed_font, mono_family, scaled_size

_SIZE = (720, 520)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked: title of the window, heading, what it means, the yes."""

    title: str
    heading: str
    more: str
    consent: str


def of_program(name: str) -> Wording:
    """Words for a program whose models are wanted."""
    return Wording(
        "Execute a program?",
        f"“{name}” is a program. Do you trust it?",
        "Only executing it shows the models that it builds. It can do anything on "
        "this computer that you can do. Your answer holds for exactly this text.",
        "Execute and Import",
    )


OF_LAYERS = Wording(
    "Allow the project's own layers?",
    "The project brings Python code of its own layers. Do you trust it?",
    "Until you allow it, these layers have no sizes and cannot train. The code can do "
    "anything on this computer that you can do. Your answer holds for exactly this "
    "text.",
    "Allow and Run",
)
"""Words for layers that a project brings along."""


OF_EDITED_CODE = Wording(
    "Execute the edited code?",
    "Applying executes this code. Do you trust it?",
    "Only executing it shows the model that it builds. It can do anything on this "
    "computer that you can do. Your answer holds for what you type into it from now "
    "on; for text that you paste you are asked again.",
    "Execute and Apply",
)
"""Words for the code of the open model, changed by hand."""


class TrustDialog(QDialog):
    """Whether Python text may be executed, with all of it in view."""

    def __init__(self, wording: Wording, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trust_dialog")
        self.setWindowTitle(wording.title)
        self.resize(scaled_size(*_SIZE))
        heading = _plain(wording.heading)
        heading.setProperty("role", "heading")
        more = _plain(wording.more)
        more.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(more)
        layout.addWidget(_view(text), 1)
        layout.addLayout(self._make_buttons(wording.consent))

    def _make_buttons(self, consent: str) -> QHBoxLayout:
        execute = QPushButton(consent)
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
    view.setFont(fixed_font(mono_family(), 13))
    view.document().setDocumentMargin(10)
    view.setAccessibleName("The Python text")
    return view

"""Where layers of the user's own are written, in Python."""

from __future__ import annotations

import ast

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.graph.setup import CodeSettings
from studio.ui.code.highlighter import PythonHighlighter
from studio.ui.text_size import fixed_font, mono_family, scaled_size
from studio.ui.tokens import Theme

TEMPLATE = '''import keras


class Scale(keras.layers.Layer):
    """Multiply each feature by a learned factor.

    Args:
        start: Float, the factor before training.
    """

    def __init__(self, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.factor = self.add_weight(
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.start),
            name="factor",
        )

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return {**super().get_config(), "start": self.start}
'''
_SIZE = (760, 620)


class OwnLayersDialog(QDialog):
    """An editor of the project's own Python text, and the modules it uses.

    Who saves it allows it to run: it is the user's own text then.
    """

    def __init__(self, code: CodeSettings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("own_layers")
        self.setWindowTitle("Own Layers")
        self.resize(scaled_size(*_SIZE))
        self.editor = QPlainTextEdit(code.custom or TEMPLATE)
        self.editor.setObjectName("own_layers_text")
        self.editor.setAccessibleName("Python text of your own layers")
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.editor.setFont(fixed_font(mono_family(), 13))
        self.editor.document().setDocumentMargin(10)
        self.editor.setTabStopDistance(4 * self.editor.fontMetrics().averageCharWidth())
        PythonHighlighter(self.editor.document(), theme)
        self.modules = QLineEdit(", ".join(code.modules))
        self.modules.setObjectName("own_layers_modules")
        self.modules.setPlaceholderText("my_package.layers")
        self.problem = QLabel()
        self.problem.setObjectName("own_layers_problem")
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "error")
        self.problem.hide()
        self._lay_out()

    def settings(self) -> tuple[str, tuple[str, ...]]:
        """The text and the names of the modules."""
        names = [name.strip() for name in self.modules.text().split(",")]
        return self.editor.toPlainText(), tuple(name for name in names if name)

    def accept(self) -> None:
        """Close, unless the text is no Python."""
        text, modules = self.settings()
        wrong = _problem(text, modules)
        self.problem.setVisible(bool(wrong))
        self.problem.setText(wrong)
        if not wrong:
            super().accept()

    def _lay_out(self) -> None:
        about = QLabel(
            "Each class below that is a layer appears in the palette, and its text in "
            "the model's code. Saving lets Studio run it."
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        form = QFormLayout()
        form.addRow("Modules with registered layers", self.modules)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self.editor, 1)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        save = QPushButton("Save and Run")
        save.setObjectName("own_layers_save")
        save.setDefault(True)
        save.clicked.connect(self.accept)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(save)
        return row


def _problem(text: str, modules: tuple[str, ...]) -> str:
    """What keeps it from being saved, as a sentence; empty if nothing."""
    for name in modules:
        if not all(part.isidentifier() for part in name.split(".")):
            return f"“{name}” is no name of a module. Write it as in an import."
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        return f"Line {line} is no Python: {getattr(error, 'msg', error)}."
    return ""

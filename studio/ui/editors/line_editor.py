"""Editor of everything that is typed: numbers, text, sizes, literals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.catalog.spec import Parameter
from studio.graph.values import same
from studio.ui.editors.document_line import DocumentLine
from studio.ui.editors.editor import MIXED, Editor
from studio.ui.editors.literals import Unreadable
from studio.ui.editors.text_forms import form_of


class LineEditor(Editor):
    """Edits a value as text; an empty line means the default.

    Every readable text is emitted at once, while typing. An unreadable one
    stays, with a sentence; Escape takes it back.
    """

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter.default, parent)
        self._form = form_of(parameter)
        self._required = parameter.required
        self._line = DocumentLine(self)
        self._empty_text = (
            "required" if parameter.required else self._form.show(parameter.default)
        )
        self._hint = self._form.hint
        self.add_control(self._line)
        self._line.textEdited.connect(self._on_text_edited)
        self._line.editingFinished.connect(self._on_editing_finished)
        self._line.installEventFilter(self)
        self.set_name(parameter.name)
        self.show_default()

    def text(self) -> str:
        """What stands in the line."""
        return self._line.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take unreadable text back on Escape."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._fault
        ):
            self._set_fault("")
            self._show()
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        self._line.setPlaceholderText(MIXED if self._mixed else self._empty_text)
        text = self._form.show(self._value) if self._set else ""
        if self._line.text() != text:
            self._line.setText(text)

    def _on_text_edited(self, text: str) -> None:
        if text.strip():
            self._read(text)
        elif self._mixed:
            self._set_fault("")
        elif self._required:
            self._set_fault("This is required. Type a value.")
        else:
            self._clear()

    def _read(self, text: str) -> None:
        try:
            value = self._form.parse(text)
        except Unreadable as error:
            self._set_fault(str(error))
            return
        if same(value, self._value) and not self._mixed:
            self._take(value, True)
        else:
            self._enter(value)

    def _on_editing_finished(self) -> None:
        if not self._fault:
            self._show()

"""Combo boxes that only change when they are meant to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from studio.ui.editors.document_line import DocumentLine

_SEARCH_FROM = 9
"""Number of entries from which typing searches."""


class QuietCombo(QComboBox):
    """A combo box that the wheel does not change unless it has the focus.

    Signals:
        typed(text): a search ended with this text in the line.
        escaped: the user gave a search up.
    """

    typed = Signal(str)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives a search up."""
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel instead, without the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def make_searchable(self) -> None:
        """Let typing find entries that contain the text."""
        line = DocumentLine(self)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        line.editingFinished.connect(self._on_editing_finished)

    def setCurrentIndex(self, index: int) -> None:
        """Choose an entry and show the start of its text."""
        super().setCurrentIndex(index)
        line = self.lineEdit()
        if line:
            line.setCursorPosition(0)

    def wants_search(self) -> bool:
        """Whether there are so many entries that a search helps."""
        return self.count() >= _SEARCH_FROM

    def _on_editing_finished(self) -> None:
        self.typed.emit(self.currentText().strip())


def fill(combo: QuietCombo, choices: Mapping[str, str], value: Any) -> None:
    """Offer values by their texts and show one of them.

    A value that is not among them stays visible, as what a file lacks.
    """
    combo.clear()
    if value not in choices:
        combo.addItem(f"{value} (missing)" if value else "Choose…", value)
    for key, text in choices.items():
        combo.addItem(text, key)
    combo.setCurrentIndex(combo.findData(value))

"""What a rule means: its page, in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from studio.graph.rulebook.rule import Rule
from studio.ui.editors.states import set_state
from studio.ui.text_size import scaled

_WIDTH = 440


class RuleDialog(QDialog):
    """Title, reason, example and repair of a rule."""

    def __init__(self, rule: Rule, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rule_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Rule {rule.code}")
        self.setMinimumWidth(scaled(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        self._add(column, rule.title, "heading")
        self._add(column, f"{rule.code} · {rule.severity.value}", "muted")
        column.addSpacing(8)
        self._add(column, rule.explanation)
        for title, text in (("Example", rule.example), ("Repair", rule.repair)):
            column.addSpacing(8)
            self._add(column, title, "muted")
            self._add(column, text)
        column.addSpacing(8)
        self._add(column, f"All rules: {rule.page}", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(buttons)

    def _add(self, column: QVBoxLayout, text: str, role: str = "") -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if role:
            set_state(label, "role", role)
        column.addWidget(label)

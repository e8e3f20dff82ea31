"""What every parameter editor has in common."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.graph.problems import Problem, Severity
from studio.graph.values import Value
from studio.ui.editors.states import set_state, tooltip

MIXED = "several values"
"""Shown where the selected nodes differ."""


class Editor(QWidget):
    """Edits one value; shows the default, greyed, while nothing is set.

    Signals:
        edited(value): the user entered another, readable value.
        cleared: the user emptied it: the default counts.
    """

    edited = Signal(object)
    cleared = Signal()
    nest: QWidget | None = None
    """What takes the whole width of a form, below the control."""

    def __init__(self, default: Value = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default
        self._value: Value = default
        self._set = False
        self._mixed = False
        self._fault = ""
        self._problem = ""
        self._mark: Problem | None = None
        self._hint = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setObjectName("problem")
        set_state(self._sentence, "role", "problem")
        self._sentence.hide()

    def add_control(self, control: QWidget) -> None:
        """Put the control people touch above the line for problems."""
        self.column.addWidget(control)
        self.column.addWidget(self._sentence)
        self.setFocusProxy(control)

    def value(self) -> Value:
        """Last readable value, or the default while nothing is set."""
        return self._value

    @property
    def is_set(self) -> bool:
        """Whether a value was set or entered; else the default is shown."""
        return self._set

    @property
    def is_mixed(self) -> bool:
        """Whether several values are meant and none is shown."""
        return self._mixed

    def set_value(self, value: Value) -> None:
        """Show `value`. Emits nothing."""
        self._take(value, True)
        self._show()

    def show_default(self) -> None:
        """Show that nothing is set. Emits nothing."""
        self._take(self._default, False)
        self._show()

    def show_mixed(self) -> None:
        """Show that several nodes have different values. Emits nothing."""
        self._take(self._default, False)
        self._mixed = True
        self._show()

    def set_problem(self, text: str) -> None:
        """Show a sentence below the control; empty takes it away."""
        self._problem = text
        self._refresh_problem()

    def mark(self, problem: Problem | None) -> None:
        """Frame the control, with the reason as its tooltip; None unframes it."""
        self._mark = problem
        self._refresh_problem()

    def problem(self) -> str:
        """Sentence shown: what was typed comes before what was set."""
        return self._fault or self._problem

    def controls(self) -> list[QWidget]:
        """Widgets that get the state of the editor; for style and names."""
        proxy = self.focusProxy()
        return [proxy] if proxy else []

    def set_name(self, name: str) -> None:
        """Name the control for tests and screen readers."""
        self.setObjectName(name)
        for control in self.controls():
            control.setObjectName(f"{name}.control")
            control.setAccessibleName(name)

    def _show(self) -> None:
        """Bring the control in line with `_value` and `_set`."""
        raise NotImplementedError

    def _enter(self, value: Value) -> None:
        """Take a value from the user."""
        self._take(value, True)
        self.edited.emit(value)

    def _clear(self) -> None:
        """The user emptied the control."""
        self._take(self._default, False)
        self.cleared.emit()

    def _take(self, value: Value, is_set: bool) -> None:
        self._value, self._set, self._mixed = value, is_set, False
        self._set_fault("")

    def _set_fault(self, text: str) -> None:
        self._fault = text
        self._refresh_problem()

    def _refresh_problem(self) -> None:
        text = self.problem()
        self._sentence.setText(text)
        self._sentence.setVisible(bool(text))
        mark = self._mark
        is_wrong = bool(text) or (mark is not None and mark.severity is Severity.ERROR)
        reason = text or (mark.text if mark else "")
        for control in self.controls():
            set_state(control, "invalid", is_wrong)
            set_state(control, "doubtful", bool(reason) and not is_wrong)
            control.setAccessibleDescription(reason)
            control.setToolTip(tooltip(reason or self._hint))

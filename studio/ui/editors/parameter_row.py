"""One parameter of a form."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from studio.catalog.spec import Catalog, Parameter
from studio.graph.values import Value, same
from studio.ui.editors.factory import make_editor
from studio.ui.editors.ink import InkButton
from studio.ui.editors.literals import show_literal
from studio.ui.editors.states import set_state, tooltip

LABEL_EMS = 9
"""Width of the labels' column, in widths of an ``M``."""
_BREAK = "​"


class ParameterRow(QObject):
    """Label, editor, reset button and help of one parameter.

    Signals:
        edited(name, value): the user entered a value.
        cleared(name): the user wants the default.
    """

    edited = Signal(str, object)
    cleared = Signal(str)

    def __init__(self, parameter: Parameter, catalog: Catalog, form: QWidget) -> None:
        super().__init__(form)
        self.parameter = parameter
        self.editor = make_editor(parameter, catalog, form)
        self.label = HelpLabel(parameter.name, form)
        self.help = _make_help(parameter, form)
        self.reset_button = _make_reset(parameter, form)
        self.label.setBuddy(self.editor)
        self.label.setToolTip(
            tooltip(f"{parameter.doc}\n{_default_line(parameter)}".strip())
        )
        self.label.clicked.connect(self._on_label_clicked)
        self.editor.edited.connect(self._on_edited)
        self.editor.cleared.connect(self._on_cleared)
        self.reset_button.clicked.connect(self._on_reset_clicked)
        for control in self.editor.controls():
            control.installEventFilter(self)

    def place(self, grid: QGridLayout) -> None:
        """Add the row's widgets below what `grid` holds."""
        line = grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, line, 0, top)
        grid.addWidget(self.editor, line, 1, top)
        grid.addWidget(self.reset_button, line, 2, top)
        grid.addWidget(self.help, line + 1, 0, 1, 3)
        if self.editor.nest is not None:
            grid.addWidget(self.editor.nest, line + 2, 0, 1, 3)

    def show_value(self, is_set: bool, value: Value) -> None:
        """Show a value of the document, or the default."""
        editor = self.editor
        if is_set:
            if not (editor.is_set and same(editor.value(), value)):
                editor.set_value(value)
        elif editor.is_mixed or not same(editor.value(), self.parameter.default):
            editor.show_default()
        self._mark(is_set)

    def show_mixed(self) -> None:
        """Show that the nodes differ."""
        if not self.editor.is_mixed:
            self.editor.show_mixed()
        self._mark(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the help on F1, before the window's shortcut does."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self._on_label_clicked()
            return True
        return super().eventFilter(watched, event)

    def _mark(self, changed: bool) -> None:
        changed = changed and not self.parameter.required
        set_state(self.label, "changed", changed)
        self.reset_button.setVisible(changed)

    def _on_label_clicked(self) -> None:
        self.help.setVisible(self.help.isHidden())

    def _on_edited(self, value: Value) -> None:
        self._mark(not same(value, self.parameter.default))
        self.edited.emit(self.parameter.name, value)

    def _on_cleared(self) -> None:
        self._mark(False)
        self.cleared.emit(self.parameter.name)

    def _on_reset_clicked(self) -> None:
        self.editor.show_default()
        self._on_cleared()


class HelpLabel(QLabel):
    """Name of a parameter; a click shows its help. Breaks after ``_``."""

    clicked = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name.replace("_", "_" + _BREAK), parent)
        self.parameter = name
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName(f"{name}.label")
        self.setFixedWidth(LABEL_EMS * self.fontMetrics().horizontalAdvance("M"))
        self.setContentsMargins(0, 3, 0, 0)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the help."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()
        super().mouseReleaseEvent(event)


def _make_help(parameter: Parameter, parent: QWidget) -> QLabel:
    text = parameter.doc or "Keras' documentation says nothing of it."
    label = QLabel(f"{text}\n{_default_line(parameter)}", parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setObjectName(f"{parameter.name}.help")
    label.setIndent(8)
    set_state(label, "role", "muted")
    label.hide()
    return label


def _make_reset(parameter: Parameter, parent: QWidget) -> QToolButton:
    button = InkButton("undo", parent)
    button.setToolTip(f"Back to {show_literal(parameter.default)}")
    button.setObjectName(f"{parameter.name}.reset")
    button.setAccessibleName(f"Reset {parameter.name}")
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.hide()
    return button


def _default_line(parameter: Parameter) -> str:
    if parameter.required:
        return "Required."
    return f"Default: {show_literal(parameter.default)}"

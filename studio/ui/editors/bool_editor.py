"""Editor of yes or no."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from studio.catalog.spec import Parameter
from studio.graph.values import same
from studio.ui.editors.editor import MIXED, Editor
from studio.ui.editors.states import set_state


class BoolEditor(Editor):
    """A check box that says True or False, as the code will."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter.default, parent)
        self._box = QCheckBox(self)
        self.add_control(self._box)
        self._box.clicked.connect(self._on_clicked)
        self.set_name(parameter.name)
        self.show_default()

    def _show(self) -> None:
        self._box.setTristate(self._mixed)
        if self._mixed:
            self._box.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self._box.setChecked(self._value is True)
        self._box.setText(MIXED if self._mixed else str(self._value))
        default = not self._set or same(self._value, self._default)
        set_state(self._box, "default", default)

    def _on_clicked(self) -> None:
        self._enter(self._box.checkState() is Qt.CheckState.Checked)
        self._show()

"""A form of parameters: label, editor, reset button, problem and help."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.catalog.spec import Catalog, ClassSpec, Parameter
from studio.graph.problems import Problem
from studio.graph.values import Value, same
from studio.ui.editors.editor import Editor
from studio.ui.editors.parameter_row import ParameterRow


class ParameterForm(QWidget):
    """Edits some parameters of a class.

    Signals:
        edited(name, value): a parameter got a value that is not its default.
        reset(name): a parameter goes back to its default.
    """

    edited = Signal(str, object)
    reset = Signal(str)

    def __init__(
        self,
        catalog: Catalog,
        spec: ClassSpec,
        parameters: Sequence[Parameter],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._rows: dict[str, ParameterRow] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for parameter in parameters:
            row = ParameterRow(parameter, catalog, self)
            row.place(grid)
            row.edited.connect(self._on_edited)
            row.cleared.connect(self._on_cleared)
            self._rows[parameter.name] = row

    def set_values(
        self, values: Mapping[str, Value], mixed: Collection[str] = ()
    ) -> None:
        """Show these values, the others as default; typing goes on undisturbed.

        Parameters in `mixed` have different values in the nodes they stand for.
        """
        for name, row in self._rows.items():
            if name in mixed:
                row.show_mixed()
            else:
                row.show_value(name in values, values.get(name))

    def mark(self, problems: Mapping[str, Problem]) -> None:
        """Frame these parameters' controls; the sentence is in the tooltip."""
        for name, row in self._rows.items():
            row.editor.mark(problems.get(name))

    def editor(self, name: str) -> Editor:
        """Editor of a parameter."""
        return self._rows[name].editor

    def row(self, name: str) -> ParameterRow:
        """Row of a parameter."""
        return self._rows[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters in order."""
        return tuple(self._rows)

    def _on_edited(self, name: str, value: Value) -> None:
        parameter = self._rows[name].parameter
        if same(value, parameter.default) and not parameter.required:
            self.reset.emit(name)
        else:
            self.edited.emit(name, value)

    def _on_cleared(self, name: str) -> None:
        self.reset.emit(name)

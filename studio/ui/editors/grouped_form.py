"""Parameters of a class: the essential ones, the others folded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.catalog.spec import Catalog, ClassSpec, Parameter
from studio.graph.problems import Problem
from studio.graph.values import Value
from studio.ui.editors.editor import Editor
from studio.ui.editors.folded_form import FoldedForm
from studio.ui.editors.grouping import group
from studio.ui.editors.parameter_form import ParameterForm
from studio.ui.editors.parameter_row import ParameterRow


class GroupedForm(QWidget):
    """Forms of some parameters of a class, grouped.

    Signals:
        edited(name, value), reset(name): as of `ParameterForm`.
    """

    edited = Signal(str, object)
    reset = Signal(str)

    def __init__(
        self,
        catalog: Catalog,
        spec: ClassSpec,
        parameters: Sequence[Parameter],
        essential: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        groups = group(parameters, essential)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.essential = ParameterForm(catalog, spec, groups.essential, self)
        self.essential.edited.connect(self.edited)
        self.essential.reset.connect(self.reset)
        column.addWidget(self.essential)
        self.folded: list[FoldedForm] = []
        for title, some in (("More", groups.more), ("Layer", groups.base)):
            if some:
                form = FoldedForm(title, catalog, spec, some, self)
                form.edited.connect(self.edited)
                form.reset.connect(self.reset)
                column.addWidget(form)
                self.folded.append(form)

    def set_values(
        self, values: Mapping[str, Value], mixed: Collection[str] = ()
    ) -> None:
        """Show these values in all forms."""
        self.essential.set_values(values, mixed)
        for form in self.folded:
            form.set_values(values, mixed)

    def mark(self, problems: Mapping[str, Problem]) -> None:
        """Frame guilty parameters; a folded one unfolds."""
        self.essential.mark(problems)
        for form in self.folded:
            form.mark(problems)

    def editor(self, name: str) -> Editor:
        """Editor of a parameter; a folded one unfolds."""
        return self.row(name).editor

    def row(self, name: str) -> ParameterRow:
        """Row of a parameter; a folded one unfolds."""
        for folded in self.folded:
            if name in folded.names:
                folded.section.open()
                if folded.form:
                    return folded.form.row(name)
        return self.essential.row(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters of all forms."""
        folded = (name for form in self.folded for name in form.names)
        return (*self.essential.names, *folded)

"""A form that is folded, and built when it is first opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.catalog.spec import Catalog, ClassSpec, Parameter
from studio.graph.problems import Problem
from studio.graph.values import Value
from studio.ui.editors.parameter_form import ParameterForm
from studio.ui.editors.section import Section


class FoldedForm(QWidget):
    """A section with a form of parameters.

    Signals:
        edited(name, value), reset(name): as of `ParameterForm`.
    """

    edited = Signal(str, object)
    reset = Signal(str)

    def __init__(
        self,
        title: str,
        catalog: Catalog,
        spec: ClassSpec,
        parameters: Sequence[Parameter],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.names = tuple(parameter.name for parameter in parameters)
        self.form: ParameterForm | None = None
        self._catalog = catalog
        self._spec = spec
        self._parameters = parameters
        self._values: Mapping[str, Value] = {}
        self._mixed: Collection[str] = ()
        self._problems: Mapping[str, Problem] = {}
        self.section = Section(title, self)
        self.section.unfolded.connect(self._on_unfolded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.section)

    def set_values(
        self, values: Mapping[str, Value], mixed: Collection[str] = ()
    ) -> None:
        """Show these values; the title says how many are changed."""
        self._values, self._mixed = values, mixed
        changed = sum(name in values or name in mixed for name in self.names)
        self.section.set_note(f"{changed} changed" if changed else "")
        if self.form:
            self.form.set_values(values, mixed)

    def mark(self, problems: Mapping[str, Problem]) -> None:
        """Frame guilty parameters and unfold if one is here."""
        new = {n: p for n, p in problems.items() if n in self.names}
        if new.keys() - self._problems.keys():
            self.section.open()
        self._problems = new
        if self.form:
            self.form.mark(new)

    def _on_unfolded(self) -> None:
        if self.form is None:
            self.form = ParameterForm(
                self._catalog, self._spec, self._parameters, self.section.body
            )
            self.form.edited.connect(self.edited)
            self.form.reset.connect(self.reset)
            self.section.inside.addWidget(self.form)
        self.form.set_values(self._values, self._mixed)
        self.form.mark(self._problems)

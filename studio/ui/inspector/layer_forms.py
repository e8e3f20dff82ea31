"""All parameters of a layer class: the essential ones, the others folded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.catalog.spec import Catalog, ClassSpec, Parameter
from studio.graph.values import Value
from studio.ui.editors.parameter_form import ParameterForm
from studio.ui.inspector.folded_form import FoldedForm
from studio.ui.inspector.grouping import group
from studio.ui.theme import ThemeManager


class LayerForms(QWidget):
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
        themes: ThemeManager,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
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
                form = FoldedForm(title, catalog, spec, some, themes, self)
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

    def mark(self, problems: Mapping[str, str]) -> None:
        """Frame guilty parameters; a folded one unfolds."""
        self.essential.mark(problems)
        for form in self.folded:
            form.mark(problems)

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters of all forms."""
        folded = (name for form in self.folded for name in form.names)
        return (*self.essential.names, *folded)

    def open_sections(self) -> frozenset[str]:
        """Titles of the unfolded parts."""
        return frozenset(form.title for form in self.folded if form.section.is_open)

    def open(self, titles: Collection[str]) -> None:
        """Unfold these parts."""
        for form in self.folded:
            if form.title in titles:
                form.section.open()

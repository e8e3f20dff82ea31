"""Inspector page of one layer or input."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from studio.catalog.block_spec import spec_of
from studio.catalog.spec import ClassSpec
from studio.graph import commands
from studio.graph.model import LayerDefinition
from studio.graph.problems import Severity
from studio.graph.values import Value
from studio.ui.editors.folded_form import FoldedForm
from studio.ui.editors.grouped_form import GroupedForm
from studio.ui.editors.parameter_row import HelpLabel
from studio.ui.inspector.exposure_menu import ExposureMenu
from studio.ui.inspector.gestures import Gestures
from studio.ui.inspector.name_field import NameField
from studio.ui.inspector.node_facts import NodeFactsView
from studio.ui.inspector.node_head import NodeHead
from studio.ui.inspector.page import Page
from studio.ui.inspector.problem_cards import ProblemCards
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class NodePage(Page):
    """Name, class, problems, shapes and every parameter of one node."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        node_id: str,
        essential: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, themes, parent)
        self.node_id = node_id
        self._gestures = Gestures(self)
        definition = self._definition()
        spec = spec_of(definition, workspace.document.blocks, workspace.catalog)
        self.name = NameField(workspace, node_id, self._gestures, self)
        self.head = NodeHead(workspace, themes, node_id, self)
        self.problems = ProblemCards(workspace, themes, self)
        self.facts = NodeFactsView(workspace, themes, node_id, self)
        for widget in (self.name, self.head, self.problems, self.facts):
            self.column.addWidget(widget)
        self.forms: GroupedForm | None = None
        self.call_form: FoldedForm | None = None
        if spec:
            self._add_forms(spec, essential)
        self.column.addStretch(1)
        self.refresh()

    def _add_forms(self, spec: ClassSpec, essential: Sequence[str]) -> None:
        catalog = self.workspace.catalog
        self.forms = GroupedForm(catalog, spec, spec.parameters, essential, self)
        self.forms.edited.connect(self._on_edited)
        self.forms.reset.connect(self._on_reset)
        self.column.addWidget(self.forms)
        if spec.call_parameters:
            self.call_form = FoldedForm(
                "Call", catalog, spec, spec.call_parameters, self
            )
            self.call_form.edited.connect(self._on_call_edited)
            self.call_form.reset.connect(self._on_call_reset)
            self.column.addWidget(self.call_form)

    def refresh(self) -> None:
        """Show what the document and Keras say now."""
        node = self.workspace.here.graph.nodes[self.node_id]
        problems = self.workspace.problems_of(self.node_id)
        own = [p for p in problems if p.node == self.node_id]
        own.sort(key=lambda p: p.severity is Severity.ERROR)  # errors win
        guilty = {p.parameter: p for p in own if p.parameter}
        self.name.refresh()
        self.head.refresh()
        silenced = self.workspace.silenced_of(self.node_id)
        self.problems.show_problems([*problems, *silenced])
        self.facts.refresh()
        if self.forms:
            self.forms.set_values(self._definition().parameters)
            self.forms.mark(guilty)
        if self.call_form:
            self.call_form.set_values(node.call)
            self.call_form.mark(guilty)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to expose the parameter whose name is under the mouse."""
        label = self.childAt(event.pos())
        if not isinstance(label, HelpLabel):
            return
        menu = ExposureMenu(self.workspace, self)
        if menu.offer(self._definition(), label.parameter):
            menu.popup(event.globalPos())
        else:
            menu.deleteLater()

    def first_field(self) -> QWidget | None:
        """First essential parameter, else the name."""
        names = self.forms.essential.names if self.forms else ()
        if self.forms and names:
            return self.forms.essential.editor(names[0])
        return self.name

    def field(self, name: str) -> QWidget | None:
        """Field of the name, of a parameter or of a call argument."""
        if name == "name":
            return self.name
        if self.forms and name in self.forms.names:
            return self.forms.editor(name)
        if self.call_form and name in self.call_form.names:
            self.call_form.section.open()
            return self.call_form.form.editor(name) if self.call_form.form else None
        return None

    def _definition(self) -> LayerDefinition:
        definition = self.workspace.here.graph.definition_of(self.node_id)
        if definition is None:
            raise ValueError(f"node {self.node_id} calls no layer")
        return definition

    def _on_edited(self, name: str, value: Value) -> None:
        self._set({name: value}, name)

    def _on_reset(self, name: str) -> None:
        self._set({}, name, reset=(name,))

    def _set(
        self, values: dict[str, Value], name: str, reset: tuple[str, ...] = ()
    ) -> None:
        document = self.workspace.here
        if self.node_id not in document.graph.nodes:
            return  # the field lost its focus because the node went
        layer = self._definition().id
        if not values and not set(reset) & self._definition().parameters.keys():
            return
        edit = commands.set_parameters(document, layer, values, reset)
        gesture = self._gestures.current(f"{layer}.{name}")
        self.workspace.edit_here(edit, gesture=gesture)

    def _on_call_edited(self, name: str, value: Value) -> None:
        self._set_call(name, value, reset=False)

    def _on_call_reset(self, name: str) -> None:
        self._set_call(name, None, reset=True)

    def _set_call(self, name: str, value: Value, reset: bool) -> None:
        document = self.workspace.here
        node = document.graph.nodes.get(self.node_id)
        if node is None or (reset and name not in node.call):
            return
        edit = commands.set_call_argument(document, self.node_id, name, value, reset)
        gesture = self._gestures.current(f"{self.node_id}.{name}")
        self.workspace.edit_here(edit, gesture=gesture)

"""What Keras says of a node: shapes in and out, and parameters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.graph.graph import Graph
from studio.graph.model import NodeKind
from studio.protocol.messages import OutputFacts
from studio.ui.editors.states import set_state
from studio.ui.inspector.page import make_label
from studio.ui.inspector.texts import node_parameters_text, tensor_text
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

_UNKNOWN = "not known yet"


class NodeFactsView(QWidget):
    """Input and output shapes with dtype, and the parameter count."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        node_id: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._themes = themes
        self._node_id = node_id
        self.inputs = self._make_value("input_shape")
        self.outputs = self._make_value("output_shape")
        self.parameters = self._make_value("parameter_count")
        self._titles: dict[QLabel, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows = (
            ("In", self.inputs),
            ("Out", self.outputs),
            ("Params", self.parameters),
        )
        for line, (title, value) in enumerate(rows):
            label = QLabel(title, self)
            set_state(label, "role", "muted")
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            self._titles[value] = label
        themes.changed.connect(self._dress)
        self._dress()

    def refresh(self) -> None:
        """Show the facts as they are known now."""
        graph = self._workspace.here.graph
        node = graph.nodes[self._node_id]
        facts = self._workspace.facts.get(self._node_id)
        has_inputs = node.kind is not NodeKind.INPUT
        self._set_visible(self.inputs, has_inputs)
        self.inputs.setText(self._inputs_text(graph))
        outputs = facts.outputs if facts else ()
        instance = facts.instance if facts else ""
        whose = f"In {instance}, the first that uses the block" if instance else ""
        self.setToolTip(whose)
        self.outputs.setText(_tensors_text([(o.key, o) for o in outputs]) or _UNKNOWN)
        known = facts is not None and bool(outputs) and node.kind is NodeKind.LAYER
        self._set_visible(self.parameters, known)
        if facts and known:
            self.parameters.setText(node_parameters_text(facts))

    def _inputs_text(self, graph: Graph) -> str:
        edges = graph.edges_into(self._node_id)
        if not edges:
            return "not connected"
        tensors = [(e.port, self._tensor(e.source, e.output)) for e in edges]
        return _tensors_text(tensors)

    def _tensor(self, node_id: str, key: str) -> OutputFacts | None:
        facts = self._workspace.facts.get(node_id)
        outputs = facts.outputs if facts else ()
        return next((o for o in outputs if o.key == key), None)

    def _make_value(self, name: str) -> QLabel:
        label = make_label(name, parent=self)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _dress(self) -> None:
        font = QFont(self.font())
        font.setFamily(self._themes.theme.mono_family)
        for label in self._titles:
            label.setFont(font)

    def _set_visible(self, value: QLabel, visible: bool) -> None:
        value.setVisible(visible)
        self._titles[value].setVisible(visible)


def _tensors_text(tensors: list[tuple[str, OutputFacts | None]]) -> str:
    """One tensor alone, or two lines for each: its name, and what it is."""
    texts = [(name, tensor_text(t) if t else _UNKNOWN) for name, t in tensors]
    if len(texts) == 1:
        return texts[0][1]
    return "\n".join(f"{name}\n{text}" for name, text in texts)

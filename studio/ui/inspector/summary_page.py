"""Inspector page while nothing is selected: the model as a whole."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.model import NodeKind
from studio.graph.problems import Severity
from studio.runtime.totals import Measure, told_text
from studio.ui.editors.states import set_state
from studio.ui.inspector.page import Page, make_label
from studio.ui.inspector.texts import count_text, parameters_text
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class SummaryPage(Page):
    """Inputs, outputs, layers, parameters and problems of the model."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, themes, parent)
        heading = make_label("heading", "heading", self)
        heading.setText("Model")
        self.hint = make_label("hint", "muted", self)
        self.hint.setText("Select a node to see and change its parameters.")
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        names = ("Inputs", "Outputs", "Layers", "Parameters", "Weights", "Problems")
        for line, name in enumerate(names):
            label = QLabel(name, self)
            set_state(label, "role", "muted")
            value = make_label(f"summary.{name.lower()}", parent=self)
            value.setAccessibleName(name)
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            self._values[name] = value
        self.column.addWidget(heading)
        self.column.addLayout(grid)
        self.column.addWidget(self.hint)
        self.column.addStretch(1)
        self.workspace.waiting_changed.connect(self._say_problems)
        self.refresh()

    def refresh(self) -> None:
        """Count anew."""
        graph = self.workspace.document.graph
        if not graph.nodes:
            self.hint.setText("The canvas is empty. Drag a layer onto it.")
        else:
            self.hint.setText("Select a node to see and change its parameters.")
        inputs = [graph.title_of(node_id) for node_id in model_inputs(graph)]
        outputs = [graph.title_of(node_id) for node_id, _ in model_outputs(graph)]
        kinds = Counter(node.kind for node in graph.nodes.values())
        self._say("Inputs", ", ".join(inputs) or "none")
        self._say("Outputs", ", ".join(outputs) or "none")
        self._say("Layers", f"{kinds[NodeKind.LAYER]:,}")
        self._say("Parameters", self._parameters_text())
        self._say("Weights", self._weights_text())
        self._say_problems()

    def _say_problems(self) -> None:
        self._say("Problems", self._problems_text())

    def _say(self, name: str, text: str) -> None:
        self._values[name].setText(text)

    def _parameters_text(self) -> str:
        """Totals over the layers, a shared one counted once."""
        if not self.workspace.document.graph.nodes:
            return "none"
        totals = self.workspace.totals
        params, trained = totals[Measure.PARAMS], totals[Measure.TRAINABLE]
        if not params.is_known:
            return "not known yet"
        return told_text(parameters_text(params.value, trained.value), params)

    def _weights_text(self) -> str:
        weights = self.workspace.document.setup.model.weights
        if weights is None:
            return "new, untrained"
        where = ", where they fit" if weights.is_partial else ""
        return f"trained, from {weights.path}{where}"

    def _problems_text(self) -> str:
        counts = Counter(p.severity for p in self.workspace.problems)
        if not counts:
            return "none so far" if self.workspace.waiting else "none"
        parts = [
            count_text(counts[severity], severity.value)
            for severity in (Severity.ERROR, Severity.WARNING)
            if counts[severity]
        ]
        return ", ".join(parts)

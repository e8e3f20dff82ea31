"""Inspector page of a node that marks a model output."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.ui.inspector.node_facts import NodeFactsView
from studio.ui.inspector.page import Page, make_label
from studio.ui.inspector.problem_cards import ProblemCards
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class OutputPage(Page):
    """What the output marks, its shape and its problems."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        node_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, themes, parent)
        self.node_id = node_id
        heading = make_label("heading", "heading", self)
        heading.setText("Output")
        self.marks = make_label("marks", "muted", self)
        self.problems = ProblemCards(workspace, themes, self)
        self.facts = NodeFactsView(workspace, themes, node_id, self)
        for widget in (heading, self.marks, self.problems, self.facts):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Say which layer it marks, and its shape."""
        graph = self.workspace.here.graph
        sources = [graph.title_of(e.source) for e in graph.edges_into(self.node_id)]
        self.marks.setText(
            f"Marks the output of {sources[0]} as an output of the model."
            if sources
            else "Marks an output of the model. Connect the layer whose output it is."
        )
        problems = self.workspace.problems_of(self.node_id)
        silenced = self.workspace.silenced_of(self.node_id)
        self.problems.show_problems([*problems, *silenced])
        self.facts.refresh()

"""Head of a node's page: its class, what that does, and who shares it."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.catalog.block_spec import spec_of
from studio.graph import commands
from studio.graph.model import CUSTOM
from studio.ui.editors.ink import InkButton
from studio.ui.inspector.page import make_label
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class NodeHead(QWidget):
    """Class, one line of what it does, link to Keras' page, sharing."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        node_id: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._node_id = node_id
        definition = workspace.here.graph.definition_of(node_id)
        path = definition.layer_class if definition else ""
        blocks, catalog = workspace.document.blocks, workspace.catalog
        spec = spec_of(definition, blocks, catalog) if definition else None
        self._url = spec.url if spec else ""
        self.class_name = make_label("class_name", parent=self)
        self.class_name.setText(spec.path if spec else path)
        self.summary = make_label("summary", "muted", self)
        self.summary.setText(spec.summary if spec else _unknown(path))
        self.summary.setVisible(bool(self.summary.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._make_class_row())
        column.addWidget(self.summary)
        column.addWidget(self._make_sharing())

    def refresh(self) -> None:
        """Say how many nodes share the layer."""
        graph = self._workspace.here.graph
        definition = graph.definition_of(self._node_id)
        callers = len(graph.callers_of(definition.id)) if definition else 1
        self._sharing.setVisible(callers > 1)
        self._shared_text.setText(f"Shared by {callers} nodes: one set of weights.")

    def _make_class_row(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(4)
        across.addWidget(self.class_name, 1)
        self.link = InkButton("link", self)
        self.link.setObjectName("keras_page")
        self.link.setAccessibleName("Open the page in Keras' documentation")
        self.link.setToolTip(f"Open {self._url} in the browser")
        self.link.setVisible(bool(self._url))
        self.link.clicked.connect(self._on_link_clicked)
        across.addWidget(self.link)
        return across

    def _make_sharing(self) -> QWidget:
        self._sharing = QWidget(self)
        across = QHBoxLayout(self._sharing)
        across.setContentsMargins(0, 0, 0, 0)
        self._shared_text = make_label("shared_by", parent=self._sharing)
        across.addWidget(self._shared_text, 1)
        self.make_unique = QPushButton("Make unique", self._sharing)
        self.make_unique.setObjectName("make_unique")
        self.make_unique.setAccessibleName("Make unique")
        self.make_unique.setToolTip("Give this node a layer and weights of its own")
        self.make_unique.clicked.connect(self._on_make_unique)
        across.addWidget(self.make_unique)
        return self._sharing

    def _on_link_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))

    def _on_make_unique(self) -> None:
        document = self._workspace.here
        self._workspace.edit_here(commands.make_unique(document, self._node_id))


def _unknown(path: str) -> str:
    if path.startswith(CUSTOM):
        return "A layer of the project's own. Its code has not run."
    return "The installed Keras has no such layer."

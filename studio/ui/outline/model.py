"""The rows of the outline: one node each, in topological order."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.graph import commands
from studio.graph.algorithms import topological_order
from studio.graph.block import shown_name
from studio.graph.edits import EditRefused
from studio.graph.naming import name_problem
from studio.ui.canvas.labels import shape_text
from studio.ui.workspace import Workspace

COLUMNS = ("Name", "Layer", "Fed by", "Output", "Problems")
NAME, LAYER, FED_BY, OUTPUT, PROBLEMS = range(len(COLUMNS))
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class OutlineModel(QAbstractTableModel):
    """Nodes in view; what a loop holds back stands at the end."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.nodes: list[str] = []
        self._rows: dict[str, int] = {}

    def refresh(self) -> None:
        """Take up what the document says now."""
        graph = self._workspace.here.graph
        order = topological_order(graph)
        seen = set(order)
        order += [node_id for node_id in graph.nodes if node_id not in seen]
        if order and order == self.nodes:
            last = self.index(len(order) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.nodes = order
        self._rows = {node_id: row for row, node_id in enumerate(order)}
        self.endResetModel()

    def row_of(self, node_id: str) -> int | None:
        """Row of a node, if it has one."""
        return self._rows.get(node_id)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Number of nodes."""
        return 0 if parent.isValid() else len(self.nodes)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | None:
        """Titles of the columns."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        across = orientation is Qt.Orientation.Horizontal
        return COLUMNS[section] if across else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Text of a cell; for screen readers the first one tells the whole row."""
        node_id = self.nodes[index.row()]
        if node_id not in self._workspace.here.graph.nodes:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            return self._sentence(index.row(), node_id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._cell(node_id, index.column())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited, but for an output's."""
        flags = super().flags(index)
        graph = self._workspace.here.graph
        node = graph.nodes.get(self.nodes[index.row()])
        if index.column() == NAME and node is not None and node.definition is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Rename a layer; a name that it cannot have is not taken."""
        here, node_id = self._workspace.here, self.nodes[index.row()]
        definition = here.graph.definition_of(node_id)
        name = str(value).strip()
        if definition is None or name == definition.name:
            return False
        if name_problem(here, definition.id, name):
            return False
        try:
            self._workspace.edit_here(commands.rename(here, node_id, name))
        except EditRefused:
            return False
        return True

    def _cell(self, node_id: str, column: int) -> str:
        workspace = self._workspace
        graph = workspace.here.graph
        if column == NAME:
            return shown_name(graph.title_of(node_id))
        if column == LAYER:
            definition = graph.definition_of(node_id)
            muted = " (muted)" if graph.nodes[node_id].muted else ""
            return f"{definition.class_name if definition else 'Output'}{muted}"
        if column == FED_BY:
            edges = graph.edges_into(node_id)
            return ", ".join(shown_name(graph.title_of(e.source)) for e in edges)
        if column == OUTPUT:
            facts = workspace.facts.get(node_id)
            outputs = facts.outputs if facts else ()
            return ", ".join(shape_text(output.shape) for output in outputs)
        return " ".join(p.text for p in workspace.problems_of(node_id))

    def _sentence(self, row: int, node_id: str) -> str:
        name, layer, fed_by, output, problems = (
            self._cell(node_id, column) for column in range(len(COLUMNS))
        )
        words = [f"{row + 1} of {len(self.nodes)}: {name}, {layer}"]
        words.append(f"fed by {fed_by}" if fed_by else "fed by nothing")
        words.append(f"output {output}" if output else "output unknown")
        words.append(f"problem: {problems}" if problems else "no problem")
        return ", ".join(words)

"""What is selected on the canvas: nodes (the workspace's), wires and comments."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from studio.graph.finding import siblings
from studio.graph.model import PortKey
from studio.ui.canvas.painter import Look
from studio.ui.canvas.scene import CanvasScene
from studio.ui.workspace import Workspace

MOST_WITH_KIN = 50
"""Selected nodes up to which those that share their layers are marked."""


class Selection(QObject):
    """Selected things by id, shown on the scene. The workspace holds the nodes.

    Signals:
        told(str): what is selected, in words, for those who cannot see it.
    """

    told = Signal(str)

    def __init__(
        self, workspace: Workspace, scene: CanvasScene, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._scene = scene
        self._shown: frozenset[str] = frozenset()
        self._kin: frozenset[str] = frozenset()
        self.edges: frozenset[PortKey] = frozenset()
        self.comments: frozenset[str] = frozenset()
        workspace.selection_changed.connect(self._show_nodes)
        workspace.here_edited.connect(self._show_nodes)
        scene.content_changed.connect(self._on_content_changed)
        scene.rebuilt.connect(self._on_rebuilt)
        self._show_nodes()

    @property
    def nodes(self) -> frozenset[str]:
        """Ids of the selected nodes."""
        return self._workspace.selection

    @property
    def movable(self) -> frozenset[str]:
        """Ids of the selected nodes and comments."""
        return self.nodes | self.comments

    def replace(
        self,
        nodes: Collection[str] = (),
        edges: Collection[PortKey] = (),
        comments: Collection[str] = (),
    ) -> None:
        """Select these and nothing else."""
        self._light(self.edges ^ frozenset(edges), self.comments ^ frozenset(comments))
        self.edges, self.comments = frozenset(edges), frozenset(comments)
        self._workspace.select(nodes)
        self._show_nodes()

    def choose(self, ids: Collection[str]) -> None:
        """Select these nodes and comments and nothing else."""
        document = self._workspace.here
        notes = [i for i in ids if i in document.comments]
        self.replace([i for i in ids if i in document.graph.nodes], (), notes)

    def preview(self, nodes: Collection[str]) -> None:
        """Mark nodes as if they were selected, until `replace`.

        Panels follow a selection; they need not follow every step of a gesture.
        """
        self._mark(frozenset(nodes), frozenset())

    def toggle(
        self,
        nodes: Collection[str] = (),
        edges: Collection[PortKey] = (),
        comments: Collection[str] = (),
    ) -> None:
        """Select what of these is not selected, and the other way round."""
        self.replace(
            self.nodes ^ frozenset(nodes),
            self.edges ^ frozenset(edges),
            self.comments ^ frozenset(comments),
        )

    def _light(self, edges: Collection[PortKey], comments: Collection[str]) -> None:
        """Turn the marks of these round."""
        for key in edges:
            if key in self._scene.edges:
                self._scene.edges[key].set_state(key not in self.edges, False)
        for comment in comments:
            if comment in self._scene.comments:
                marked = comment not in self.comments
                self._scene.comments[comment].set_selected(marked)

    def _show_nodes(self) -> None:
        self._mark(self.nodes, self._find_kin())
        self.told.emit(self._sentence())

    def _sentence(self) -> str:
        """What is selected, in words."""
        if len(self.nodes) != 1:
            return f"{len(self.nodes)} nodes selected" if self.nodes else ""
        item = self._scene.nodes.get(next(iter(self.nodes)))
        if item is None:
            return ""
        card = item.card
        words = [card.title, card.line, f"output {card.shape}" if card.shape else ""]
        words.append("muted" if card.muted else "")
        words.append(f"has a problem: {card.severity.value}" if card.severity else "")
        return ", ".join(filter(None, words))

    def _mark(self, nodes: frozenset[str], kin: frozenset[str]) -> None:
        changed = (self._shown ^ nodes) | (self._kin ^ kin)
        for node_id in changed:
            item = self._scene.nodes.get(node_id)
            if item is not None:
                item.set_look(Look(node_id in nodes, node_id in kin))
        self._shown, self._kin = nodes, kin
        if changed:
            self._scene.content_changed.emit()

    def _find_kin(self) -> frozenset[str]:
        """Nodes that share a layer with the one or few that are selected."""
        graph = self._workspace.here.graph
        if len(self.nodes) > MOST_WITH_KIN:
            return frozenset()
        alive = (node_id for node_id in self.nodes if node_id in graph.nodes)
        return frozenset().union(*(siblings(graph, node_id) for node_id in alive))

    def _on_content_changed(self) -> None:
        """Forget what is gone."""
        self.edges &= self._scene.edges.keys()
        self.comments &= self._scene.comments.keys()

    def _on_rebuilt(self) -> None:
        self.edges, self.comments = frozenset(), frozenset()
        self._shown = self._kin = frozenset()
        self._show_nodes()

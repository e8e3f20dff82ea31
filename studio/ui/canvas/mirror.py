"""Keeps the scene as the document says. Nothing else changes the scene for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject

from studio.catalog.overlay import load_overlay
from studio.graph import changes
from studio.graph.changes import Change
from studio.graph.model import Node
from studio.graph.problem_nodes import worst_severities
from studio.graph.problems import Severity
from studio.protocol.messages import NodeFacts
from studio.ui.canvas.card import Card, CardSource
from studio.ui.canvas.essentials import Essentials
from studio.ui.canvas.scene import CanvasScene
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class Mirror(QObject):
    """Follows the workspace: document, facts, problems, catalog; and the theme."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, scene: CanvasScene
    ) -> None:
        super().__init__(scene)
        self._workspace = workspace
        self._themes = themes
        self._scene = scene
        self._overlay = load_overlay()
        self._essentials = Essentials(self._overlay)
        self._callers: dict[str, set[str]] = defaultdict(set)
        self._moved: set[str] = set()
        self._facts: Mapping[str, NodeFacts] = {}
        self._severities: Mapping[str, Severity] = {}
        workspace.document_replaced.connect(self.rebuild)
        workspace.catalog_changed.connect(self.rebuild)
        workspace.here_edited.connect(self._on_here_edited)
        workspace.scope_changed.connect(self.rebuild)
        workspace.results_changed.connect(self._on_results_changed)
        themes.changed.connect(self._on_theme_changed)
        self.rebuild()

    def rebuild(self) -> None:
        """Make every item anew."""
        self._scene.dispose()
        self._scene.flow = self._workspace.document.setup.canvas.flow
        self._callers.clear()
        self._essentials = Essentials(self._overlay)
        self._read_results()
        document = self._workspace.here
        for node in document.graph.nodes.values():
            self._note_caller(node)
        source = self._source()
        for node in document.graph.nodes.values():
            self._scene.add_node(self._card(source, node.id), node.position)
        for edge in document.graph.edges.values():
            self._scene.add_edge(edge)
        for comment in document.comments.values():
            self._scene.put_comment(comment)
        self._scene.route(document.graph.nodes)
        self._scene.overview.refresh(self._scene.nodes, self._scene.edges)
        self._scene.rebuilt.emit()
        self._scene.content_changed.emit()

    def _source(self) -> CardSource:
        workspace = self._workspace
        return CardSource(
            workspace.here.graph,
            workspace.catalog,
            self._facts,
            self._severities,
            self._essentials,
            workspace.document.blocks,
            workspace.document.setup.canvas.flow,
        )

    def _card(self, source: CardSource, node_id: str) -> Card:
        definition = source.graph.nodes[node_id].definition
        callers = len(self._callers[definition]) if definition else 1
        return source.card(node_id, callers)

    def _refresh(self, node_ids: Iterable[str]) -> None:
        source = self._source()
        alive = [n for n in node_ids if n in source.graph.nodes]
        for node_id in alive:
            self._scene.nodes[node_id].set_card(self._card(source, node_id))
        self._scene.route({*alive, *(self._moved & source.graph.nodes.keys())})
        self._moved.clear()
        self._scene.content_changed.emit()

    def _on_here_edited(self, records: tuple[Change, ...]) -> None:
        if self._workspace.document.setup.canvas.flow is not self._scene.flow:
            self.rebuild()
            return
        touched: set[str] = set()
        for record in records:
            touched |= self._follow(record)
        self._refresh(touched)

    def _follow(self, record: Change) -> set[str]:
        """Follow one change; ids of nodes whose cards may differ now."""
        match record:
            case changes.NodeAdded(node):
                touched = self._note_caller(node)
                # `_refresh` fills it in: its wires may come later in the edit.
                self._scene.add_node(Card(node.id, "", "", ""), node.position)
                return touched
            case changes.NodeRemoved(node):
                self._scene.remove_node(node.id)
                return self._drop_caller(node)
            case changes.NodeChanged(old, new):
                self._scene.nodes[new.id].place(*new.position)
                if record.is_move:
                    self._moved.add(new.id)
                    return set()
                return self._drop_caller(old) | self._note_caller(new)
            case changes.DefinitionChanged(new=definition):
                return set(self._callers[definition.id])
            case changes.EdgeAdded(edge):
                self._scene.add_edge(edge)
                return {edge.source, edge.target}
            case changes.EdgeRemoved(edge):
                self._scene.remove_edge(edge)
                return {edge.source, edge.target}
            case changes.EdgeRerouted(new=edge):
                self._scene.set_edge(edge)
            case changes.BlockChanged(new=block):
                return self._standing_for(block.id)
            case changes.CommentAdded(comment):
                self._scene.put_comment(comment)
            case changes.CommentRemoved(comment):
                self._scene.remove_comment(comment.id)
            case changes.CommentChanged(new=comment):
                self._scene.put_comment(comment)
        return set()

    def _standing_for(self, block_id: str) -> set[str]:
        """Nodes in view that stand for a block."""
        definitions = self._workspace.here.graph.definitions.values()
        layers = [d.id for d in definitions if d.block == block_id]
        return set().union(*(self._callers[layer] for layer in layers))

    def _note_caller(self, node: Node) -> set[str]:
        if node.definition is None:
            return {node.id}
        self._callers[node.definition].add(node.id)
        return set(self._callers[node.definition])

    def _drop_caller(self, node: Node) -> set[str]:
        if node.definition is None:
            return set()
        self._callers[node.definition].discard(node.id)
        return set(self._callers[node.definition])

    def _on_results_changed(self) -> None:
        facts, severities = self._facts, self._severities
        self._read_results()
        self._refresh(
            [
                node_id
                for node_id in self._scene.nodes
                if _differ(facts.get(node_id), self._facts.get(node_id))
                or severities.get(node_id) != self._severities.get(node_id)
            ]
        )

    def _read_results(self) -> None:
        self._facts = self._workspace.facts
        self._severities = worst_severities(
            self._workspace.document, self._workspace.problems
        )

    def _on_theme_changed(self) -> None:
        self._scene.set_theme(self._themes.theme)


def _differ(old: NodeFacts | None, new: NodeFacts | None) -> bool:
    """Whether other facts are told; most are the very same."""
    return old is not new and old != new

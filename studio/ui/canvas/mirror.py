"""Keeps the scene as the document says. Nothing else changes the scene for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
from studio.ui.canvas.scene import CanvasScene, Sheet
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
        self._told: dict[str, tuple[object, ...]] = {}
        self._path: tuple[str, ...] = ()
        self._aside: dict[tuple[str, ...], _Aside] = {}
        self._moved: set[str] = set()
        self._facts: Mapping[str, NodeFacts] = {}
        self._severities: Mapping[str, Severity] = {}
        workspace.document_replaced.connect(self.rebuild)
        workspace.catalog_changed.connect(self.rebuild)
        workspace.here_edited.connect(self._on_here_edited)
        workspace.scope_changed.connect(self._on_scope_changed)
        workspace.results_changed.connect(self._on_results_changed)
        themes.changed.connect(self._on_theme_changed)
        self.rebuild()

    def rebuild(self) -> None:
        """Make every item anew."""
        self._aside.clear()
        self._scene.lay_aside()
        self._essentials = Essentials(self._overlay)
        self._build()

    def _build(self) -> None:
        self._path = self._workspace.path_inside
        self._scene.flow = self._workspace.document.setup.canvas.flow
        self._told = {}
        self._read_results()
        self._count_callers()
        document = self._workspace.here
        source = self._source()
        for node in document.graph.nodes.values():
            self._scene.add_node(self._card(source, node.id), node.position)
        for edge in document.graph.edges.values():
            self._scene.add_edge(edge)
        for comment in document.comments.values():
            self._scene.put_comment(comment)
        self._scene.route(document.graph.nodes)
        self._scene.shaping.finish()  # a graph that opens is waited for anyway
        self._scene.overview.refresh(self._scene.nodes, self._scene.edges)
        self._scene.rebuilt.emit()
        self._scene.content_changed.emit()

    def _on_scope_changed(self) -> None:
        """Show another graph; those around it are laid aside as they are."""
        path = self._workspace.path_inside
        self._aside[self._path] = _Aside(self._scene.lay_aside(), self._told)
        kept = self._aside.pop(path, None)
        around = [path[:depth] for depth in range(len(path))]
        self._aside = {p: self._aside[p] for p in around if p in self._aside}
        flow = self._workspace.document.setup.canvas.flow
        if kept is None or kept.sheet.flow is not flow:
            self._build()
        else:
            self._take_up(kept)

    def _take_up(self, kept: _Aside) -> None:
        """Show what was laid aside, and follow what happened meanwhile."""
        scene, here = self._scene, self._workspace.here
        graph = here.graph
        self._path, self._told = self._workspace.path_inside, kept.told
        self._read_results()
        self._count_callers()
        scene.take_up(kept.sheet)
        touched: set[str] = set()
        for key, item in list(scene.edges.items()):
            if graph.edges.get(key) != item.edge:
                scene.remove_edge(item.edge)
                touched |= {item.edge.source, item.edge.target}
        for node_id in scene.nodes.keys() - graph.nodes.keys():
            scene.remove_node(node_id)
            self._told.pop(node_id, None)
        source = self._source()
        for node in graph.nodes.values():
            if node.id not in scene.nodes:
                scene.add_node(Card(node.id, "", "", ""), node.position)
                touched.add(node.id)
            elif self._told[node.id] != self._telling(source, node.id):
                touched.add(node.id)
            if scene.nodes[node.id].settle(node.position):
                self._moved.add(node.id)
        for key, edge in graph.edges.items():
            if key in scene.edges:
                scene.edges[key].settle()
            else:
                scene.add_edge(edge)
                touched |= {edge.source, edge.target}
        for comment in here.comments.values():
            scene.put_comment(comment)
        self._refresh(touched)
        scene.rebuilt.emit()

    def _telling(self, source: CardSource, node_id: str) -> tuple[object, ...]:
        """All that a card tells of but the wires at it."""
        node = source.graph.nodes[node_id]
        definition = source.graph.definition_of(node_id)
        return (
            node.kind,
            node.muted,
            definition,
            len(self._callers[definition.id]) if definition else 1,
            source.facts.get(node_id),
            source.severities.get(node_id),
            source.blocks.get((definition and definition.block) or ""),
        )

    def _count_callers(self) -> None:
        self._callers.clear()
        for node in self._workspace.here.graph.nodes.values():
            if node.definition is not None:
                self._callers[node.definition].add(node.id)

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
        self._told[node_id] = self._telling(source, node_id)
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
                self._told.pop(node.id, None)
                return self._drop_caller(node)
            case changes.NodesMoved(new=places):
                items = self._scene.nodes
                for node_id, position in places.items():
                    items[node_id].place(*position)
                self._moved |= places.keys()
            case changes.NodeChanged(old, new):
                self._scene.nodes[new.id].place(*new.position)
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
        left = self._callers[node.definition] - {node.id}
        if left:
            self._callers[node.definition] = left
        else:
            del self._callers[node.definition]
        return set(left)

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
        self._aside.clear()  # they have the theme before
        self._scene.set_theme(self._themes.theme)


@dataclass(frozen=True)
class _Aside:
    """A graph whose items wait, and what each card told when it was made."""

    sheet: Sheet
    told: dict[str, tuple[object, ...]]


def _differ(old: NodeFacts | None, new: NodeFacts | None) -> bool:
    """Whether other facts are told; most are the very same."""
    return old is not new and old != new

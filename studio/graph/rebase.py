"""A repair made for a copy of a document, fitted to the document itself."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.model import Edge, LayerDefinition, Node
from studio.graph.naming import unique_name


def rebased(document: Document, edit: Edit) -> Edit:
    """`edit` with fresh ids and free names for all that it adds."""
    return _Rebase(document).edit(edit)


class _Rebase:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._ids: dict[str, str] = {}
        self._names: set[str] = set()

    def edit(self, edit: Edit) -> Edit:
        match edit:
            case Compound(name, parts):
                return Compound(name, tuple(self.edit(part) for part in parts))
            case edits.InBlock(block_id, inner):
                return edits.InBlock(block_id, self.edit(inner))
            case edits.AddDefinition(definition):
                return edits.AddDefinition(self._new_definition(definition))
            case edits.ChangeDefinition(definition):
                own = self._id(definition.id)
                return edits.ChangeDefinition(replace(definition, id=own))
            case edits.RemoveDefinition(definition_id):
                return edits.RemoveDefinition(self._id(definition_id))
            case edits.AddNode(node):
                self._ids[node.id] = self._document.new_id("n")
                return edits.AddNode(self._node(node))
            case edits.ChangeNode(node):
                return edits.ChangeNode(self._node(node))
            case edits.RemoveNode(node_id):
                return edits.RemoveNode(self._id(node_id))
            case edits.MoveNodes(positions):
                moved = {self._id(n): at for n, at in positions.items()}
                return edits.MoveNodes(moved)
            case edits.Connect(edge):
                return edits.Connect(self._edge(edge))
            case edits.Disconnect(node_id, port):
                return edits.Disconnect(self._id(node_id), port)
            case edits.Reroute(node_id, port, via, pinned):
                return edits.Reroute(self._id(node_id), port, via, pinned)
        return edit

    def _id(self, old: str) -> str:
        return self._ids.get(old, old)

    def _new_definition(self, definition: LayerDefinition) -> LayerDefinition:
        self._ids[definition.id] = self._document.new_id("l")
        name = unique_name(self._document, definition.name, self._names)
        self._names.add(name)
        return replace(definition, id=self._id(definition.id), name=name)

    def _node(self, node: Node) -> Node:
        definition = node.definition and self._id(node.definition)
        return replace(node, id=self._id(node.id), definition=definition)

    def _edge(self, edge: Edge) -> Edge:
        source, target = self._id(edge.source), self._id(edge.target)
        return replace(edge, source=source, target=target)

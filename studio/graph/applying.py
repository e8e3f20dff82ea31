"""Edits performed: what each does to a document, and the edit that undoes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.graph import changes
from studio.graph.edits import (
    AddBlock,
    AddComment,
    AddDefinition,
    AddNode,
    ChangeBlock,
    ChangeComment,
    ChangeDefinition,
    ChangeNode,
    ChangeSetup,
    Compound,
    Connect,
    Disconnect,
    Edit,
    EditRefused,
    InBlock,
    MoveNodes,
    RemoveBlock,
    RemoveComment,
    RemoveDefinition,
    RemoveNode,
    Reroute,
)
from studio.graph.model import Point, PortKey

if TYPE_CHECKING:
    from studio.graph.document import Document


def apply_edit(document: Document, edit: Edit, log: list[changes.Change]) -> Edit:
    """Perform `edit`, append what changed to `log`, return the inverse.

    Raises:
        EditRefused: the edit does not fit; nothing was changed.
    """
    try:
        return _perform(document, edit, log)
    except EditRefused:
        raise
    except KeyError as error:
        raise EditRefused(f"no such item: {error.args[0]}") from error
    except ValueError as error:
        raise EditRefused(str(error)) from error


def _perform(document: Document, edit: Edit, log: list[changes.Change]) -> Edit:
    match edit:
        case Compound():
            return _compound(document, edit, log)
        case AddDefinition() | RemoveDefinition() | ChangeDefinition():
            return _definition_edit(document, edit, log)
        case AddNode() | RemoveNode() | ChangeNode() | MoveNodes():
            return _node_edit(document, edit, log)
        case Connect() | Disconnect() | Reroute():
            return _edge_edit(document, edit, log)
        case AddComment() | RemoveComment() | ChangeComment():
            return _comment_edit(document, edit, log)
        case AddBlock() | RemoveBlock() | ChangeBlock() | InBlock():
            return _block_edit(document, edit, log)
        case ChangeSetup(setup):
            old = document._setup
            document._setup = setup
            log.append(changes.SetupChanged(old, setup))
            return ChangeSetup(old)


def _compound(
    document: Document, compound: Compound, log: list[changes.Change]
) -> Compound:
    inverses: list[Edit] = []
    mark = len(log)
    try:
        for edit in compound.edits:
            inverses.append(apply_edit(document, edit, log))
    except EditRefused:
        for inverse in reversed(inverses):
            apply_edit(document, inverse, [])
        del log[mark:]
        raise
    return Compound(compound.name, tuple(reversed(inverses)))


def _definition_edit(
    document: Document,
    edit: AddDefinition | RemoveDefinition | ChangeDefinition,
    log: list[changes.Change],
) -> Edit:
    graph = document.graph
    match edit:
        case AddDefinition(definition):
            document._check_block(definition)
            graph._add_definition(definition)
            document._note_id(definition.id)
            log.append(changes.DefinitionAdded(definition))
            return RemoveDefinition(definition.id)
        case RemoveDefinition(definition_id):
            old = graph._remove_definition(definition_id)
            log.append(changes.DefinitionRemoved(old))
            return AddDefinition(old)
        case ChangeDefinition(definition):
            document._check_block(definition)
            old = graph._replace_definition(definition)
            log.append(changes.DefinitionChanged(old, definition))
            return ChangeDefinition(old)


def _node_edit(
    document: Document,
    edit: AddNode | RemoveNode | ChangeNode | MoveNodes,
    log: list[changes.Change],
) -> Edit:
    graph = document.graph
    match edit:
        case AddNode(node):
            graph._add_node(node)
            document._note_id(node.id)
            log.append(changes.NodeAdded(node))
            return RemoveNode(node.id)
        case RemoveNode(node_id):
            old = graph._remove_node(node_id)
            log.append(changes.NodeRemoved(old))
            return AddNode(old)
        case ChangeNode(node):
            old = graph._replace_node(node)
            log.append(changes.NodeChanged(old, node))
            return ChangeNode(old)
        case MoveNodes(positions):
            return _move(document, positions, log)


def _move(
    document: Document, positions: dict[str, Point], log: list[changes.Change]
) -> MoveNodes:
    graph = document.graph
    nodes = graph.nodes
    before = {node_id: nodes[node_id].position for node_id in positions}
    for node_id, position in positions.items():
        graph._move_node(node_id, position)
    log.append(changes.NodesMoved(before, positions))
    return MoveNodes(before)


def _edge_edit(
    document: Document,
    edit: Connect | Disconnect | Reroute,
    log: list[changes.Change],
) -> Edit:
    match edit:
        case Connect(edge):
            document.graph._add_edge(edge)
            log.append(changes.EdgeAdded(edge))
            return Disconnect(edge.target, edge.port)
        case Disconnect(node, port):
            old = document.graph._remove_edge(PortKey(node, port))
            log.append(changes.EdgeRemoved(old))
            return Connect(old)
        case Reroute(node, port, via, pinned):
            old = document.graph.edges[PortKey(node, port)]
            new = replace(old, via=via, pinned=pinned)
            document.graph._replace_edge(new)
            log.append(changes.EdgeRerouted(old, new))
            return Reroute(node, port, old.via, old.pinned)


def _comment_edit(
    document: Document,
    edit: AddComment | RemoveComment | ChangeComment,
    log: list[changes.Change],
) -> Edit:
    comments = document._comments
    match edit:
        case AddComment(comment):
            if comment.id in comments:
                raise ValueError(f"comment {comment.id} already exists")
            comments[comment.id] = comment
            document._note_id(comment.id)
            log.append(changes.CommentAdded(comment))
            return RemoveComment(comment.id)
        case RemoveComment(comment_id):
            old = comments.pop(comment_id)
            log.append(changes.CommentRemoved(old))
            return AddComment(old)
        case ChangeComment(comment):
            old = comments[comment.id]
            comments[comment.id] = comment
            log.append(changes.CommentChanged(old, comment))
            return ChangeComment(old)


def _block_edit(
    document: Document,
    edit: AddBlock | RemoveBlock | ChangeBlock | InBlock,
    log: list[changes.Change],
) -> Edit:
    match edit:
        case AddBlock(block):
            document._add_block(block)
            log.append(changes.BlockAdded(block))
            return RemoveBlock(block.id)
        case RemoveBlock(block_id):
            old = document._remove_block(block_id)
            log.append(changes.BlockRemoved(old))
            return AddBlock(old)
        case ChangeBlock(block):
            old = document._replace_block(block)
            log.append(changes.BlockChanged(old, block))
            return ChangeBlock(old)
        case InBlock(block_id, inner):
            return _inside(document, block_id, inner, log)


def _inside(
    document: Document, block_id: str, edit: Edit, log: list[changes.Change]
) -> InBlock:
    old = document.blocks[block_id]
    inside: list[changes.Change] = []
    scope = document._scope_of(old)
    inverse = apply_edit(scope, edit, inside)
    nodes, definitions, edges = scope.graph.parts()
    new = replace(
        old,
        nodes=nodes,
        definitions=definitions,
        edges=edges,
        comments=tuple(scope.comments.values()),
    )
    document._replace_block(new)
    log.append(changes.BlockChanged(old, new, tuple(inside)))
    return InBlock(block_id, inverse)

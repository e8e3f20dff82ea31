"""A run's document brought back as one edit."""

from __future__ import annotations

from studio.graph import edits
from studio.graph.block import inner_first
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit


def restore_edit(document: Document, other: Document) -> Compound:
    """Make `document` hold what `other` holds; one step to undo."""
    steps: list[Edit] = []
    old, new = document.graph, other.graph
    steps += [edits.Disconnect(*key) for key in old.edges]
    steps += [edits.RemoveNode(node_id) for node_id in old.nodes]
    steps += [edits.RemoveDefinition(one) for one in old.definitions]
    steps += [edits.RemoveComment(one) for one in document.comments]
    outer_first = reversed(list(inner_first(document.blocks)))
    steps += [edits.RemoveBlock(block.id) for block in outer_first]
    steps += [edits.AddBlock(block) for block in inner_first(other.blocks)]
    steps += [edits.AddDefinition(one) for one in new.definitions.values()]
    steps += [edits.AddNode(node) for node in new.nodes.values()]
    steps += [edits.Connect(edge) for edge in new.edges.values()]
    steps += [edits.AddComment(one) for one in other.comments.values()]
    steps.append(edits.ChangeSetup(other.setup))
    return Compound("Restore the run's model", tuple(steps))

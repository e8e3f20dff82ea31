"""A repair made for a copy of a document, fitted to the document itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.model import Edge, LayerDefinition, Node, Point
from studio.graph.naming import unique_name
from studio.graph.problems import Fix

_NOWHERE = Point(0.0, 0.0)


def rebased(document: Document, fix: Fix) -> Edit:
    """The repair's edit with fresh ids and free names for all that it adds.

    What it moves or places comes as far from its neighbours as it was meant,
    wherever they stand now.
    """
    return _Rebase(document, fix).edit(fix.edit)


def standing(document: Document, edit: Edit) -> dict[str, Point]:
    """Where the nodes stand that an edit moves, changes or wires."""
    touched: set[str] = set()
    for step in _flat(edit):
        match step:
            case edits.MoveNodes(positions):
                touched |= positions.keys()
            case edits.Connect(edge):
                touched |= {edge.source, edge.target}
            case edits.RemoveNode(node_id):
                touched.add(node_id)
            case edits.ChangeNode(node):
                touched.add(node.id)
    places = _places(document)
    return {node: places[node] for node in touched & places.keys()}


def _places(document: Document) -> dict[str, Point]:
    graphs = (document.graph, *(block.graph for block in document.blocks.values()))
    return {n.id: n.position for graph in graphs for n in graph.nodes.values()}


def _flat(edit: Edit) -> Iterator[Edit]:
    """The single steps of an edit, those in blocks too."""
    if isinstance(edit, Compound):
        for step in edit.edits:
            yield from _flat(step)
    elif isinstance(edit, edits.InBlock):
        yield from _flat(edit.edit)
    else:
        yield edit


class _Shifts:
    """How far each node of a repair stands from where it was taken to stand."""

    def __init__(self, now: Mapping[str, Point], fix: Fix) -> None:
        self._known = {
            node: Point(now[node].x - old.x, now[node].y - old.y)
            for node, old in fix.stood.items()
            if node in now
        }
        steps = list(_flat(fix.edit))
        wires = [step.edge for step in steps if isinstance(step, edits.Connect)]
        gone = {s.node_id for s in steps if isinstance(s, edits.RemoveNode)}
        added = [s.node for s in steps if isinstance(s, edits.AddNode)]
        for node in added:
            left = (n for n in gone if fix.stood.get(n) == node.position)
            anchor = next(left, None) or self._neighbour(node.id, wires)
            self._known[node.id] = self._known.get(anchor, _NOWHERE)

    def moved(self, node: str, place: Point) -> Point:
        """`place` as it is meant where the node stands now."""
        by = self._known.get(node, _NOWHERE)
        return Point(place.x + by.x, place.y + by.y)

    def _neighbour(self, node: str, wires: list[Edge]) -> str:
        """The nearest node along new wires that was there before, below it first."""
        near, seen = [node], {node}
        for at in near:
            if at in self._known:
                return at
            ends = [w.target for w in wires if w.source == at]
            ends += [w.source for w in wires if w.target == at]
            new = [end for end in dict.fromkeys(ends) if end not in seen]
            seen.update(new)
            near += new
        return ""


class _Rebase:
    def __init__(self, document: Document, fix: Fix) -> None:
        self._document = document
        self._ids: dict[str, str] = {}
        self._names: set[str] = set()
        self._now = _places(document)
        self._shifts = _Shifts(self._now, fix)

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
                moved = {
                    self._id(n): self._shifts.moved(n, at)
                    for n, at in positions.items()
                }
                return edits.MoveNodes(moved)
            case edits.Connect(edge):
                return edits.Connect(self._edge(edge))
            case edits.Disconnect(node_id, port):
                return edits.Disconnect(self._id(node_id), port)
            case edits.Reroute(node_id, port, via, pinned):
                led = tuple(self._shifts.moved(node_id, point) for point in via)
                return edits.Reroute(self._id(node_id), port, led, pinned)
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
        place = self._shifts.moved(node.id, node.position)
        return replace(
            node, id=self._id(node.id), definition=definition, position=place
        )

    def _edge(self, edge: Edge) -> Edge:
        source, target = self._id(edge.source), self._id(edge.target)
        return replace(edge, source=source, target=target)

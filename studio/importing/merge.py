"""A model taken into an open document, which keeps what is alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from studio.catalog.spec import Catalog
from studio.graph import edits
from studio.graph.algorithms import model_inputs, model_nodes
from studio.graph.block import Block
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph, place_order
from studio.graph.model import Edge, Flow, LayerDefinition, Node, NodeKind, Point
from studio.graph.setup import ModelSettings
from studio.importing.alike import kept_parameters
from studio.importing.arrange import arranged
from studio.importing.difference import additions, removals
from studio.importing.groups import Groups
from studio.importing.matching import Match, marks, match
from studio.importing.muted import through_muted

_AUTOMATIC = re.compile(r"(functional|sequential|net)(_\d+)?")
_ASIDE = {
    Flow.TOP_TO_BOTTOM: Point(260.0, 0.0),
    Flow.LEFT_TO_RIGHT: Point(0.0, 104.0),
}


def merged(document: Document, imported: Document, catalog: Catalog) -> Compound:
    """Edit that gives a document the model of another, under its own ids.

    What has the same name stays what it is: its id, its position and the way its
    values are spelled. Nodes that were no part of the model stay as well.
    """
    if imported.setup.canvas != document.setup.canvas:
        setup = replace(imported.setup, canvas=document.setup.canvas)
        imported.apply(edits.ChangeSetup(setup))
        imported = arranged(imported, catalog)
    return _Merge(document, imported, catalog).edit()


class _Merge:
    def __init__(
        self, document: Document, imported: Document, catalog: Catalog
    ) -> None:
        self._document = document
        self._imported = imported
        self._catalog = catalog
        self._matches: dict[str | None, Match] = {}
        self._opened: dict[str | None, tuple[Graph, Groups]] = {}
        self._known: dict[str, str] = {}
        self._blocks: dict[str, Block] = {}
        self._revised: dict[str, Block] = {}
        self._frozen: set[str | None] = set()
        if not imported.setup.model.trainable:
            self._frozen.add(None)

    def edit(self) -> Compound:
        """Everything in one edit."""
        document = self._document
        self._match(None, document.graph, self._imported.graph)
        steps: list[Edit] = []
        for block in self._imported.blocks.values():
            steps += self._block(block)
        graph = self._graph(None, document.graph, self._imported.graph)
        last = list(additions(document.graph, graph))
        steps += [edits.ChangeBlock(block) for block in self._revised.values()]
        steps = [*removals(document.graph, graph), *steps, *last]
        used = {block.id for block in self._blocks.values()} | _used(graph, document)
        for block_id in reversed(list(document.blocks)):
            if block_id not in used:
                steps.append(edits.RemoveBlock(block_id))
        code = replace(document.setup.code, custom=self._imported.setup.code.custom)
        setup = replace(document.setup, model=self._model(), code=code)
        if setup != document.setup:
            steps.append(edits.ChangeSetup(setup))
        return Compound("Apply code", tuple(steps))

    def _match(self, block_id: str | None, old: Graph, new: Graph) -> None:
        """Match a graph, groups opened, and then the blocks in it."""
        groups = Groups(self._document.blocks, self._document.new_id, self._catalog)
        old = groups.opened(old)
        self._opened[block_id] = old, groups
        found = match(old, new)
        self._matches[block_id] = found
        for definition in new.definitions.values():
            if definition.block is None:
                continue
            inside = self._imported.blocks[definition.block].graph
            if (
                block_id in self._frozen
                or definition.parameters.get("trainable") is False
            ):
                self._frozen.add(definition.block)
            known = old.definitions.get(found.definitions.get(definition.id, ""))
            before = Graph()
            if known is not None and known.block is not None:
                block = self._document.blocks[known.block]
                if block.id not in self._known.values():
                    self._known[definition.block] = block.id
                    before = block.graph
            self._match(definition.block, before, inside)

    def _block(self, made: Block) -> list[Edit]:
        known = self._document.blocks.get(self._known.get(made.id, ""))
        graph = self._graph(made.id, known.graph if known else Graph(), made.graph)
        nodes, definitions, wires = graph.parts()
        if known is None:
            block = replace(
                made,
                id=self._document.new_id("b"),
                nodes=nodes,
                definitions=definitions,
                edges=wires,
            )
            self._blocks[made.id] = block
            return [edits.AddBlock(block)]
        block = replace(
            known, kind=made.kind, nodes=nodes, definitions=definitions, edges=wires
        )
        self._blocks[made.id] = block
        return [] if block == known else [edits.ChangeBlock(block)]

    def _graph(self, block_id: str | None, old: Graph, new: Graph) -> Graph:
        """The new graph under the ids of the old one, untouched groups closed."""
        found = self._matches[block_id]
        given = old
        old, groups = self._opened[block_id]
        stays = _outside(old, found)
        nodes = {n: old.nodes[n] for n in old.nodes if n in stays}
        ids = {n: found.nodes.get(n) or self._document.new_id("n") for n in new.nodes}
        layers = {
            d: found.definitions.get(d) or self._document.new_id("l")
            for d in new.definitions
        }
        definitions = {
            node.definition: old.definitions[node.definition]
            for node in nodes.values()
            if node.definition is not None
        }
        definitions |= self._definitions(block_id, old, new, layers)
        bare, flow = _bare(old, new, found), self._document.setup.canvas.flow
        marked = _marked(old, new)
        for node in new.nodes.values():
            if node.kind is NodeKind.OUTPUT and not marked:
                continue
            before = old.nodes.get(ids[node.id])
            at = before.position if before else _position(old, new, node, found, flow)
            own = replace(
                node,
                id=ids[node.id],
                definition=layers[node.definition] if node.definition else None,
                position=at,
                place=() if bare[node.kind] else node.place,
            )
            nodes[own.id] = own
        wires = _wires(old, new, ids, nodes, stays)
        whole = Graph(nodes.values(), _unique_ops(definitions).values(), wires)
        closed = groups.closed(whole, old, self._elsewhere(block_id))
        self._revised |= groups.changed
        return _in_order(given, closed)

    def _elsewhere(self, block_id: str | None) -> set[str]:
        """Blocks that stand for nodes outside of this graph, or for muted ones."""
        document = self._document
        own = self._known.get(block_id or "")
        graphs = [(b.id, b.graph) for b in document.blocks.values()]
        found = set()
        for graph_id, graph in [*graphs, (None, document.graph)]:
            is_here = graph_id == own if block_id else graph_id is None
            for node in graph.nodes.values():
                layer = graph.definition_of(node.id)
                if layer and layer.block and (node.muted or not is_here):
                    found.add(layer.block)
        return found

    def _definitions(
        self, block_id: str | None, old: Graph, new: Graph, layers: dict[str, str]
    ) -> dict[str, LayerDefinition]:
        """The new graph's layers under the ids that `layers` gives them."""
        found = {}
        for made in new.definitions.values():
            own_id = layers[made.id]
            known = old.definitions.get(own_id)
            plain = _thawed(known, made) if block_id in self._frozen else made
            found[own_id] = self._definition(known, plain, own_id)
        return found

    def _definition(
        self, known: LayerDefinition | None, made: LayerDefinition, own_id: str
    ) -> LayerDefinition:
        block = self._blocks[made.block].id if made.block else None
        if known is None:
            return replace(made, id=own_id, block=block)
        name = known.name if made.is_op else made.name
        parameters = kept_parameters(known, made, self._catalog)
        return replace(made, id=own_id, name=name, parameters=parameters, block=block)

    def _model(self) -> ModelSettings:
        old, new = self._document.setup.model, self._imported.setup.model
        automatic = not old.name and _AUTOMATIC.fullmatch(new.name)
        name = "" if automatic else new.name
        return replace(old, name=name, trainable=new.trainable)


def _thawed(known: LayerDefinition | None, made: LayerDefinition) -> LayerDefinition:
    """A layer of a frozen model, without the flag that Keras gives it with that."""
    if known is not None and "trainable" in known.parameters:
        return made
    kept = {k: v for k, v in made.parameters.items() if k != "trainable"}
    return replace(made, parameters=kept)


def _wires(
    old: Graph,
    new: Graph,
    ids: dict[str, str],
    nodes: Mapping[str, Node],
    stays: set[str],
) -> list[Edge]:
    """Wires of the new graph, and those into old nodes that stay."""
    wires = []
    for edge in new.edges.values():
        source, target = ids[edge.source], ids[edge.target]
        if target not in nodes:
            continue
        wire = replace(edge, source=source, target=target)
        there = nodes[source].position, nodes[target].position
        if there != (new.nodes[edge.source].position, new.nodes[edge.target].position):
            wire = replace(wire, via=())  # the points are where its ends no longer are
        wires.append(_wire(old, wire))
    found = {edge.key: edge for edge in wires}
    for edge in old.edges.values():
        if edge.target in stays and edge.source in nodes:
            found.setdefault(edge.key, edge)
    return list(through_muted(old, found, stays).values())


def _wire(old: Graph, edge: Edge) -> Edge:
    """A wire, as it was drawn if it was there."""
    known = old.edges.get(edge.key)
    alike = known and (known.source, known.output) == (edge.source, edge.output)
    return known if known and alike else edge


def _outside(old: Graph, found: Match) -> set[str]:
    """Old nodes that are no part of the model, and that the new one has not."""
    members = model_nodes(old) | set(marks(old))
    members |= {n for n in model_inputs(old) if old.nodes[n].place}
    muted = {node.id for node in old.nodes.values() if node.muted}
    return (set(old.nodes) - members | muted) - set(found.nodes.values())


def _bare(old: Graph, new: Graph, found: Match) -> dict[NodeKind, bool]:
    """Whether inputs and outputs are in a plain list, whose places go unsaid."""
    bare = {NodeKind.LAYER: True}
    for kind in (NodeKind.INPUT, NodeKind.OUTPUT):
        before = [node for node in old.nodes.values() if node.kind is kind]
        after = [node for node in new.nodes.values() if node.kind is kind]
        after.sort(key=lambda node: place_order(node.place))
        places = [node.place for node in after]
        plain = places in ([()], [(index,) for index in range(len(after))])
        known = [found.nodes.get(node.id) for node in after]
        said = any(node.place for node in before)
        alike = kind is NodeKind.OUTPUT or known == [node.id for node in before]
        bare[kind] = plain and not said and len(before) == len(after) and alike
    return bare


def _marked(old: Graph, new: Graph) -> bool:
    """Whether outputs need marks: not if they are the ends, as they were before."""
    if marks(old) or not old.nodes:
        return True
    ends = [
        (edge.source, edge.output) for m in marks(new) for edge in new.edges_into(m)
    ]
    fed = {e.source for e in new.edges.values() if new.nodes[e.target].kind != "output"}
    open_ends = [
        (n.id, "0")
        for n in new.nodes.values()
        if n.kind is NodeKind.LAYER and n.id not in fed
    ]
    return ends != open_ends


def _position(old: Graph, new: Graph, node: Node, found: Match, flow: Flow) -> Point:
    """Where a new node goes: beside where its own layout has it, by a neighbour."""
    aside = _ASIDE[flow]
    around = [e.source for e in new.edges_into(node.id)]
    around += [e.target for e in new.edges_out_of(node.id)]
    for other in around:
        known = old.nodes.get(found.nodes.get(other, ""))
        if known is not None:
            there = new.nodes[other].position
            dx, dy = node.position.x - there.x, node.position.y - there.y
            at = known.position
            return Point(at.x + dx + aside.x, at.y + dy + aside.y)
    return node.position


def _in_order(old: Graph, new: Graph) -> Graph:
    """The new graph with nodes in the old order, new ones behind."""
    nodes = [new.nodes[n] for n in old.nodes if n in new.nodes]
    nodes += [node for n, node in new.nodes.items() if n not in old.nodes]
    return Graph(nodes, new.definitions.values(), new.edges.values())


def _unique_ops(definitions: dict[str, LayerDefinition]) -> dict[str, LayerDefinition]:
    """Ops under names that no other has: Keras numbers them anew each time."""
    taken = {d.name for d in definitions.values() if not d.is_op}
    found = {}
    for own_id, definition in definitions.items():
        name, number = definition.name, 0
        while definition.is_op and name in taken:
            number += 1
            name = f"{definition.class_name}_{number}"
        taken.add(name)
        found[own_id] = replace(definition, name=name)
    return found


def _used(graph: Graph, document: Document) -> set[str]:
    """Ids of blocks that nodes which stay stand for, however deep."""
    found = {d.block for d in graph.definitions.values() if d.block is not None}
    for block in reversed(list(document.blocks.values())):
        if block.id in found:
            found |= block.uses()
    return found

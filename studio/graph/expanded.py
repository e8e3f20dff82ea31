"""A document as Keras calls it: blocks opened, muted nodes left out.

Rules that follow tensors through the whole model look at this graph. What they find is
told at the node of the document, in the block that holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.block import (
    INSTANCE_NAME,
    Block,
    BlockKind,
    parameter_name,
    with_arguments,
)
from studio.graph.block_ports import block_ports, output_keys
from studio.graph.commands import set_parameters
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup, Compound, Edit
from studio.graph.graph import Graph
from studio.graph.known import Known
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind
from studio.graph.muting import without_muted_nodes
from studio.graph.problems import Problem
from studio.graph.scoping import scoped
from studio.graph.values import Value

MOST_CALLS = 100_000
"""Blocks in blocks can stand for any number of calls; beyond this they stay closed."""


@dataclass(frozen=True, eq=False)
class Level:
    """A graph, and the node that stands for it in the graph around it.

    Attributes:
        calls, layers: what the ids of its nodes and definitions begin with.
        name: name of the block's instance.
        values: of the block's parameters.
        inner: the opened blocks, by the node that stands for each.
    """

    graph: Graph
    block: Block | None = None
    around: Level | None = None
    node: str = ""
    calls: str = ""
    layers: str = ""
    name: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    inner: dict[str, Level] = field(default_factory=dict)

    def definition_of(self, node_id: str) -> LayerDefinition | None:
        """Layer of a node, values in place of the block's parameters."""
        definition = self.graph.definition_of(node_id)
        if definition is None or self.block is None:
            return definition
        try:
            given = with_arguments(definition.parameters, self.values)
        except KeyError:  # the block lacks the parameter, which Keras' side tells
            given = definition.parameters
        return replace(
            definition,
            id=self.layers + definition.id,
            name=definition.name.replace(INSTANCE_NAME, self.name),
            parameters=given,
        )

    def open(self, node_id: str, block: Block) -> Level:
        """Look into the block that a node stands for."""
        definition = self.definition_of(node_id)
        assert definition is not None
        is_group = block.kind is BlockKind.GROUP
        values = {p.name: p.default for p in block.parameters} | definition.parameters
        level = Level(
            block.graph,
            block,
            self,
            node_id,
            f"{self.calls}{node_id}/",
            f"{self.calls}{node_id}/" if is_group else f"{definition.id}/",
            definition.name,
            values if is_group else {},
        )
        self.inner[node_id] = level
        return level

    def source_of(self, inner_input: str) -> tuple[str, str] | None:
        """What feeds an input of the block, as node and output of the level around."""
        if self.block is None or self.around is None:
            return None
        ports = block_ports(self.block).inputs
        names = dict(zip(model_inputs(self.graph), ports, strict=True))
        wanted = names[inner_input].name
        wires = self.around.graph.edges_into(self.node)
        return next((_end(wire) for wire in wires if wire.port == wanted), None)

    def end_of(self, key: str) -> tuple[str, str] | None:
        """What an output of the block is, as node and output inside."""
        assert self.block is not None
        pairs = zip(output_keys(self.block), model_outputs(self.graph), strict=False)
        return dict(pairs).get(key)


def _end(wire: Edge) -> tuple[str, str]:
    return wire.source, wire.output


@dataclass(frozen=True, eq=False)
class Expanded:
    """One graph of all calls, and where each stands in the document.

    Attributes:
        document: what was opened.
        graph: the calls; ids of those in blocks hold the way that leads to them.
        known: what Keras says of each call, as far as that is certain.
    """

    document: Document
    graph: Graph
    known: Known
    _top: Level
    _places: Mapping[str, tuple[Level, str]]

    @classmethod
    def of(cls, document: Document, known: Known) -> Self:
        """Open all blocks of a document."""
        plain = without_muted_nodes(document)
        top = Level(plain.graph)
        if not any(definition.block for definition in plain.graph.definitions.values()):
            return cls(document, plain.graph, _certain(known), top, {})
        if _count(plain) <= MOST_CALLS:
            _open_all(plain, top)
        places = {
            level.calls + node.id: (level, node.id) for level, node in _leaves(top)
        }
        told = {
            call: known.get(call, known[node])
            for call, (_, node) in places.items()
            if node in known
        }
        return cls(document, _graph(top, places), _certain(told), top, places)

    def place(self, call: str) -> tuple[str | None, str]:
        """Block and node of the document that a call stands in."""
        level, node = self._places.get(call, (self._top, call))
        return (level.block.id if level.block else None), node

    def calls_of(self, node: str) -> list[str]:
        """Calls of a node: one for each instance of the block that holds it."""
        if not self._places:
            return [node]
        return [call for call, (_, own) in self._places.items() if own == node]

    def placed(self, problem: Problem) -> Problem:
        """A problem of a call, told at its node and block of the document."""
        if problem.node is None:
            return problem
        block, node = self.place(problem.node)
        return replace(problem, node=node, block=block)

    def ends(self) -> list[tuple[str, str]]:
        """Outputs of the model as (call, output key)."""
        return [
            found
            for node, key in model_outputs(self._top.graph)
            if (found := _origin(self._top, node, key)) is not None
        ]

    def set(
        self, call: str, values: Mapping[str, Value], reset: Collection[str] = ()
    ) -> Edit:
        """Edit of the document that sets and resets parameters of a call's layer.

        What the block takes as its own parameter is set at the node around it.
        """
        level, node = self._places.get(call, (self._top, call))
        own = level.graph.definition_of(node)
        assert own is not None
        outer: dict[str, str] = {}
        for name in (*values, *reset):
            given = parameter_name(own.parameters.get(name))
            if given is not None and level.around is not None:
                outer[name] = given
        edit = self._set(
            level,
            own,
            {n: v for n, v in values.items() if n not in outer},
            [n for n in reset if n not in outer],
        )
        if not outer or level.around is None:
            return edit
        around = self.set(
            level.around.calls + level.node,
            {outer[n]: v for n, v in values.items() if n in outer},
            [outer[n] for n in reset if n in outer],
        )
        return Compound(edit.name, (edit, around))

    def thaw(self, call: str) -> Edit | None:
        """Edit that lets a call's layer, and each model around it, be trained."""
        level, node = self._places.get(call, (self._top, call))
        steps: list[Edit] = []
        title, setup = self.graph.title_of(call), self.document.setup
        if not setup.model.trainable:
            model = replace(setup.model, trainable=True)
            steps.append(ChangeSetup(replace(setup, model=model)))
        while True:
            definition = level.graph.definition_of(node)
            if definition is not None and "trainable" in definition.parameters:
                steps.append(self._set(level, definition, {}, ["trainable"]))
            if level.around is None:
                break
            level, node = level.around, level.node
        return Compound(f"Train {title}", tuple(steps)) if steps else None

    def _set(
        self,
        level: Level,
        definition: LayerDefinition,
        values: Mapping[str, Value],
        reset: Collection[str],
    ) -> Compound:
        block = level.block.id if level.block else None
        edit = set_parameters(self.document.inside(block), definition.id, values, reset)
        return Compound(edit.name, (scoped(edit, block),)) if block else edit


def _certain(known: Known) -> Known:
    """What does not follow an error."""
    return {node: told for node, told in known.items() if not told.is_partial}


def _count(document: Document) -> int:
    """Number of calls that a document stands for."""
    counts: dict[str, int] = {}

    def count(graph: Graph) -> int:
        layers = (graph.definition_of(node) for node in graph.nodes)
        return sum(counts.get(d.block or "", 1) if d else 1 for d in layers)

    for block in document.blocks.values():
        counts[block.id] = count(block.graph)
    return count(document.graph)


def _open_all(document: Document, top: Level) -> None:
    waiting = [top]
    while waiting:
        level = waiting.pop()
        for node in level.graph.nodes:
            definition = level.graph.definition_of(node)
            block = document.blocks.get(definition.block or "") if definition else None
            if block is not None:
                waiting.append(level.open(node, block))


def _leaves(level: Level) -> Iterator[tuple[Level, Node]]:
    """Nodes that are no opened block; of blocks, neither inputs nor outputs."""
    for node in level.graph.nodes.values():
        if node.id in level.inner:
            yield from _leaves(level.inner[node.id])
        elif level.block is None or node.kind is NodeKind.LAYER:
            yield level, node


def _graph(top: Level, places: Mapping[str, tuple[Level, str]]) -> Graph:
    nodes, edges = [], []
    definitions: dict[str, LayerDefinition] = {}
    for call, (level, node_id) in places.items():
        node = level.graph.nodes[node_id]
        definition = level.definition_of(node_id)
        layer = definition.id if definition else None
        is_own = call == node_id and layer == node.definition
        nodes.append(node if is_own else replace(node, id=call, definition=layer))
        if definition is not None:
            definitions.setdefault(definition.id, definition)
        for wire in level.graph.edges_into(node_id):
            origin = _origin(level, *_end(wire))
            if origin == _end(wire) and call == node_id:
                edges.append(wire)
            elif origin is not None:
                edges.append(Edge(origin[0], call, wire.port, origin[1]))
    return Graph(nodes, definitions.values(), edges)


def _origin(level: Level, node: str, key: str) -> tuple[str, str] | None:
    """Call and output that a tensor comes from; None where nothing feeds a block."""
    seen: set[tuple[str, str]] = set()
    while True:
        place = level.calls + node, key
        if place in seen:
            return None
        seen.add(place)
        inner, kind = level.inner.get(node), level.graph.nodes[node].kind
        if inner is not None:
            level, end = inner, inner.end_of(key)
        elif level.around is not None and kind is NodeKind.INPUT:
            level, end = level.around, level.source_of(node)
        else:
            is_mark = level.block is not None and kind is NodeKind.OUTPUT
            return None if is_mark else place
        if end is None:
            return None
        node, key = end

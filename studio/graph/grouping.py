"""Groups: a selection becomes a block, and a block what it was before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from studio.graph import edits
from studio.graph.algorithms import downstream, model_outputs, upstream
from studio.graph.block import (
    INSTANCE_NAME,
    Block,
    BlockKind,
    BlockParameter,
    block_parameter,
    parameter_name,
)
from studio.graph.card_shape import CARD_WIDTH, ROW_GAP, behind
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.feeds import carried_settings, feed_id
from studio.graph.graph import Graph
from studio.graph.model import (
    BLOCK_CLASS,
    INPUT_CLASS,
    Edge,
    Flow,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.naming import prefix_of, unique_name
from studio.graph.values import Value

_GAP = 120.0
_APART = CARD_WIDTH + ROW_GAP[Flow.LEFT_TO_RIGHT]
_GRID = 8.0
Tensor = tuple[str, str]
"""A node's id and the key of its output."""


def group(document: Document, node_ids: Collection[str]) -> tuple[Compound, str]:
    """Make a block of nodes, and one node that stands for it; also its id.

    Raises:
        EditRefused: the nodes are no whole: a wire leaves and comes back, they
            share a layer with others, or no layer is among them.
    """
    graph = document.graph
    members = [n for n in graph.nodes.values() if n.id in node_ids]
    inner = {n.id for n in members if n.kind is NodeKind.LAYER}
    _check(graph, inner)
    sources = _sources(graph, inner)
    results = _results(graph, inner)
    name = unique_name(document, prefix_of(document) + "block")
    block = _block(document, inner, sources, results, name)
    values: dict[str, Value] = {
        p.name: block_parameter(p.name) for p in block.parameters
    }
    layer = LayerDefinition(document.new_id("l"), BLOCK_CLASS, name, values, block.id)
    at = middle(n for n in members if n.id in inner)
    node = Node(document.new_id("n"), NodeKind.LAYER, layer.id, at)
    steps: list[Edit] = [edits.AddBlock(block), *_removal(graph, inner)]
    steps += [edits.AddDefinition(layer), edits.AddNode(node)]
    for port, (source, output) in zip(_arguments(sources), sources, strict=True):
        steps.append(edits.Connect(Edge(source, node.id, port, output)))
    for edge in graph.edges.values():
        if edge.source in inner and edge.target not in inner:
            key = str(results.index((edge.source, edge.output)))
            steps.append(edits.Connect(replace(edge, source=node.id, output=key)))
    steps += _marked(document, inner, results, node)
    moved = {
        feed_id(*result): feed_id(node.id, str(index))
        for index, result in enumerate(results)
    }
    steps += carried_settings(document, moved)
    return Compound(f"Group {_count(inner)} into {name}", tuple(steps)), node.id


def _marked(
    document: Document, inner: set[str], results: list[Tensor], block: Node
) -> Iterator[Edit]:
    """Outputs of the model marked, where the block would hide that they are loose.

    Of a node that nothing follows only the first output is one of the model.
    """
    graph, flow = document.graph, document.setup.canvas.flow
    ends = model_outputs(graph)
    is_marked = any(node.kind is NodeKind.OUTPUT for node in graph.nodes.values())
    if is_marked or len(results) == 1 or not inner & {node for node, _ in ends}:
        return
    for index, end in enumerate(ends):
        source, key, at = *end, graph.nodes[end[0]].position
        if source in inner:
            source, number = block.id, results.index(end)
            key = str(number)
            at = Point(block.position.x + 2 * _GAP * number, block.position.y)
        place = (index,) if len(ends) > 1 else ()
        at = behind(at, flow)
        mark = Node(document.new_id("n"), NodeKind.OUTPUT, None, at, {}, place)
        yield edits.AddNode(mark)
        yield edits.Connect(Edge(source, mark.id, "inputs", key))


def middle(nodes: Iterable[Node]) -> Point:
    """Where the one that stands for these nodes goes: their middle, on the grid."""
    places = [node.position for node in nodes]
    x = sum(place.x for place in places) / len(places)
    y = sum(place.y for place in places) / len(places)
    return Point(round(x / _GRID) * _GRID, round(y / _GRID) * _GRID)


def _count(nodes: Collection[str]) -> str:
    return "node" if len(nodes) == 1 else f"{len(nodes)} nodes"


def _check(graph: Graph, inner: set[str]) -> None:
    if not inner:
        raise EditRefused("Select the layers that are to become a block.")
    between = downstream(graph, inner) & upstream(graph, inner) - inner
    if between:
        titles = ", ".join(sorted(graph.title_of(n) for n in between))
        raise EditRefused(
            f"A block of these would feed itself through {titles}. "
            "Select what lies between, too."
        )
    for node_id in sorted(inner):
        definition = graph.definition_of(node_id)
        if definition and {n.id for n in graph.callers_of(definition.id)} - inner:
            raise EditRefused(
                f"{definition.name} is shared with nodes outside. "
                "Select them too, or make it unique."
            )


def _sources(graph: Graph, inner: set[str]) -> list[Tensor]:
    """Tensors from outside, in the order in which the nodes take them."""
    return list(
        dict.fromkeys(
            (edge.source, edge.output)
            for node_id in graph.nodes
            if node_id in inner
            for edge in graph.edges_into(node_id)
            if edge.source not in inner
        )
    )


def _results(graph: Graph, inner: set[str]) -> list[Tensor]:
    """Tensors that are used outside, and outputs of the model; else all loose ends."""
    used = dict.fromkeys(
        (edge.source, edge.output)
        for edge in graph.edges.values()
        if edge.source in inner and edge.target not in inner
    )
    used |= dict.fromkeys(end for end in model_outputs(graph) if end[0] in inner)
    ends = [n for n in graph.nodes if n in inner and not graph.edges_out_of(n)]
    return list(used) or [(node_id, "0") for node_id in ends]


def _arguments(sources: Collection[Tensor]) -> list[str]:
    if len(sources) == 1:
        return ["x"]
    return [f"x{number}" for number in range(1, len(sources) + 1)]


def _block(
    document: Document,
    inner: set[str],
    sources: list[Tensor],
    results: list[Tensor],
    name: str,
) -> Block:
    graph = document.graph
    nodes = [n for n in graph.nodes.values() if n.id in inner]
    called = {n.definition for n in nodes}
    layers = [d for d in graph.definitions.values() if d.id in called]
    ends = _ends(document, sources, results, nodes)
    marks, entries, wires = ends
    edges = [e for e in graph.edges.values() if {e.source, e.target} <= inner]
    for edge in graph.edges.values():
        if edge.target in inner and edge.source not in inner:
            entry = marks[sources.index((edge.source, edge.output))]
            edges.append(replace(edge, source=entry.id, output="0", via=()))
    return Block(
        document.new_id("b"),
        _block_name(document, name),
        BlockKind.GROUP,
        (*marks, *nodes),
        (*entries, *map(_inside_name, layers)),
        (*edges, *wires),
        parameters=tuple(BlockParameter(name) for name in _used_parameters(layers)),
    )


def _ends(
    document: Document,
    sources: list[Tensor],
    results: list[Tensor],
    nodes: list[Node],
) -> tuple[list[Node], list[LayerDefinition], list[Edge]]:
    """Inputs, then outputs of a block; the inputs' layers; the outputs' wires."""
    first, last = _rows_around(nodes, document.setup.canvas.flow)
    marks, layers, wires = [], [], []
    for index, name in enumerate(_arguments(sources)):
        layer = LayerDefinition(document.new_id("l"), INPUT_CLASS, name)
        layers.append(layer)
        at = first(index)
        marks.append(Node(document.new_id("n"), NodeKind.INPUT, layer.id, at))
    for index, (source, output) in enumerate(results):
        at = last(index)
        place = (index,) if len(results) > 1 else ()
        mark = Node(document.new_id("n"), NodeKind.OUTPUT, None, at, {}, place)
        marks.append(mark)
        wires.append(Edge(source, mark.id, "inputs", output))
    return marks, layers, wires


def _rows_around(
    nodes: list[Node], flow: Flow
) -> tuple[Callable[[int], Point], Callable[[int], Point]]:
    """Places before and behind all nodes, by index."""
    xs, ys = zip(*(node.position for node in nodes), strict=True)
    if flow is Flow.LEFT_TO_RIGHT:
        left, right, top = min(xs) - _APART, max(xs) + _APART, min(ys)
        return (
            lambda index: Point(left, top + _GAP * index),
            lambda index: Point(right, top + _GAP * index),
        )
    top, low, left = min(ys) - _GAP, max(ys) + _GAP, min(xs)
    return (
        lambda index: Point(left + 2 * _GAP * index, top),
        lambda index: Point(left + 2 * _GAP * index, low),
    )


def _block_name(document: Document, name: str) -> str:
    names = {block.name for block in document.blocks.values()}
    base = name.replace(INSTANCE_NAME, "").strip("_")
    number, own = 1, base
    while own in names:
        number += 1
        own = f"{base}_{number}"
    return own


def _inside_name(layer: LayerDefinition) -> LayerDefinition:
    """Layer whose name begins with that of the block's instance."""
    if INSTANCE_NAME in layer.name:
        return layer
    return replace(layer, name=f"{INSTANCE_NAME}_{layer.name}")


def _used_parameters(layers: Iterable[LayerDefinition]) -> list[str]:
    """Parameters of an outer block that the layers refer to."""
    found: dict[str, None] = {}

    def look(value: Value) -> None:
        name = parameter_name(value)
        if name is not None:
            found[name] = None
        elif isinstance(value, Mapping):
            for item in value.values():
                look(item)
        elif isinstance(value, tuple):
            for item in value:
                look(item)

    for layer in layers:
        look(layer.parameters)
    return list(found)


def _removal(graph: Graph, inner: set[str]) -> list[Edit]:
    touched = [e for e in graph.edges.values() if {e.source, e.target} & inner]
    called = {graph.nodes[node_id].definition for node_id in inner}
    return [
        *(edits.Disconnect(*edge.key) for edge in touched),
        *(edits.RemoveNode(node_id) for node_id in graph.nodes if node_id in inner),
        *(edits.RemoveDefinition(d) for d in graph.definitions if d in called),
    ]

"""Tidy layout of known models and of large graphs: time, and how it looks.

Times are the processor's. What is counted is counted on the result alone, by a
method of its own: wires are broken lines through the points they were given.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from benchmarks.figure import Figure
from benchmarks.load import load_note
from studio.catalog.spec import Catalog
from studio.catalog.store import load_catalog
from studio.graph.block_ports import DocumentPorts
from studio.graph.card_shape import CardShape, card_shapes
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.layout.sketch import Arrangement, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import Edge, Flow, LayerDefinition, Node, NodeKind, Point

ROUNDS = 5
LARGE = 5000
MODELS = (
    "MobileNetV2",
    "ResNet50",
    "EfficientNetB0",
    "InceptionV3",
    "DenseNet121",
    "NASNetLarge",
)
CORPUS = ("generative.unet", "attention.text_transformer", "attention.translator")
FED = 4000
_MOST_MS = {
    "NASNetLarge": 200.0,
    "chain of 5,000": 250.0,
    "chain of 4,000 whose first feeds all": 500.0,
}
_CELL = 400.0

Line = tuple[Point, Point, str, str]
"""Ends of a piece of a wire, and names of the ports at the wire's ends."""


def measure() -> list[Figure]:
    """Lay out every graph in both directions."""
    catalog = load_catalog()
    graphs = _models(catalog)
    graphs["chain of 5,000"] = _graph(LARGE, lambda n, _: [n - 1] if n else [])
    graphs["chain of 4,000 whose first feeds all"] = _graph(FED, _one_and_first)
    graphs["random graph of 5,000"] = _graph(LARGE, _some_above)
    gc.freeze()  # the window holds no TensorFlow, whose objects are many
    figures, faults = [], [0, 0]
    for name, document in graphs.items():
        for flow in Flow:
            figure, overlaps, through = _figure(name, document, catalog, flow)
            figures.append(figure)
            faults[0] += overlaps
            faults[1] += through
    for title, count in zip(("that overlap", "on wires"), faults, strict=True):
        figures.append(Figure(f"layouts: cards {title}", count, "", 0))
    return figures


def _models(catalog: Catalog) -> dict[str, Document]:
    import keras

    from benchmarks.corpus import corpus
    from studio.importing.config import import_config

    builders: dict[str, Any] = {n: getattr(keras.applications, n) for n in MODELS}
    found = {}
    for name, builder in builders.items():
        found[name] = import_config(builder(weights=None).get_config(), catalog)
    every = corpus()
    for name in CORPUS:
        title = name.rpartition(".")[2].replace("_", " ")
        found[title] = import_config(every[name]().get_config(), catalog)
    return {name: model.document for name, model in found.items()}


def _graph(count: int, above: Any) -> Document:
    """A graph of Add layers; `above` names what feeds each."""
    rng = random.Random(1)
    layers, nodes, edges = [], [], []
    for n in range(count):
        layers.append(LayerDefinition(f"l{n}", "keras.layers.Add", f"add_{n}"))
        nodes.append(Node(f"n{n}", NodeKind.LAYER, f"l{n}"))
        for port, source in enumerate(above(n, rng)):
            edges.append(Edge(f"n{source}", f"n{n}", f"inputs[{port}]"))
    return Document(Graph(nodes, layers, edges))


def _one_and_first(n: int, _: random.Random) -> list[int]:
    """The one before, and the very first."""
    return sorted({0, max(0, n - 1)}) if n else []


def _some_above(n: int, rng: random.Random) -> list[int]:
    """One or two of the last twenty."""
    last = range(max(0, n - 20), n)
    return rng.sample(last, min(len(last), rng.choice((1, 1, 2))))


def _figure(
    name: str, document: Document, catalog: Catalog, flow: Flow
) -> tuple[Figure, int, int]:
    """Time and looks of one layout; cards that overlap; wires that run over cards."""
    graph = document.graph
    shapes = card_shapes(graph, DocumentPorts(document, catalog), flow)
    times = []
    for _ in range(ROUNDS):
        bare = Graph(
            (Node(n.id, n.kind, n.definition) for n in graph.nodes.values()),
            graph.definitions.values(),
            (Edge(e.source, e.target, e.port, e.output) for e in graph.edges.values()),
        )
        start = time.process_time()
        made = tidy(make_sketch(bare, shapes, None, flow))
        times.append((time.process_time() - start) * 1000)
    lines = list(_lines(graph, shapes, made))
    detail = (
        f"{len(graph.nodes):,} nodes, {len(graph.edges):,} wires, "
        f"{_straight(graph, made):,} straight, {_crossings(lines):,} crossings"
    )
    title = f"layout of {name}, {flow.value.replace('_', ' ')}"
    figure = Figure(
        title,
        statistics.median(times),
        "ms",
        at_most=_MOST_MS.get(name),
        detail=detail + load_note(),
    )
    return figure, _overlaps(made, shapes), _run_through(lines, shapes, made)


def _lines(
    graph: Graph, shapes: Mapping[str, CardShape], made: Arrangement
) -> Iterator[Line]:
    for key, edge in graph.edges.items():
        (x, y), start = made.corners[edge.source], shapes[edge.source].outputs
        (u, v), end = made.corners[edge.target], shapes[edge.target].inputs
        out, into = start[edge.output], end[edge.port]
        a, b = Point(x + out.x, y + out.y), Point(u + into.x, v + into.y)
        for p, q in pairwise([a, *made.routes.get(key, ()), b]):
            yield p, q, f"{edge.source}>{edge.output}", f"{edge.target}<{edge.port}"


def _cells(low: Point, high: Point) -> Iterator[tuple[int, int]]:
    for column in range(int(low.x // _CELL), int(high.x // _CELL) + 1):
        for row in range(int(low.y // _CELL), int(high.y // _CELL) + 1):
            yield column, row


def _overlaps(made: Arrangement, shapes: Mapping[str, CardShape]) -> int:
    cells: dict[tuple[int, int], list[str]] = {}
    found = set()
    for node, (x, y) in made.corners.items():
        shape = shapes[node]
        for cell in _cells(Point(x, y), Point(x + shape.width, y + shape.height)):
            for other in cells.setdefault(cell, []):
                u, v = made.corners[other]
                beside = u + shapes[other].width <= x or x + shape.width <= u
                apart = v + shapes[other].height <= y or y + shape.height <= v
                if not (beside or apart):
                    found.add((other, node))
            cells[cell].append(node)
    return len(found)


def _run_through(
    lines: list[Line], shapes: Mapping[str, CardShape], made: Arrangement
) -> int:
    """Wires of which a piece lies on a card that is none of their ends."""
    cells: dict[tuple[int, int], list[str]] = {}
    for node, (x, y) in made.corners.items():
        far = Point(x + shapes[node].width, y + shapes[node].height)
        for cell in _cells(Point(x, y), far):
            cells.setdefault(cell, []).append(node)
    found = set()
    for a, b, start, end in lines:
        low = Point(min(a.x, b.x), min(a.y, b.y))
        high = Point(max(a.x, b.x), max(a.y, b.y))
        near = {node for cell in _cells(low, high) for node in cells.get(cell, ())}
        for node in near - {start.partition(">")[0], end.partition("<")[0]}:
            x, y = made.corners[node]
            if _enters(a, b, x, y, x + shapes[node].width, y + shapes[node].height):
                found.add((start, end))
    return len(found)


def _enters(
    a: Point, b: Point, left: float, top: float, right: float, low: float
) -> bool:
    """Whether a line runs through the inside of a rectangle (Liang and Barsky)."""
    start, end = 0.0, 1.0
    for origin, way, least, most in (
        (a.x, b.x - a.x, left, right),
        (a.y, b.y - a.y, top, low),
    ):
        if way == 0:
            if not least < origin < most:
                return False
            continue
        first, last = sorted(((least - origin) / way, (most - origin) / way))
        start, end = max(start, first), min(end, last)
    return start < end


def _crossings(lines: list[Line]) -> int:
    """Pairs of wires that cross and share no port."""
    found = set()
    ordered = sorted(lines, key=lambda line: min(line[0].y, line[1].y))
    active: list[Line] = []
    for line in ordered:
        a, b, start, end = line
        top = min(a.y, b.y)
        active = [o for o in active if max(o[0].y, o[1].y) > top]
        for c, d, other_start, other_end in active:
            alike = start == other_start or end == other_end
            if not alike and _cross(a, b, c, d):
                found.add((start, end, other_start, other_end))
        active.append(line)
    return len(found)


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _straight(graph: Graph, made: Arrangement) -> int:
    """Wires between cards that are in one column, or in one row, and bend nowhere."""
    return sum(
        not made.routes.get(key)
        and bool(
            {0.0}
            & {
                made.corners[e.source].x - made.corners[e.target].x,
                made.corners[e.source].y - made.corners[e.target].y,
            }
        )
        for key, e in graph.edges.items()
    )

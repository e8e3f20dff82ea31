"""The table of a model: what each node takes, gives and costs, and the totals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from studio.graph.algorithms import topological_order
from studio.graph.block import shown_name
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.memory import (
    MemoryEstimate,
    TrainingDevice,
    bytes_text,
    estimate_memory,
)
from studio.graph.model import NodeKind
from studio.graph.problems import Problem
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.totals import (
    OF_WEIGHTS,
    Measure,
    Total,
    is_group,
    model_totals,
    number_of,
    sum_of,
)

_PLACE = re.compile(r"(.*?(?:block|stage|layer|group|mixed)_?\d+[a-z]?)(?:_|$)")
"""What names of layers in the same part of a known network begin with."""
_TIGHT = 0.8


@dataclass(frozen=True, slots=True)
class AnalysisRow:
    """One node.

    Attributes:
        group: the block it stands for or belongs to by its name; may be blank.
        shared: whether an earlier row has the same weights.
        inputs: names of the nodes that feed it.
        outputs: its tensors; empty while they are unknown.
        numbers: each measure; None while it is unknown.
        problems: codes of its problems.
        inside: id of the block it is in; blank for the document's own graph.
    """

    node: str
    name: str
    layer: str
    group: str
    shared: bool
    inputs: tuple[str, ...]
    outputs: tuple[OutputFacts, ...]
    numbers: Mapping[Measure, int | None]
    problems: tuple[str, ...]
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All rows in the order of the data, and what they add up to."""

    rows: tuple[AnalysisRow, ...]
    totals: Mapping[Measure, Total]


def analyze(
    document: Document, facts: Mapping[str, NodeFacts], problems: Iterable[Problem]
) -> Analysis:
    """Make the table; it holds what is known, however much is wrong.

    A block's own nodes follow it, with the numbers of its first instance; the
    block's line holds them all, so they are not added again.
    """
    codes: dict[str, list[str]] = {}
    for problem in problems:
        if problem.node and not problem.silenced:
            codes.setdefault(problem.node, []).append(problem.code)
    rows = tuple(_rows(document, None, facts, codes, set()))
    return Analysis(rows, model_totals(document, facts))


def _rows(
    document: Document,
    block_id: str | None,
    facts: Mapping[str, NodeFacts],
    codes: Mapping[str, list[str]],
    entered: set[str],
) -> Iterator[AnalysisRow]:
    """Rows of a graph in the order of the data, blocks entered where first met."""
    graph = document.scope(block_id)
    order = topological_order(graph)
    placed = set(order)
    order += [node for node in graph.nodes if node not in placed]
    seen: set[str] = set()
    for node in order:
        definition = graph.definition_of(node)
        shared = False
        if definition is not None and not is_group(document, definition):
            shared = definition.id in seen
            seen.add(definition.id)
        told = tuple(codes.get(node, ()))
        group = _group(document, block_id, node)
        inside = block_id or ""
        yield _row(graph, node, facts.get(node), shared, told, group, inside)
        inner = definition.block if definition else None
        if inner is not None and inner in document.blocks and inner not in entered:
            entered.add(inner)
            yield from _rows(document, inner, facts, codes, entered)


def _row(
    graph: Graph,
    node: str,
    facts: NodeFacts | None,
    shared: bool,
    codes: tuple[str, ...],
    group: str,
    inside: str,
) -> AnalysisRow:
    definition = graph.definition_of(node)
    return AnalysisRow(
        node,
        shown_name(graph.title_of(node)),
        definition.class_name if definition else "Output",
        group,
        shared,
        tuple(shown_name(graph.title_of(e.source)) for e in graph.edges_into(node)),
        facts.outputs if facts else (),
        _numbers(graph, node, facts),
        codes,
        inside,
    )


def _group(document: Document, block_id: str | None, node: str) -> str:
    """Block that a node is in or stands for; else what its name begins with."""
    definition = document.scope(block_id).definition_of(node)
    own = definition.block if definition and block_id is None else block_id
    block = document.blocks.get(own or "")
    if block is not None:
        return block.name
    match = _PLACE.match(definition.name) if definition else None
    return match[1] if match else ""


def _numbers(
    graph: Graph, node: str, facts: NodeFacts | None
) -> dict[Measure, int | None]:
    if graph.nodes[node].kind is NodeKind.OUTPUT:
        return dict.fromkeys(Measure, 0)
    return {measure: number_of(facts, measure) for measure in Measure}


def total_of(rows: Collection[AnalysisRow], measure: Measure) -> Total:
    """Sum of some rows: shared weights count once, a block in its own line."""
    outer = [row for row in rows if not row.inside] or rows
    counted = (r for r in outer if not (r.shared and measure in OF_WEIGHTS))
    return sum_of(row.numbers[measure] for row in counted)


def axes_of(shape: tuple[int | None, ...]) -> tuple[str, ...]:
    """What the axes mean, as Keras counts them by default."""
    inner = {
        1: (),
        2: ("features",),
        3: ("time", "features"),
        4: ("height", "width", "channels"),
        5: ("depth", "height", "width", "channels"),
    }.get(len(shape))
    if inner is None:
        inner = tuple(f"axis {n}" for n in range(1, len(shape)))
    return ("batch", *inner)


@dataclass(frozen=True, slots=True)
class MemoryFit:
    """Whether training fits a device.

    Attributes:
        share: part of the device's memory that is taken; None if that is unknown.
    """

    estimate: MemoryEstimate
    device: TrainingDevice | None
    share: float | None

    @property
    def verdict(self) -> str:
        """``fits``, ``tight``, ``does not fit``; blank if nothing can be said."""
        if self.share is None:
            return ""
        if self.share > 1:
            return "does not fit"
        return "tight" if self.share >= _TIGHT else "fits"

    @property
    def text(self) -> str:
        """The whole as a sentence."""
        about = "about" if self.estimate.is_whole else "at least about"
        text = f"Training takes {about} {bytes_text(self.estimate.total)} at its peak"
        if self.device is None or self.share is None:
            return f"{text}."
        room = bytes_text(self.device.memory)
        taken = "under 1%" if self.share < 0.01 else f"{self.share:.0%}"
        return f"{text}: {self.verdict}, {taken} of {room} ({self.device.name})."


def memory_fit(
    document: Document,
    facts: Mapping[str, NodeFacts],
    device: TrainingDevice | None,
    batch: int | None = None,
    mixed: bool | None = None,
) -> MemoryFit:
    """Estimate training's peak and hold it against the device's memory."""
    setup = document.setup
    size = setup.fit.batch_size if batch is None else batch
    calls = Expanded.of(document, facts)
    estimate = estimate_memory(
        calls.graph, calls.known, max(1, size), setup.compile.optimizer, mixed
    )
    known = device is not None and device.memory > 0
    share = estimate.total / device.memory if device and known else None
    return MemoryFit(estimate, device, share)


def shape_text(shape: Iterable[int | None]) -> str:
    """Whole shape: ``(?, 8, 8, 32)``."""
    return "(" + ", ".join("?" if s is None else str(s) for s in shape) + ")"

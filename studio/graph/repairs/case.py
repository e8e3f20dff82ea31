"""One problem with all that is needed to think of repairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from studio.graph.block import shown_name
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.graph import Graph
from studio.graph.known import Known, KnownTensor, Shape, sample_shape, tensor_of
from studio.graph.model import Edge, LayerDefinition
from studio.graph.ports import PortTable
from studio.graph.problems import Fix, Problem
from studio.graph.repairs.draft import Draft, Step
from studio.graph.scoping import scoped
from studio.graph.setup import DataFacts
from studio.graph.values import Value


@dataclass(frozen=True, slots=True)
class Case:
    """A problem of a document, and what Keras and the data say of it.

    Attributes:
        whole: the document.
        document: the graph that the problem is in: `whole`, or the inside of a block.
    """

    whole: Document
    ports: PortTable
    known: Known
    data: DataFacts | None
    problem: Problem
    document: Document = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "document", self.whole.inside(self.block))

    @property
    def block(self) -> str | None:
        """Block that holds the guilty node; None for the document's own graph."""
        found = self.problem.block
        return found if found in self.whole.blocks else None

    @property
    def graph(self) -> Graph:
        """The graph that holds the guilty node."""
        return self.document.graph

    @property
    def node(self) -> str:
        """The guilty node; empty where none is."""
        found = self.problem.node
        return found if found is not None and found in self.graph.nodes else ""

    @property
    def title(self) -> str:
        """Name of the guilty node."""
        return self.graph.title_of(self.node)

    @property
    def definition(self) -> LayerDefinition | None:
        """Layer of the guilty node."""
        return self.graph.definition_of(self.node) if self.node else None

    def tensors(self) -> list[tuple[Edge, KnownTensor]]:
        """Wires into the guilty node, as far as their tensors are known."""
        if not self.node:
            return []
        found = (
            (e, tensor_of(self.known, e)) for e in self.graph.edges_into(self.node)
        )
        return [(edge, tensor) for edge, tensor in found if tensor is not None]

    def shapes(self) -> list[tuple[Edge, Shape]]:
        """Wires into the guilty node with the shape of one sample."""
        return [(edge, sample_shape(tensor)) for edge, tensor in self.tensors()]

    def draft(self, title: str, *steps: Step, safe: bool = False) -> Iterator[Fix]:
        """A repair of these steps; none where they do not fit."""
        draft = Draft(self.document, self.ports)
        try:
            for step in steps:
                step(draft)
        except EditRefused:
            return
        fix = draft.fix(shown_name(title), safe)
        yield replace(fix, edit=scoped(fix.edit, self.block))

    def inserted(
        self, edge: Edge, *layers: tuple[str, dict[str, Value]]
    ) -> Iterator[Fix]:
        """A repair that puts layers into a wire, the first one first."""

        def insert(draft: Draft) -> None:
            wire = edge
            for path, parameters in layers:
                wire = draft.insert(wire, path, parameters)

        names = " and ".join(spoken(path, parameters) for path, parameters in layers)
        source = self.graph.title_of(edge.source)
        many = len(self.graph.edges_into(edge.target)) > 1
        place = (
            f"after {source}" if many else f"before {self.graph.title_of(edge.target)}"
        )
        yield from self.draft(f"Insert {names} {place}", insert)


def spoken(path: str, parameters: dict[str, Value]) -> str:
    """What a person calls a layer to insert: ``Reshape 8×8×1``."""
    name = path.rpartition(".")[2]
    values = [value for value in parameters.values() if value is not None]
    if not values:
        return name
    texts = [_value_text(value) for value in values[:2]]
    return f"{name} {' · '.join(texts)}"


def _value_text(value: Value) -> str:
    if isinstance(value, tuple):
        nested = any(isinstance(item, tuple) for item in value)
        return (", " if nested else "×").join(map(_value_text, value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def chained(*parts: Iterable[Fix]) -> Iterator[Fix]:
    """All repairs of several kinds, one kind after the other."""
    for part in parts:
        yield from part

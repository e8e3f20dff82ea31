"""Messages about repairs: part of `studio.protocol.messages.Message`."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.block import Block
from studio.graph.memory import TrainingDevice
from studio.graph.model import Edge, LayerDefinition, Node
from studio.graph.problems import Fix, Problem
from studio.graph.setup import DataFacts, Setup


@dataclass(frozen=True, slots=True)
class TryFixes:
    """Repairs of `problems`, tried on Keras and the rules. Answer: `FixesTried`.

    A problem's own `fixes` are among those that are tried. With `together`, the
    safe ones are tried one upon the other; the answer holds one fix of them all.
    """

    request: int
    nodes: tuple[Node, ...]
    definitions: tuple[LayerDefinition, ...]
    edges: tuple[Edge, ...]
    blocks: tuple[Block, ...]
    setup: Setup
    last_ids: dict[str, int]
    data: DataFacts | None
    device: TrainingDevice | None
    problems: tuple[Problem, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class TryFixesHeld:
    """`TryFixes` for the document that the engine was asked about last.

    Answer: `FixesTried`, or `OutOfStep` if that is not the one at `revision`.
    """

    request: int
    revision: int
    data: DataFacts | None
    device: TrainingDevice | None
    problems: tuple[Problem, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class FixesTried:
    """Answer to both: for each problem the repairs that solve it."""

    request: int
    fixes: tuple[tuple[Fix, ...], ...]

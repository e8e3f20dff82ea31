"""What a whole model adds up to, as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from studio.graph.block import BlockKind
from studio.graph.document import Document
from studio.graph.memory import bytes_text
from studio.graph.model import LayerDefinition, NodeKind
from studio.protocol.messages import NodeFacts


class Measure(StrEnum):
    """A number of a node that can be compared and added up."""

    PARAMS = "Parameters"
    TRAINABLE = "Trainable"
    FROZEN = "Frozen"
    WEIGHTS = "Weights"
    ACTIVATIONS = "Activations"
    MACS = "Multiply-adds"
    FLOPS = "FLOPs"

    @property
    def is_bytes(self) -> bool:
        """Whether it is an amount of memory."""
        return self in (Measure.WEIGHTS, Measure.ACTIVATIONS)


OF_WEIGHTS = (Measure.PARAMS, Measure.TRAINABLE, Measure.FROZEN, Measure.WEIGHTS)


@dataclass(frozen=True, slots=True)
class Total:
    """Sum of a measure; `is_least` if a node's number is not known."""

    value: int
    is_least: bool

    @property
    def is_known(self) -> bool:
        """Whether anything is known that could be told."""
        return bool(self.value) or not self.is_least


_NUMBER = {
    Measure.PARAMS: attrgetter("params"),
    Measure.TRAINABLE: attrgetter("trainable_params"),
    Measure.FROZEN: attrgetter("frozen_params"),
    Measure.WEIGHTS: attrgetter("weight_bytes"),
    Measure.ACTIVATIONS: attrgetter("activation_bytes"),
    Measure.MACS: attrgetter("macs"),
    Measure.FLOPS: attrgetter("flops"),
}


def number_of(facts: NodeFacts | None, measure: Measure) -> int | None:
    """One number of a node; None while it is unknown."""
    if facts is None or not facts.outputs:
        return None
    if measure in OF_WEIGHTS and not _is_weighed(facts):
        return None
    number: int | None = _NUMBER[measure](facts)
    return number


def sum_of(numbers: Iterable[int | None]) -> Total:
    """Sum of what is known."""
    value, is_least = 0, False
    for number in numbers:
        if number is None:
            is_least = True
        else:
            value += number
    return Total(value, is_least)


def model_totals(
    document: Document, facts: Mapping[str, NodeFacts]
) -> dict[Measure, Total]:
    """Sums over the nodes of a document, blocks as a whole.

    Weights of a layer that is called several times count once.
    """
    graph, blocks = document.graph, document.blocks.values()
    definitions = graph.definitions
    groups = {block.id for block in blocks if block.kind is BlockKind.GROUP}
    calls: list[NodeFacts | None] = []
    layers: dict[str, NodeFacts | None] = {}
    for node in graph.nodes.values():
        if node.kind is NodeKind.OUTPUT:
            continue
        told = facts.get(node.id)
        calls.append(told)
        key = node.definition
        if key is None or definitions[key].block in groups:
            key = node.id
        if key not in layers or not _is_weighed(layers[key]):
            layers[key] = told
    called = [f for f in calls if f and f.outputs]
    weighed = [f for f in layers.values() if f and _is_weighed(f)]

    def total(measure: Measure) -> Total:
        is_weight = measure in OF_WEIGHTS
        told = map(_NUMBER[measure], weighed if is_weight else called)
        numbers = [number for number in told if number is not None]
        return Total(sum(numbers), len(numbers) < len(layers if is_weight else calls))

    return {measure: total(measure) for measure in Measure}


def _is_weighed(facts: NodeFacts | None) -> bool:
    """Whether it is known what weights a node has."""
    return facts is not None and bool(facts.outputs) and facts.weights_known


def is_group(document: Document, definition: LayerDefinition) -> bool:
    """Whether each node of the definition has layers of its own."""
    block = document.blocks.get(definition.block or "")
    return block is not None and block.kind is BlockKind.GROUP


def number_text(measure: Measure, number: int | None) -> str:
    """Number of a measure for a person; ``?`` while it is unknown."""
    if number is None:
        return "?"
    return bytes_text(number) if measure.is_bytes else f"{number:,}"


def total_text(measure: Measure, total: Total) -> str:
    """Sum for a person: says ``at least`` where something is unknown."""
    return told_text(number_text(measure, total.value), total)


def told_text(text: str, total: Total) -> str:
    """A sum in these words, or ``at least`` that."""
    return f"at least {text}" if total.is_least else text


def flops_text(flops: int) -> str:
    """Operations for a person: ``640 FLOPs``, ``1.5 MFLOPs``, ``12.3 GFLOPs``."""
    amount = float(flops)
    for prefix in ("", "k", "M", "G"):
        if amount < 1000:
            return f"{amount:.1f} {prefix}FLOPs" if prefix else f"{flops} FLOPs"
        amount /= 1000
    return f"{amount:.1f} TFLOPs"

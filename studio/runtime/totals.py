"""What a whole model adds up to, as far as it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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


def number_of(facts: NodeFacts | None, measure: Measure) -> int | None:
    """One number of a node; None while it is unknown."""
    if facts is None or not facts.outputs:
        return None
    if measure in OF_WEIGHTS and not facts.weights_known:
        return None
    match measure:
        case Measure.PARAMS:
            return facts.params
        case Measure.TRAINABLE:
            return facts.trainable_params
        case Measure.FROZEN:
            return facts.frozen_params
        case Measure.WEIGHTS:
            return facts.weight_bytes
        case Measure.ACTIVATIONS:
            return facts.activation_bytes
        case Measure.MACS:
            return facts.macs
        case Measure.FLOPS:
            return facts.flops


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
    document: Document,
    facts: Mapping[str, NodeFacts],
    measures: Iterable[Measure] = Measure,
) -> dict[Measure, Total]:
    """Sums over the nodes of a document, blocks as a whole.

    Weights of a layer that is called several times count once.
    """
    graph = document.graph
    calls: list[NodeFacts | None] = []
    layers: dict[str, NodeFacts | None] = {}
    for node in graph.nodes.values():
        if node.kind is NodeKind.OUTPUT:
            continue
        told = facts.get(node.id)
        calls.append(told)
        definition = graph.definition_of(node.id)
        is_own = definition is None or is_group(document, definition)
        key = node.id if is_own else node.definition or ""
        if number_of(layers.get(key), Measure.PARAMS) is None:
            layers[key] = told
    weights = list(layers.values())
    return {
        measure: sum_of(
            number_of(told, measure)
            for told in (weights if measure in OF_WEIGHTS else calls)
        )
        for measure in measures
    }


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

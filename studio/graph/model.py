"""What a document is made of: frozen records that refer to one another by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from studio.graph.values import Value, freeze

INPUT_CLASS = "keras.layers.InputLayer"


class NodeKind(StrEnum):
    """What a node stands for."""

    INPUT = "input"
    """A model input; its definition is a `keras.layers.InputLayer`."""
    LAYER = "layer"
    """One call of a layer."""
    OUTPUT = "output"
    """Marks a tensor as a model output; it has no definition."""


class Point(NamedTuple):
    """Scene position of a node's top-left corner, in scene units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LayerDefinition:
    """A layer: its class and constructor arguments. Nodes call it.

    Attributes:
        id: ``l1``, ``l2``... unique in the document, never reused.
        layer_class: catalog key, e.g. ``keras.layers.Dense``.
        name: the Keras layer name, unique in the document.
        parameters: constructor arguments that differ from the default.
    """

    id: str
    layer_class: str
    name: str
    parameters: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", freeze(self.parameters))

    @property
    def class_name(self) -> str:
        """Last part of the class path, e.g. ``Dense``."""
        return self.layer_class.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Node:
    """One call on the canvas.

    Attributes:
        id: ``n1``, ``n2``... unique in the document, never reused.
        kind: what the node stands for.
        definition: id of the layer it calls; None for an output. Nodes with
            the same definition share its weights.
        position: top-left corner on the canvas.
        call: constant call arguments, e.g. ``{"use_causal_mask": True}``.
    """

    id: str
    kind: NodeKind
    definition: str | None = None
    position: Point = Point(0.0, 0.0)
    call: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "call", freeze(self.call))
        object.__setattr__(self, "position", Point(*self.position))


class PortKey(NamedTuple):
    """An input port of a node: an argument of its call.

    `port` is the argument's name (``query``), or name and index
    (``inputs[2]``) where the argument is a list of tensors.
    """

    node: str
    port: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor: from an output of `source` to an input port of `target`.

    An input port holds at most one edge, so ``(target, port)`` identifies it.
    `output` is the index (``"0"``) or key of the source's output.
    """

    source: str
    target: str
    port: str
    output: str = "0"

    @property
    def key(self) -> PortKey:
        """The input port the edge ends in."""
        return PortKey(self.target, self.port)


@dataclass(frozen=True, slots=True)
class Comment:
    """A note on the canvas, plain text. Sizes in scene units."""

    id: str
    text: str
    position: Point = Point(0.0, 0.0)
    width: float = 220.0
    height: float = 80.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "position", Point(*self.position))

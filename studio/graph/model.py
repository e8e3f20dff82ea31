"""What a document is made of: frozen records that refer to one another by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from studio.graph.values import Value, freeze

INPUT_CLASS = "keras.layers.InputLayer"
MODEL_CLASS = "keras.Model"
"""Class of a definition that is a nested functional model."""
SEQUENTIAL_CLASS = "keras.Sequential"
"""Class of a definition that is a nested sequential model."""
BLOCK_CLASS = "studio.Block"
"""Class of a definition that stands for a block, expanded in place."""
OPS = "keras.ops."
"""How the classes of definitions that are ops begin."""
ACTIVATIONS = "keras.activations."
"""How activations begin; some called on a tensor are ops of their own."""
APPLICATIONS = "keras.applications."
"""How the classes of definitions that build a known model begin."""
CUSTOM = "custom."
"""How the classes that the document's own code defines begin."""

Place = tuple[str | int, ...]
"""Keys and indices that lead to a tensor in a nested structure."""


class NodeKind(StrEnum):
    """What a node stands for."""

    INPUT = "input"
    """A model input; its definition is a `keras.layers.InputLayer`."""
    LAYER = "layer"
    """One call: of a layer, an op, a nested model or a block."""
    OUTPUT = "output"
    """Marks a tensor as a model output; it has no definition."""


class Point(NamedTuple):
    """Scene position of a node's top-left corner, in scene units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LayerDefinition:
    """A layer, op, model or block: its class and arguments. Nodes call it.

    Attributes:
        id: ``l1``, ``l2``... unique in the document, never reused.
        layer_class: catalog key, e.g. ``keras.layers.Dense``; for an op its
            function, ``keras.ops.mean``; ``keras.Model`` or
            ``keras.Sequential`` for a nested model, ``studio.Block`` for a block.
        name: the Keras name, unique in its graph. Inside a block ``{name}`` in
            it stands for the name of the block's instance.
        parameters: arguments that differ from the default; of an op its constant
            ones, also those in the place of a tensor (``x2`` of an addition).
        block: id of the `Block` that holds the graph of a nested model or block.
    """

    id: str
    layer_class: str
    name: str
    parameters: dict[str, Value] = field(default_factory=dict)
    block: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", freeze(self.parameters))

    @property
    def class_name(self) -> str:
        """Last part of the class path, e.g. ``Dense``."""
        return self.layer_class.rpartition(".")[2]

    @property
    def is_op(self) -> bool:
        """Whether it is a function that is called on tensors and has no weights."""
        return self.layer_class.startswith((OPS, ACTIVATIONS))

    @property
    def is_foreign(self) -> bool:
        """Whether its class is neither one of Keras nor of Studio."""
        return not self.layer_class.startswith(("keras.", "studio."))


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
        place: where an input or output stands in the model's inputs or outputs:
            ``()`` alone, ``(0,)`` in a list, ``("mask",)`` in a dict.
        muted: whether the call is left out: what comes in first goes on instead.
    """

    id: str
    kind: NodeKind
    definition: str | None = None
    position: Point = Point(0.0, 0.0)
    call: dict[str, Value] = field(default_factory=dict)
    place: Place = ()
    muted: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "call", freeze(self.call))
        object.__setattr__(self, "place", tuple(self.place))
        object.__setattr__(self, "position", Point(*self.position))

    def moved(self, position: Point) -> Node:
        """The same call elsewhere; `replace` would take four times as long."""
        return Node(
            self.id,
            self.kind,
            self.definition,
            position,
            self.call,
            self.place,
            self.muted,
        )


class Flow(StrEnum):
    """Which way wires run on the canvas."""

    TOP_TO_BOTTOM = "top_to_bottom"
    LEFT_TO_RIGHT = "left_to_right"


class PortKey(NamedTuple):
    """An input port of a node: an argument of its call.

    `port` is the argument's name (``query``), with index or key (``inputs[2]``,
    ``inputs[mask]``, ``inputs[a][0]``) where it holds several tensors.
    """

    node: str
    port: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor: from an output of `source` to an input port of `target`.

    An input port holds at most one edge, so ``(target, port)`` identifies it.
    `output` is the index (``"0"``) or key of the source's output. `via` are the
    points that the wire runs through on its way; they mean nothing to the model.
    They are `pinned` where a person put them: a layout keeps them if it can.
    """

    source: str
    target: str
    port: str
    output: str = "0"
    via: tuple[Point, ...] = ()
    pinned: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "via", tuple(Point(*p) for p in self.via))
        object.__setattr__(self, "pinned", self.pinned and bool(self.via))

    @property
    def key(self) -> PortKey:
        """The input port the edge ends in."""
        return PortKey(self.target, self.port)


@dataclass(frozen=True, slots=True)
class Comment:
    """A note on the canvas, plain text. Sizes in scene units.

    A frame stands around nodes, with the text as its title, and takes them along.
    """

    id: str
    text: str
    position: Point = Point(0.0, 0.0)
    width: float = 220.0
    height: float = 80.0
    frame: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "position", Point(*self.position))

"""What the rules need to know of a node that Keras looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from studio.graph.graph import Graph
from studio.graph.model import Edge

Shape = tuple[int | None, ...]


class KnownTensor(Protocol):
    """One output: its key, its shape with the batch axis first, its dtype."""

    @property
    def key(self) -> str:
        """Index or key of the output."""

    @property
    def shape(self) -> Shape:
        """Sizes, None where any goes."""

    @property
    def dtype(self) -> str:
        """Name of the dtype."""


class KnownNode(Protocol):
    """Outputs and weights of a node."""

    @property
    def outputs(self) -> Sequence[KnownTensor]:
        """Outputs in order; empty where nothing is known."""

    @property
    def params(self) -> int:
        """All weights of the layer."""

    @property
    def trainable_params(self) -> int:
        """Weights that are trained."""

    @property
    def flops(self) -> int | None:
        """Arithmetic operations for a sample; None where an open size decides."""

    @property
    def macs(self) -> int | None:
        """Multiply-adds for a sample; None where an open size decides."""

    @property
    def weight_bytes(self) -> int:
        """Memory of the layer's weights."""

    @property
    def weight_shapes(self) -> Sequence[tuple[int, ...]]:
        """Shape of each of the layer's weights."""

    @property
    def activation_bytes(self) -> int | None:
        """Memory of the outputs for a sample."""

    @property
    def policy(self) -> str:
        """Name of the layer's dtype policy."""

    @property
    def weights_known(self) -> bool:
        """Whether these are all weights of the layer."""

    @property
    def is_partial(self) -> bool:
        """Whether the node follows an error, so that its sizes may be other ones."""


Known = Mapping[str, KnownNode]
"""By id of the node; of a call in a block that differs by the way: ``n5/n3``."""


def node_of(told: str) -> str:
    """Id of the node that something is known of, by the way to one call of it."""
    return told.rpartition("/")[2]


def tensor_of(known: Known, edge: Edge) -> KnownTensor | None:
    """Tensor an edge carries; None while it is not known."""
    node = known.get(edge.source)
    outputs = node.outputs if node else ()
    return next((o for o in outputs if o.key == edge.output), None)


def sample_shape(tensor: KnownTensor) -> Shape:
    """Shape of one sample, without the batch axis."""
    return tensor.shape[1:]


def weights_of_layers(graph: Graph, known: Known) -> dict[str, KnownNode]:
    """What is known of each layer, a shared one once, by its definition's id."""
    layers: dict[str, KnownNode] = {}
    for node in graph.nodes.values():
        found = known.get(node.id)
        if node.definition is not None and found is not None:
            layers[node.definition] = found
    return layers

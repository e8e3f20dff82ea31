"""How much memory training takes at its peak, as an estimate.

    peak = weights + gradients + optimizer state
           + batch × (kept outputs + 2 × largest output) × precision

- *Precision*: with a mixed policy outputs and their gradients take 16 bits, weights,
  their gradients and the optimizer's values stay float32 (Micikevicius et al., "Mixed
  Precision Training", 2018, section 3.1). Normalisation keeps a float32 copy of what
  comes in, as Keras computes it, and gives a gradient of that size. What other kernels
  take in float32 for a moment is not counted, so the estimate is a lower one.
- *Weights*: all of them, each layer's once. With a mixed policy Keras keeps them in
  float32 and computes with a copy of half the size.
- *Gradients*: one value for each trained weight.
- *Optimizer state*: so many values for each trained weight as the optimizer keeps
  (two in Adam: Kingma and Ba, "Adam", 2015, algorithm 1).
- *Kept outputs*: what the way back needs (Griewank and Walther, *Evaluating
  Derivatives*, 2008, chapter 4: reverse mode keeps the values of the way forwards).
  A value is kept if the layer that takes it needs it for its gradient, or the
  activation that made it does. Sums, averages and joins need neither; a layer that
  only gives its input another shape keeps nothing of its own. An activation other than
  relu keeps the values before it as well, and dropout its mask.
- *Two of the largest*: the gradient that comes in and the one that goes out, while the
  way back passes the largest output (Chen et al., "Training Deep Nets with Sublinear
  Memory Cost", 2016, section 3).

Left out: what TensorFlow itself takes, workspaces of convolution algorithms, and the
data set. `python -m benchmarks` prints how far it is from measured peaks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from studio.graph.algorithms import model_nodes
from studio.graph.graph import Graph
from studio.graph.known import Known, KnownNode, weights_of_layers
from studio.graph.loss_kinds import plain_name
from studio.graph.model import NodeKind
from studio.graph.values import Value, is_object

_STATES = {
    "sgd": 0, "rmsprop": 1, "adagrad": 1, "adadelta": 2, "adam": 2, "adamw": 2,
    "adamax": 2, "nadam": 2, "ftrl": 2, "lion": 1, "lamb": 2, "muon": 2, "adafactor": 0,
}  # fmt: skip
"""Values an optimizer keeps for each trained weight; Adafactor's are few in all."""
_USUAL_STATES = 2
_VALUE = 4
"""Bytes of a weight, a gradient and an optimizer's value: float32."""
_CHEAP = ("relu", "linear", "none")
_NORMALISES = "Normalization"
"""How layers end that compute in float32 whatever the policy."""
_LINEAR = (
    "Add", "Subtract", "Average", "GlobalAverage", "Concatenate", "ZeroPadding",
    "Cropping", "UpSampling",
)  # fmt: skip
"""Beginnings of layers whose gradient needs no value: of others it is assumed to."""


class TrainingDevice(NamedTuple):
    """Where training will run: its name and its memory in bytes, 0 if unknown."""

    name: str
    memory: int


@dataclass(frozen=True, slots=True)
class MemoryEstimate:
    """Parts of the peak, in bytes.

    Attributes:
        is_whole: whether every node's outputs are known; else it is a lower bound.
    """

    weights: int
    gradients: int
    optimizer: int
    activations: int
    is_whole: bool

    @property
    def total(self) -> int:
        """All parts."""
        return self.weights + self.gradients + self.optimizer + self.activations


def estimate_memory(
    graph: Graph, known: Known, batch: int, optimizer: Value, mixed: bool | None = None
) -> MemoryEstimate:
    """Estimate the peak of a training step.

    `mixed` asks what a mixed policy would take, or none; None leaves each layer's
    own.
    """
    in_model = model_nodes(graph)
    used = [node for node in graph.nodes if node in in_model]
    layers = weights_of_layers(graph, {n: known[n] for n in used if n in known})
    weights = sum(layer.weight_bytes for layer in layers.values())
    trained = _VALUE * sum(layer.trainable_params for layer in layers.values())
    halves = any(_is_mixed(known[n]) for n in used if n in known)
    if mixed or (mixed is None and halves):
        weights += weights // 2
    sizes = [_kept(graph, known, node, mixed) for node in used]
    told = [size for size in sizes if size is not None]
    values = sum(told) + 2 * max(told, default=0)
    return MemoryEstimate(
        weights,
        trained,
        int(trained * states_of(optimizer)),
        batch * values,
        len(told) == len(sizes) and all(n.weights_known for n in layers.values()),
    )


def states_of(optimizer: Value) -> int:
    """Values an optimizer keeps for each trained weight."""
    states = _STATES.get(plain_name(optimizer), _USUAL_STATES)
    config = optimizer["config"] if is_object(optimizer) else {}
    extra = ("momentum", "amsgrad", "centered", "use_ema")
    return states + sum(bool(config.get(name)) for name in extra)


def largest_batch(estimate: MemoryEstimate, batch: int, memory: int) -> int:
    """Largest power of two whose training is expected to fit; 0 if none does."""
    fixed = estimate.total - estimate.activations
    sample = estimate.activations / max(batch, 1)
    room = memory - fixed
    if room < sample or sample <= 0:
        return 0
    return int(2 ** int(math.log2(room / sample)))


def bytes_text(size: int) -> str:
    """Amount of memory for a person: ``640 B``, ``1.5 MB``, ``12.3 GB``."""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


def _kept(graph: Graph, known: Known, node: str, mixed: bool | None) -> int | None:
    """Bytes a sample leaves at a node until the way back has passed."""
    found = known.get(node)
    if graph.nodes[node].kind is NodeKind.OUTPUT:
        return 0
    if found is None or found.activation_bytes is None or not found.outputs:
        return None
    size = found.activation_bytes
    if mixed is not None and mixed != _is_mixed(found):
        size = size // 2 if mixed else size * 2
    if _is_view(graph, known, node):
        return 0
    definition = graph.definition_of(node)
    parameters = definition.parameters if definition else {}
    activation = parameters.get("activation")
    times = int(activation is not None or _is_needed(graph, known, node))
    if activation is not None and plain_name(activation) not in _CHEAP:
        times += 1
    if definition is not None and "Dropout" in definition.class_name:
        times += 1
    is_half = _is_mixed(found) if mixed is None else mixed
    if is_half and _is_normalised(graph, node):
        times += 1
    return size * times


def _is_normalised(graph: Graph, node: str) -> bool:
    """Whether a layer that normalises takes a node's output."""
    takers = (graph.definition_of(edge.target) for edge in graph.edges_out_of(node))
    return any(t is not None and t.class_name.endswith(_NORMALISES) for t in takers)


def _is_needed(graph: Graph, known: Known, node: str) -> bool:
    """Whether what takes a node's output needs it on the way back."""
    wires = graph.edges_out_of(node)
    if not wires:
        return True  # the loss does
    for target in (edge.target for edge in wires):
        taker = graph.definition_of(target)
        if taker is None:
            return True
        if _is_view(graph, known, target):
            if _is_needed(graph, known, target):
                return True
        elif not taker.class_name.startswith(_LINEAR):
            return True
    return False


def _is_view(graph: Graph, known: Known, node: str) -> bool:
    """Whether a node only gives its input another shape."""
    before = graph.edges_into(node)
    source = known.get(before[0].source) if len(before) == 1 else None
    found = known.get(node)
    if source is None or found is None or found.params or found.flops:
        return False
    return source.activation_bytes == found.activation_bytes


def _is_mixed(node: KnownNode) -> bool:
    return node.policy.startswith("mixed")

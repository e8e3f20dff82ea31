"""Rules of what enters the model: ranges, channels, whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from studio.graph.algorithms import model_inputs
from studio.graph.commands import change_fit
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.known import Known, sample_shape, tensor_of
from studio.graph.model import LayerDefinition, NodeKind
from studio.graph.problems import Fix, Problem, Severity, warning
from studio.graph.setup import DataFacts

_LARGE = 20.0
"""Inputs beyond this, plus or minus, count as not normalised."""
_CHANNELS = (1, 3, 4)
_SMALLEST_SIDE = 8
_USUAL_BATCH = 32


def check_shapes_in_use(calls: Expanded) -> Iterator[Problem]:
    """Inputs that Keras accepts, though they are most likely meant otherwise."""
    graph, known = calls.graph, calls.known
    for start in model_inputs(graph):
        yield from _channels(graph, known, start)
    for node_id, node in graph.nodes.items():
        if node.kind is NodeKind.LAYER and known.get(node_id):
            yield from _integers(graph, known, node_id)


def check_values(calls: Expanded, data: DataFacts) -> Iterator[Problem]:
    """The data's values against what takes them."""
    graph = calls.graph
    inputs = [n for n in model_inputs(graph) if _fed(graph, n)]
    for node in inputs if data.arrays or len(inputs) == 1 else ():
        samples = data.of_input(node)
        if samples is not None and all(map(math.isfinite, samples.input_range)):
            takers = _fed(graph, node)
            yield from _scale(calls, samples, node)
            yield from _decimals(samples, takers)
            yield from _vocabulary(calls, samples, takers)
    yield from _batch(calls.document, data)


def _fed(graph: Graph, node: str) -> dict[str, LayerDefinition]:
    """Layers that take the node's tensor, by node id."""
    found = {e.target: graph.definition_of(e.target) for e in graph.edges_out_of(node)}
    return {target: layer for target, layer in found.items() if layer is not None}


def _scale(calls: Expanded, data: DataFacts, node: str) -> Iterator[Problem]:
    low, high = data.input_range
    if max(abs(low), abs(high)) <= _LARGE or _is_normalised(calls, node):
        return
    text = (
        f"The samples of {data.title} go from {low:g} to {high:g}, and nothing behind "
        f"{calls.graph.title_of(node)} normalises them. Insert a "
        "Rescaling, or normalise the data."
    )
    yield warning("D-SCALE", text, node)


def _is_normalised(calls: Expanded, node: str) -> bool:
    """Whether raw values of an input come to a layer that is made for them.

    Layers without weights, such as those that turn or crop pictures, hand them on.
    """
    waiting, seen = [node], {node}
    while waiting:
        for target, layer in _fed(calls.graph, waiting.pop()).items():
            if _takes_any_range(layer):
                return True
            known = calls.known.get(target)
            if target not in seen and known is not None and known.params == 0:
                seen.add(target)
                waiting.append(target)
    return False


def _takes_any_range(layer: LayerDefinition) -> bool:
    """Whether a layer is made for raw values."""
    name = layer.class_name
    raw = ("Rescaling", "Embedding", "CategoryEncoding", "Discretization", "Hashing")
    prepared = layer.layer_class.startswith("keras.applications.")
    return prepared or name in raw or name.endswith(("Normalization", "Lookup"))


def _decimals(data: DataFacts, takers: dict[str, LayerDefinition]) -> Iterator[Problem]:
    low, high = data.input_range
    if low % 1 == 0 and high % 1 == 0:
        return
    for node, layer in takers.items():
        if layer.class_name == "Embedding":
            text = (
                f"{layer.name} looks up whole numbers, such as those of words, but the "
                f"samples of {data.title} are quantities from {low:.4g} to {high:.4g}, "
                "which it cuts off. Use a Dense layer."
            )
            yield warning("D-DECIMALS", text, node)


def _vocabulary(
    calls: Expanded, data: DataFacts, takers: dict[str, LayerDefinition]
) -> Iterator[Problem]:
    high = int(data.input_range[1])
    for node, layer in takers.items():
        rows = layer.parameters.get("input_dim")
        if layer.class_name != "Embedding" or not isinstance(rows, int):
            continue
        if rows > high:
            continue
        text = (
            f"{layer.name} has rows for 0 to {rows - 1}, but {data.title} goes up to "
            f"{high}. Set input_dim to at least {high + 1}."
        )
        edit = calls.set(node, {"input_dim": high + 1})
        fix = Fix(f"Set input_dim to {high + 1}", edit, safe=True)
        yield Problem(Severity.ERROR, "D-VOCABULARY", text, node, "input_dim", (fix,))


def _batch(document: Document, data: DataFacts) -> Iterator[Problem]:
    size = document.setup.fit.batch_size
    if not 0 < data.train < size:
        return
    fitting = min(_USUAL_BATCH, 2 ** int(math.log2(data.train)))
    samples = f"{data.train} training sample{'s' if data.train > 1 else ''}"
    text = (
        f"A batch of {size} is larger than the {samples} of {data.title}, so each "
        f"epoch is a single step. Use {fitting}."
    )
    edit = change_fit(document, batch_size=fitting)
    fix = Fix(f"Set the batch size to {fitting}", edit, safe=True)
    yield warning("D-BATCH", text, None, "batch_size", fix)


def _channels(graph: Graph, known: Known, node: str) -> Iterator[Problem]:
    for edge in graph.edges_out_of(node):
        tensor, layer = tensor_of(known, edge), graph.definition_of(edge.target)
        shape = sample_shape(tensor) if tensor else ()
        if layer is None or len(shape) != 3 or None in shape:
            continue
        channels, *space = shape
        first = channels in _CHANNELS and min(s or 0 for s in space) >= _SMALLEST_SIDE
        if first and "2D" in layer.class_name and "data_format" not in layer.parameters:
            size = "×".join(map(str, shape))
            text = (
                f"{graph.title_of(node)} gives {size}: the channels seem to come "
                f"first, but {layer.name} expects them last. Turn the axes with a "
                "Permute."
            )
            yield warning("K-CHANNELS", text, node, "shape")
            return


def _integers(graph: Graph, known: Known, node: str) -> Iterator[Problem]:
    layer = graph.definition_of(node)
    if layer is None or not {"units", "filters"} & layer.parameters.keys():
        return
    for edge in graph.edges_into(node):
        tensor = tensor_of(known, edge)
        if tensor and tensor.dtype.startswith(("int", "uint")):
            text = (
                f"{layer.name} takes the {tensor.dtype} numbers of "
                f"{graph.title_of(edge.source)} as quantities. If they number words or "
                "categories, put an Embedding before it; else give the input the dtype "
                "float32."
            )
            yield warning("K-INTEGERS", text, node, edge.port)

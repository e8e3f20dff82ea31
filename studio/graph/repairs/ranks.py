"""Repairs of a tensor with too many or too few axes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from studio.graph import commands
from studio.graph.edits import MoveNodes
from studio.graph.known import Shape
from studio.graph.model import Edge
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case, chained, spoken
from studio.graph.repairs.draft import Draft, deleting
from studio.graph.values import Value

Layer = tuple[str, dict[str, Value]]
"""Path and parameters of a layer to insert."""
Layers = tuple[Layer, ...]

_WORDS = 10_000
"""Rows of an Embedding where the data does not say how many."""
_WIDTH = 16
_MOST_CHANNELS = 512
_COLOURS = 4
"""Channels of a picture as it is: its mean colour alone says next to nothing."""
_FEW = 4096
"""Numbers that a layer may well take one by one, as of 8×8 maps of 64 channels."""


def repair_ranks(case: Case) -> Iterator[Fix]:
    """Other numbers of axes for the tensors that come in."""
    for edge, tensor in case.tensors():
        shape = tensor.shape[1:]
        if is_whole(tensor.dtype) and len(shape) == 1:
            yield from embed(case, edge)
        if len(shape) == 1:
            yield from _flatten_moved(case, edge)
        for layers in (*fewer_axes(shape), *more_axes(shape)):
            yield from case.inserted(edge, *layers)
        if len(shape) == 1:
            yield from _axes_for_a_while(case, edge, shape)
    yield from _other_layer(case)


def fewer_axes(shape: Shape) -> Iterator[Layers]:
    """Layers that take axes away, the one that keeps most of what counts first.

    Small maps are flattened, which keeps where something is; of large ones Flatten
    would make too many numbers, and of a sequence the mean says most.
    """
    rank = len(shape)
    flatten: Layers = (("keras.layers.Flatten", {}),)
    is_raw = rank == 3 and shape[-1] is not None and shape[-1] <= _COLOURS
    sizes = [size for size in shape if size is not None]
    is_small = rank >= 3 and len(sizes) == rank and math.prod(sizes) <= _FEW
    flattens_first = is_raw or is_small
    if flattens_first:
        yield flatten
    if 2 <= rank <= 4:
        yield ((pooling(rank), {}),)
    if rank >= 2 and not flattens_first:
        yield flatten
    if rank >= 3 and None not in shape[1:]:
        rows = -1 if None in shape[:-1] else math.prod(s or 1 for s in shape[:-1])
        yield (("keras.layers.Reshape", {"target_shape": (rows, shape[-1])}),)


def more_axes(shape: Shape) -> Iterator[Layers]:
    """Layers that add axes."""
    yield (("keras.ops.expand_dims", {"axis": -1}),)
    if None not in shape:
        yield (("keras.layers.Reshape", {"target_shape": (*shape, 1)}),)
    if len(shape) == 1 and shape[0]:
        for target in (*itertools.islice(_squares(shape[0]), 2), (1, 1, shape[0])):
            yield (("keras.layers.Reshape", {"target_shape": target}),)
    if len(shape) == 2 and None not in shape:
        yield (("keras.layers.Reshape", {"target_shape": (*shape, 1, 1)}),)


def _squares(size: int) -> Iterator[tuple[int, int, int]]:
    """Shapes of square pictures of so many values, fewest channels first."""
    for channels in range(1, min(size, _MOST_CHANNELS) + 1):
        side = math.isqrt(size // channels)
        if side > 1 and side * side * channels == size:
            yield side, side, channels


def _flatten_moved(case: Case, edge: Edge) -> Iterator[Fix]:
    """The Flatten that took the axes away put behind the layer that needs them."""
    graph, flatten, node = case.graph, edge.source, case.node
    definition = graph.definition_of(flatten)
    if definition is None or definition.class_name != "Flatten":
        return
    if len(graph.edges_out_of(flatten)) != 1 or len(graph.edges_into(flatten)) != 1:
        return
    (before,) = graph.edges_into(flatten)

    def move(draft: Draft) -> None:
        places = draft.graph.nodes[node].position, draft.graph.nodes[flatten].position
        behind = draft.graph.edges_out_of(node)
        draft.do(commands.disconnect([before.key]))
        draft.connect(before.source, node, edge.port, before.output)
        for wire in behind:
            draft.connect(flatten, wire.target, wire.port)
        draft.connect(node, flatten, before.port)
        draft.do(MoveNodes(dict(zip((flatten, node), places, strict=True))))

    yield from case.draft(f"Move {definition.name} behind {case.title}", move)


def _axes_for_a_while(case: Case, edge: Edge, shape: Shape) -> Iterator[Fix]:
    """Axes added before the layer and taken away behind it."""
    for layers in more_axes(shape):

        def insert(draft: Draft, layers: Layers = layers) -> None:
            first, *others = draft.graph.edges_out_of(case.node)
            for path, parameters in layers:
                draft.insert(edge, path, parameters)
            flatten = draft.insert(first, "keras.layers.Flatten").source
            for wire in others:
                draft.connect(flatten, wire.target, wire.port)

        names = " and ".join(spoken(path, parameters) for path, parameters in layers)
        if case.graph.edges_out_of(case.node):
            title = f"Insert {names} before {case.title} and Flatten behind it"
            yield from case.draft(title, insert)


def embed(case: Case, edge: Edge) -> Iterator[Fix]:
    """An Embedding for whole numbers, alone and with what makes a row of it."""
    rows = _WORDS
    if case.data is not None and case.data.input_range[1] >= 1:
        rows = int(case.data.input_range[1]) + 1
    layer = ("keras.layers.Embedding", {"input_dim": rows, "output_dim": _WIDTH})
    yield from chained(
        case.inserted(edge, layer),
        case.inserted(edge, layer, (pooling(2), {})),
        case.inserted(edge, layer, ("keras.layers.Flatten", {})),
    )


def pooling(rank: int) -> str:
    """Path of the global pooling layer for samples of so many axes."""
    return f"keras.layers.GlobalAveragePooling{rank - 1}D"


def is_whole(dtype: str) -> bool:
    """Whether a dtype holds whole numbers."""
    return dtype.startswith(("int", "uint"))


def _other_layer(case: Case) -> Iterator[Fix]:
    """The layer taken out, where the model is whole without it."""
    if case.node and len(case.graph.edges_into(case.node)) == 1:
        yield from case.draft(f"Delete {case.title}", deleting(case.node))

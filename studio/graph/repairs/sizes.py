"""Repairs of a layer's own sizes: windows, reshapes, numbers, open axes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from studio.graph.algorithms import upstream
from studio.graph.commands import delete_nodes, make_unique
from studio.graph.known import Shape, tensor_of
from studio.graph.model import NodeKind
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case, spoken
from studio.graph.repairs.draft import Draft, cutting, deleting, setting, wiring
from studio.graph.repairs.ranks import embed, is_whole, pooling
from studio.graph.values import Value

_WINDOWS = ("pool_size", "kernel_size", "size")


def repair_window(case: Case) -> Iterator[Fix]:
    """Padding, a window that fits, less cropping; or no such layer."""
    definition = case.definition
    if definition is None:
        return
    given = definition.parameters
    if "cropping" not in given:
        yield from case.draft(
            f"Set padding of {case.title} to same",
            setting(case.node, {"padding": "same"}),
        )
    for _, shape in case.shapes():
        for name in _WINDOWS:
            if name in given and None not in shape[:-1]:
                fitting = _fitting(given[name], shape[:-1])
                yield from _set(case, name, fitting)
        if "cropping" in given:
            less = tuple(_half_cut(size) for size in shape[:-1])
            yield from _set(case, "cropping", less if len(less) > 1 else less[0])
    yield from case.draft(f"Delete {case.title}", deleting(case.node))


def _fitting(window: Value, space: Shape) -> Value:
    sizes = window if isinstance(window, tuple) else (window,) * len(space)
    pairs = zip(sizes, space, strict=False)
    return tuple(min(int(size), room or 1) for size, room in pairs)


def _half_cut(size: int | None) -> tuple[int, int]:
    quarter = (size or 0) // 4
    return quarter, quarter


def repair_reshape(case: Case) -> Iterator[Fix]:
    """Target shapes of as many values as come in."""
    definition = case.definition
    if definition is None or "target_shape" not in definition.parameters:
        return
    target = definition.parameters["target_shape"]
    for _, shape in case.shapes():
        if None in shape:
            continue
        total = math.prod(size or 1 for size in shape)
        sizes = list(target) if isinstance(target, tuple) else []
        for index in reversed(range(len(sizes))):
            rest = math.prod(n for i, n in enumerate(sizes) if i != index)
            if rest > 0 and total % rest == 0:
                fitting = [*sizes[:index], total // rest, *sizes[index + 1 :]]
                yield from _set(case, "target_shape", tuple(fitting))
        side = math.isqrt(total)
        if len(sizes) == 2 and side * side == total:
            yield from _set(case, "target_shape", (side, side))
        yield from _set(case, "target_shape", (*(1 for _ in sizes[1:]), total))
        yield from _set(case, "target_shape", (total,))
    yield from case.draft(f"Delete {case.title}", deleting(case.node))


def repair_shared(case: Case) -> Iterator[Fix]:
    """A layer of its own for a node whose shared layer met another size."""
    yield from case.draft(
        f"Give {case.title} weights of its own here",
        lambda draft: draft.do(make_unique(draft.document, case.node)),
    )


def repair_open_size(case: Case) -> Iterator[Fix]:
    """Global pooling in place of Flatten, or an input of fixed size."""
    graph = case.graph
    for node in sorted(upstream(graph, [case.node]) if case.node else ()):
        definition = graph.definition_of(node)
        if definition is not None and definition.class_name == "Flatten":
            yield from _pooled(case, node)
    yield from _fixed_input(case)


def _pooled(case: Case, flatten: str) -> Iterator[Fix]:
    for edge in case.graph.edges_into(flatten):
        tensor = tensor_of(case.known, edge)
        if tensor is not None and 2 <= len(tensor.shape) - 1 <= 4:
            path = pooling(len(tensor.shape) - 1)
            yield from replaced(case, flatten, path, {})


def _fixed_input(case: Case) -> Iterator[Fix]:
    if case.data is None or not case.node:
        return
    for node in sorted(upstream(case.graph, [case.node])):
        data = case.data.of_input(node)
        if case.graph.nodes[node].kind is NodeKind.INPUT and data is not None:
            title = case.graph.title_of(node)
            yield from case.draft(
                f"Set the shape of {title} to that of the data",
                setting(node, {"shape": data.input_shape}, ("batch_shape",)),
            )


def replaced(
    case: Case, node: str, path: str, parameters: dict[str, Value], safe: bool = False
) -> Iterator[Fix]:
    """Another layer in a node's place, with its wires."""
    title = case.graph.title_of(node)

    def replace(draft: Draft) -> None:
        graph = draft.graph
        new = draft.place(path, graph.nodes[node].position, parameters)
        for edge in graph.edges_into(node):
            draft.connect(edge.source, new, "inputs", edge.output)
        for edge in graph.edges_out_of(node):
            draft.connect(new, edge.target, edge.port)
        draft.do(delete_nodes(draft.document, [node], heal=False))

    name = spoken(path, parameters)
    yield from case.draft(f"Replace {title} by {name}", replace, safe=safe)


def repair_kind(case: Case) -> Iterator[Fix]:
    """Numbers of another kind: an Embedding, a cast, an input of float32."""
    for edge, tensor in case.tensors():
        if is_whole(tensor.dtype) and len(tensor.shape) == 2:
            yield from embed(case, edge)
        yield from case.inserted(edge, ("keras.ops.cast", {"dtype": "float32"}))
    yield from decimal_inputs(case)
    for edge, tensor in case.tensors():
        if is_whole(tensor.dtype):
            yield from case.inserted(edge, ("keras.layers.Rescaling", {"scale": 1.0}))


def decimal_inputs(case: Case) -> Iterator[Fix]:
    """Inputs above the node with their dtype set back to Keras' own, float32."""
    for node in sorted(upstream(case.graph, [case.node]) if case.node else ()):
        definition = case.graph.definition_of(node)
        is_input = case.graph.nodes[node].kind is NodeKind.INPUT
        if definition is not None and is_input and "dtype" in definition.parameters:
            title = f"Give {definition.name} the dtype float32"
            yield from case.draft(title, setting(node, {}, ("dtype",)))


def repair_output(case: Case) -> Iterator[Fix]:
    """The layer's first output in place of one that is gone, or no wire."""
    for edge in case.graph.edges_into(case.node) if case.node else ():
        if edge.port != case.problem.parameter:
            continue
        source = case.graph.title_of(edge.source)
        yield from case.draft(
            f"Take the first output of {source}",
            wiring(edge.source, edge.target, edge.port),
        )
        yield from case.draft("Remove the wire", cutting(edge))


def _set(case: Case, name: str, value: Value) -> Iterator[Fix]:
    text = f"Set {name} of {case.title} to {value}"
    yield from case.draft(text, setting(case.node, {name: value}))

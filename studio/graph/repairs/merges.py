"""Repairs of tensors that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.known import Shape
from studio.graph.model import Edge
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import Draft, cutting
from studio.graph.repairs.ranks import Layer, Layers, pooling
from studio.graph.values import Value

_L = "keras.layers."


def repair_merges(case: Case) -> Iterator[Fix]:
    """Tensors brought to the shape of one of them, fewest changes first."""
    shapes = case.shapes()
    targets: dict[Shape, int] = {}
    for _, shape in shapes:
        targets[shape] = targets.get(shape, 0) + 1
    for target in sorted(targets, key=lambda t: (-targets[t], -len(t))):
        others = [(edge, shape) for edge, shape in shapes if shape != target]
        if others:
            yield from _all_to(case, others, target)


def _all_to(
    case: Case, others: list[tuple[Edge, Shape]], target: Shape
) -> Iterator[Fix]:
    if len(others) == 1:
        edge, shape = others[0]
        for layers in ways(shape, target):
            yield from case.inserted(edge, *layers)
        return
    chosen = [(edge, next(ways(shape, target), None)) for edge, shape in others]

    def insert(draft: Draft) -> None:
        for edge, layers in chosen:
            wire = edge
            for path, parameters in layers or ():
                wire = draft.insert(wire, path, parameters)

    if all(layers for _, layers in chosen):
        size = "×".join("?" if s is None else str(s) for s in target)
        yield from case.draft(f"Bring all inputs of {case.title} to {size}", insert)


def ways(shape: Shape, target: Shape) -> Iterator[Layers]:
    """Layers that make `target` of `shape`, or make it fit beside it."""
    if len(shape) > len(target):
        yield from _lower(shape, target)
    elif len(shape) < len(target):
        size = (*(1 for _ in range(len(target) - len(shape))), *shape)
        if None not in size:
            reshape = (f"{_L}Reshape", {"target_shape": size})
            if shape[-1] != target[-1] and target[-1]:
                yield (dense(target[-1]), reshape)
            yield (reshape,)
    elif len(shape) == 1:
        if target[0]:
            yield (dense(target[0]),)
    else:
        yield from _same_rank(shape, target)


def _lower(shape: Shape, target: Shape) -> Iterator[Layers]:
    if len(target) == 1 and 2 <= len(shape) <= 4:
        pool: Layer = (pooling(len(shape)), {})
        if shape[-1] == target[0]:
            yield (pool,)
        elif target[0]:
            yield (pool, dense(target[0]))
        yield (pool,)
        yield ((f"{_L}Flatten", {}),)


def _same_rank(shape: Shape, target: Shape) -> Iterator[Layers]:
    """Channels by a 1×1 convolution; height and width by cropping or padding."""
    dims = len(shape) - 1
    space, wanted, channels = shape[:-1], target[:-1], target[-1]
    if dims > 3:
        return
    steps: list[Layers] = []
    if space != wanted:
        steps = list(_resized(space, wanted, dims))
    change = channels is not None and channels != shape[-1]
    if space == wanted and change:
        yield (_one_by_one(dims, channels),)
        yield (dense(channels or 1),)
        return
    stride = _ratio(space, wanted)
    if stride and channels:
        yield (_one_by_one(dims, channels, stride),)
    for layers in steps:
        yield (*layers, _one_by_one(dims, channels)) if change else layers
        if change:  # what is joined needs no equal channels
            yield layers


def _resized(space: Shape, wanted: Shape, dims: int) -> Iterator[Layers]:
    if None in space or None in wanted:
        return
    by = [(a or 0) - (b or 0) for a, b in zip(space, wanted, strict=True)]
    cut = tuple((n // 2, n - n // 2) for n in by)
    add = tuple((-n // 2, -n - -n // 2) for n in by)
    stride, growth = _ratio(space, wanted), _ratio(wanted, space)
    if all(n >= 0 for n in by):
        if stride:
            yield ((f"{_L}MaxPooling{dims}D", {"pool_size": stride}),)
        yield ((f"{_L}Cropping{dims}D", {"cropping": cut if dims > 1 else cut[0]}),)
    elif all(n <= 0 for n in by):
        if growth and dims == 2:
            yield ((f"{_L}UpSampling{dims}D", {"size": growth}),)
        padding = add if dims > 1 else add[0]
        yield ((f"{_L}ZeroPadding{dims}D", {"padding": padding}),)


def _ratio(large: Shape, small: Shape) -> tuple[int, ...] | None:
    """Whole factor of each axis, where there is one and it is no 1 throughout."""
    pairs = list(zip(large, small, strict=True))
    if any(not a or not b or a % b for a, b in pairs):
        return None
    ratio = tuple((a or 1) // (b or 1) for a, b in pairs)
    return None if set(ratio) == {1} else ratio


def _one_by_one(
    dims: int, channels: int | None, strides: tuple[int, ...] = ()
) -> Layer:
    parameters: dict[str, Value] = {"filters": channels, "kernel_size": (1,) * dims}
    if strides:
        parameters["strides"] = strides
    return f"{_L}Conv{dims}D", parameters


def dense(units: int) -> Layer:
    """A Dense layer of so many units, to insert."""
    return f"{_L}Dense", {"units": units}


def repair_count(case: Case) -> Iterator[Fix]:
    """Wires taken away from the end."""
    wires = case.graph.edges_into(case.node) if case.node else []
    for count in range(1, max(1, len(wires) - 1)):
        last = "wire" if count == 1 else f"{count} wires"
        yield from case.draft(
            f"Remove the last {last} of {case.title}", cutting(*wires[-count:])
        )

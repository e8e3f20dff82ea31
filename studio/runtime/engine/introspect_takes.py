"""Which tensors a newly placed class takes, and with which dtypes: asked by calls."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import tensorflow as tf

from studio.catalog.spec import ClassSpec, Parameter, ParameterKind, Role, TensorKind
from studio.runtime.engine.introspect_ports import arguments_for
from studio.runtime.engine.objects import keras_item, make_value
from studio.runtime.engine.operations import OpLayer
from studio.runtime.engine.symbolic import TensorSpec, call, named_outputs
from studio.runtime.engine.tracing import trace
from studio.runtime.engine.trials import PROBES, try_make

_AXES = range(1, 7)
"""Numbers of axes tried, the batch included; video of `ConvLSTM3D` has six."""
_SIZES = (8, 3, 64, None)
"""Sizes of the last axis; None stands for open sizes of all."""
_OTHERS = {TensorKind.INT: "int32", TensorKind.STRING: "string"}
Item = Callable[[str], Any]
Make = Callable[[], Any]


def with_takes(
    specs: Sequence[ClassSpec], item: Item = keras_item
) -> tuple[ClassSpec, ...]:
    """The same specs with what layers and ops take; `item` finds their classes."""
    asked = (Role.LAYER, Role.OP)
    state = random.getstate()
    try:
        return tuple(
            _with(spec, item) if spec.role in asked and spec.inputs else spec
            for spec in specs
        )
    finally:
        random.setstate(state)


def _with(spec: ClassSpec, item: Item) -> ClassSpec:
    random.seed(0)  # layers that draw what they do shall do the same each time
    make = partial(_made, spec, item(spec.path))
    if make() is None:
        return spec
    floats = [_first(spec, make, _probes(axes)) for axes in _AXES]
    tried = {TensorKind.FLOAT.value: floats}
    for kind, dtype in _OTHERS.items():
        tried[kind.value] = [
            _first(spec, make, _like(probe, dtype)) for _, probe in floats
        ]
    takes = {kind: tuple(rank for rank, _ in pairs) for kind, pairs in tried.items()}
    found = {kind: ranks for kind, ranks in takes.items() if any(map(_is_known, ranks))}
    taken = [probe for rank, probe in floats if _is_known(rank)]
    is_smooth = bool(taken) and _has_gradient(spec, make, taken[0])
    usable = [_taken(pairs) for pairs in tried.values()]
    narrowed = _narrowed(spec, item, [probe for probes in usable for probe in probes])
    return replace(spec, takes=found, is_smooth=is_smooth, parameters=narrowed)


def _taken(tried: Sequence[tuple[int | None, TensorSpec]]) -> list[TensorSpec]:
    """The first tensor of a kind that was taken; none if none was."""
    return [probe for rank, probe in tried if _is_known(rank)][:1]


def _narrowed(
    spec: ClassSpec, item: Item, probes: Sequence[TensorSpec]
) -> tuple[Parameter, ...]:
    """Parameters whose dtypes are those with which the layer takes a tensor.

    Keras makes a layer of any dtype, and refuses it when it is called.
    """
    if spec.role is not Role.LAYER or not probes:
        return spec.parameters
    kind, values = item(spec.path), spec.starting_parameters()

    def works(name: str, dtype: str) -> bool:
        make = partial(try_make, kind, {**values, name: dtype})
        return _is_known(_first(spec, make, probes)[0])

    return tuple(
        replace(p, choices=tuple(c for c in p.choices if works(p.name, c)))
        if p.kind is ParameterKind.DTYPE
        else p
        for p in spec.parameters
    )


def _is_known(rank: int | None) -> bool:
    return rank is not None


def _made(spec: ClassSpec, kind: Any) -> Any:
    """A newly placed one, or None."""
    values = spec.starting_parameters()
    if spec.role is Role.LAYER:
        return try_make(kind, values)
    given = {name: make_value(value, keras_item) for name, value in values.items()}
    return OpLayer(partial(kind, **given))


def _first(
    spec: ClassSpec, make: Make, probes: Iterable[TensorSpec]
) -> tuple[int | None, TensorSpec]:
    """Axes that come out for the first tensor that is taken, and that tensor.

    Where none is taken, the last one.
    """
    for probe in probes:
        layer = make()
        given = _given(spec, layer, probe)
        try:
            outputs = named_outputs(call(layer, given))
            traced = trace(layer, given)
        except Exception:  # each backend has its own way to say no
            continue
        if outputs and not _reads_text_as_numbers(traced):
            return len(next(iter(outputs.values())).shape), probe
    return None, probe


def _probes(axes: int) -> Iterator[TensorSpec]:
    """Tensors of a number of axes: in some layers sizes decide, too."""
    if axes == 1:
        yield TensorSpec((None,))
        return
    for last in _SIZES:
        inner = 8 if last else None
        yield TensorSpec((None, *[inner] * (axes - 2), last))
    yield from _usual(axes, "float32")


def _like(probe: TensorSpec, dtype: str) -> Iterator[TensorSpec]:
    """The same with other numbers in it, and what such numbers often come in."""
    yield probe._replace(dtype=dtype)
    yield from _usual(len(probe.shape), dtype)


def _usual(axes: int, dtype: str) -> Iterator[TensorSpec]:
    return (p for p in PROBES if len(p.shape) == axes and p.dtype == dtype)


def _given(spec: ClassSpec, layer: Any, probe: TensorSpec) -> dict[str, Any]:
    ports = [port for port in spec.inputs if port.required]
    sizes = tuple(port.minimum if port.many else 0 for port in ports)
    return arguments_for(layer, [port.name for port in ports], sizes, probe)


def _reads_text_as_numbers(traced: Sequence[Any]) -> bool:
    """Whether a cast is planned that TensorFlow refuses when it computes."""
    graphs = {id(t.graph): t.graph for t in traced if isinstance(t, tf.Tensor)}
    casts = (
        op for g in graphs.values() for op in g.get_operations() if op.type == "Cast"
    )
    return any(op.inputs[0].dtype == tf.string for op in casts)


def _has_gradient(spec: ClassSpec, make: Make, probe: TensorSpec) -> bool:
    """Whether a gradient reaches the input: not so where it stands for a code."""
    layer = make()
    given = _given(spec, layer, probe)
    call(layer, given)
    outputs = trace(layer, given)
    floats = [t for t in outputs if getattr(t, "dtype", tf.int32).is_floating]
    if not floats:
        return False
    graph = floats[0].graph
    holders = [op for op in graph.get_operations() if op.type == "Placeholder"]
    inputs = [op.outputs[0] for op in holders[len(layer.variables) :]]
    with graph.as_default():
        try:
            return any(g is not None for g in tf.gradients(floats, inputs))
        except (LookupError, TypeError, ValueError):  # an op that has none
            return False

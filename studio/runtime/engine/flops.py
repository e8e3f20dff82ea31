"""Operations of a traced computation: multiply-adds and FLOPs, counted per TF op.

Counted is the graph TensorFlow makes of a layer's call, not the layer's class, so
a layer nobody foresaw counts too. docs/flops.md gives formulas and sources.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Work:
    """Operations of one call.

    Attributes:
        macs: multiply-adds, of products of matrices and of convolutions.
        flops: arithmetic operations; a multiply-add counts as two.
        by_type: FLOPs of each type of TensorFlow op.
    """

    macs: int = 0
    flops: int = 0
    by_type: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: Work) -> Work:
        totals = Counter(dict(self.by_type))
        totals.update(dict(other.by_type))
        by_type = tuple(sorted(totals.items()))
        return Work(self.macs + other.macs, self.flops + other.flops, by_type)

    def per_sample(self, batch: int) -> Work:
        """Share of one sample in the work on a batch."""
        by_type = tuple((kind, flops // batch) for kind, flops in self.by_type)
        return Work(self.macs // batch, self.flops // batch, by_type)


class OpenSize(Exception):
    """A size that the count needs is not known."""


def work_of(outputs: Iterable[Any]) -> Work | None:
    """Count what it takes to compute the tensors; None if a size is open."""
    totals: dict[str, int] = {}
    try:
        macs = _count(outputs, totals)
    except OpenSize:
        return None
    return Work(macs, sum(totals.values()), tuple(sorted(totals.items())))


def _count(
    outputs: Iterable[Any],
    totals: dict[str, int],
    times: int = 1,
    in_loop: bool = False,
) -> int:
    """Add the FLOPs to `totals` and return the multiply-adds."""
    macs = 0
    for op in _needed(outputs):
        if in_loop and _counts_steps(op):
            continue
        if op.type in _MACS:
            own = times * _MACS[op.type](op)
            macs += own
            totals[op.type] = totals.get(op.type, 0) + 2 * own
        elif op.type in _FLOPS:
            own = times * _FLOPS[op.type](op)
            totals[op.type] = totals.get(op.type, 0) + own
        elif op.type in _LOOPS:
            macs += _count(_results(op, "body"), totals, times * _trips(op), True)
        elif op.type in _CALLS:
            macs += _count(_results(op, "f"), totals, times, in_loop)
    return macs


def _counts_steps(op: Any) -> bool:
    """Whether an op gives one whole number: in a loop, the step it is at."""
    first = next(iter(op.outputs), None)
    return first is not None and first.shape.rank == 0 and first.dtype.is_integer


def _needed(outputs: Iterable[Any]) -> list[Any]:
    """Ops that the tensors depend on: others, TensorFlow does not run either."""
    ops = {id(tensor.op): tensor.op for tensor in outputs}
    waiting = list(ops.values())
    while waiting:
        for tensor in waiting.pop().inputs:
            if id(tensor.op) not in ops:
                ops[id(tensor.op)] = tensor.op
                waiting.append(tensor.op)
    return list(ops.values())


def _results(op: Any, attribute: str) -> Iterable[Any]:
    """Outputs of the function that an op calls, in the function's own graph."""
    name = op.get_attr(attribute).name
    graph = op.graph
    while graph is not None:
        found = graph._get_function(name)
        if hasattr(found, "graph"):  # one that TensorFlow wrote itself has none
            return list(found.graph.outputs)
        graph = getattr(graph, "outer_graph", None)
    raise OpenSize(name)


def _trips(op: Any) -> int:
    """How often a loop runs, if its maximum is a constant of the graph."""
    value = _constant(op.inputs[1])
    if value is None or value < 0:
        raise OpenSize(op.name)
    return value


def _constant(tensor: Any) -> int | None:
    """Value of a tensor that is a number known before the graph runs."""
    import tensorflow as tf

    value = tf.get_static_value(tensor)
    if value is None and tensor.op.type in ("Max", "Identity", "Cast"):
        return _constant(tensor.op.inputs[0])
    return None if value is None or value.size != 1 else int(value)


def _sizes(tensor: Any) -> list[int]:
    """Shape of a tensor.

    Raises:
        OpenSize: some of it is not known.
    """
    shape = tensor.shape
    if shape.rank is None or None in shape.as_list():
        raise OpenSize(tensor.name)
    sizes: list[int] = shape.as_list()
    return sizes


def _elements(tensor: Any) -> int:
    return math.prod(_sizes(tensor))


def _convolution(op: Any) -> int:
    """Each output value is a sum over the kernel of one filter."""
    return _elements(op.outputs[0]) * math.prod(_sizes(op.inputs[1])[:-1])


def _depthwise(op: Any) -> int:
    """Each output value is a sum over the window of one channel."""
    return _elements(op.outputs[0]) * math.prod(_sizes(op.inputs[1])[:-2])


def _transposed(op: Any) -> int:
    """Each input value is multiplied by the kernel of its channel."""
    return _elements(op.inputs[2]) * math.prod(_sizes(op.inputs[1])[:-1])


def _product(op: Any) -> int:
    """Rows times columns times what is summed over."""
    flipped = "transpose_a" if op.type == "MatMul" else "adj_x"
    inner = _sizes(op.inputs[0])[-2 if op.get_attr(flipped) else -1]
    return _elements(op.outputs[0]) * inner


def _einsum(op: Any) -> int:
    """Product of the sizes of all letters."""
    sizes: dict[str, int] = {}
    terms = op.get_attr("equation").decode().split("->")[0].split(",")
    for term, tensor in zip(terms, op.inputs, strict=True):
        shape = _sizes(tensor)
        before, _, after = term.partition("...")
        spread = len(shape) - len(before) - len(after)
        letters = [*before, *(f".{spread - i}" for i in range(spread)), *after]
        for letter, size in zip(letters, shape, strict=True):
            sizes[letter] = max(size, sizes.get(letter, 1))
    return math.prod(sizes.values())


def _per_output(op: Any) -> int:
    return _elements(op.outputs[0])


def _twice_per_output(op: Any) -> int:
    return 2 * _elements(op.outputs[0])


def _softmax(op: Any) -> int:
    """Shift (2), exponential, sum and division."""
    return 5 * _elements(op.inputs[0])


def _sum(op: Any) -> int:
    """One operation less than there are values, for each result."""
    return _elements(op.inputs[0]) - _elements(op.outputs[0])


def _mean(op: Any) -> int:
    """A sum and a division."""
    return _elements(op.inputs[0])


def _pool(op: Any) -> int:
    window: list[int] = op.get_attr("ksize")
    return _elements(op.outputs[0]) * math.prod(window)


def _added(op: Any) -> int:
    return _elements(op.outputs[0]) * (len(op.inputs) - 1)


_MACS: dict[str, Callable[[Any], int]] = {
    "Conv2D": _convolution,
    "Conv3D": _convolution,
    "DepthwiseConv2dNative": _depthwise,
    "Conv2DBackpropInput": _transposed,
    "Conv3DBackpropInputV2": _transposed,
    "MatMul": _product,
    "BatchMatMul": _product,
    "BatchMatMulV2": _product,
    "BatchMatMulV3": _product,
    "Einsum": _einsum,
}

_PER_OUTPUT = """
    Add AddV2 Sub Mul Div RealDiv DivNoNan FloorDiv FloorMod Maximum Minimum Pow
    Greater GreaterEqual Less LessEqual Equal NotEqual BiasAdd
    Neg Reciprocal Square Sqrt Abs Sign Floor Ceil Round Rint
    Exp Expm1 Log Log1p Erf Erfc Sin Cos Tan Tanh Sigmoid
    Relu Relu6 LeakyRelu Elu Selu Softplus Softsign
    LogicalAnd LogicalOr LogicalNot Cumsum Cumprod
"""
_SUMS = "Sum Prod Max Min All Any ArgMax ArgMin"
_POOLS = "AvgPool MaxPool AvgPool3D MaxPool3D"

_FLOPS: dict[str, Callable[[Any], int]] = {
    **dict.fromkeys(_PER_OUTPUT.split(), _per_output),
    **dict.fromkeys(("Rsqrt", "SquaredDifference"), _twice_per_output),
    **dict.fromkeys(("Softmax", "LogSoftmax"), _softmax),
    **dict.fromkeys(_SUMS.split(), _sum),
    "Mean": _mean,
    **dict.fromkeys(_POOLS.split(), _pool),
    "AddN": _added,
}

_LOOPS = ("While", "StatelessWhile")
_CALLS = ("PartitionedCall", "StatefulPartitionedCall")

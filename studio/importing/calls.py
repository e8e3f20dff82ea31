"""Arguments of a call, taken apart: tensors for ports, the rest as constants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from studio.catalog.spec import ClassSpec
from studio.graph.values import Value

TENSOR = "__keras_tensor__"
_STATE = "initial_state"
_BY_ITSELF = frozenset({"training", "mask"})


class Tensor(NamedTuple):
    """A tensor as a config names it: which call of which layer, which output."""

    layer: str
    call: int
    output: int


@dataclass(frozen=True, slots=True)
class Arguments:
    """One call.

    Attributes:
        tensors: by port.
        constants: everything else by argument, or by port inside a list or dict
            that holds tensors too.
        damaged: ports whose tensor is named in a way that cannot be read.
        is_plain: whether nothing was given but one argument by position. Keras
            notes down a mask and ``training`` by itself in such calls alone.
    """

    tensors: dict[str, Tensor] = field(default_factory=dict)
    constants: dict[str, Value] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()
    is_plain: bool = False


def argument_names(spec: ClassSpec | None) -> list[str]:
    """Names of a call's positional arguments, in order."""
    if spec is None:
        return ["inputs"]
    if spec.operation:
        return list(spec.call_order)
    return [port.name for port in spec.inputs] + [p.name for p in spec.call_parameters]


def read_call(
    data: Any, spec: ClassSpec | None, normal: Callable[[Any], Value]
) -> Arguments:
    """Arguments of one inbound node, ``{"args": [...], "kwargs": {...}}``."""
    if not isinstance(data, Mapping):
        return Arguments(damaged=("inputs",))
    args, kwargs = data.get("args", ()), data.get("kwargs", {})
    args = args if isinstance(args, list | tuple) else (args,)
    named = _named(args, spec)
    if isinstance(kwargs, Mapping):
        named |= {str(key): value for key, value in kwargs.items()}
    _set_states_apart(named, spec)
    tensors: dict[str, Tensor] = {}
    constants: dict[str, Value] = {}
    damaged = []
    for name, value in named.items():
        if not _holds_tensor(value):
            constants[name] = normal(value)
            continue
        for port, leaf in _leaves(name, value):
            if not is_tensor(leaf):
                constants[port] = normal(leaf)
            elif (tensor := tensor_of(leaf)) is not None:
                tensors[port] = tensor
            else:
                damaged.append(port)
    extra = kwargs.keys() - _BY_ITSELF if isinstance(kwargs, Mapping) else ()
    return Arguments(tensors, constants, tuple(damaged), len(args) == 1 and not extra)


def _named(args: Sequence[Any], spec: ClassSpec | None) -> dict[str, Any]:
    """Positional arguments by name; ``args[2]`` is the third of an unknown call."""
    names = argument_names(spec)
    many = {port.name for port in spec.inputs if port.many} if spec else set()
    named: dict[str, Any] = {}
    for index, value in enumerate(args):
        name = names[index] if index < len(names) else f"args[{index}]"
        if name in many and is_tensor(value):  # einsum("ij,jk", a, b)
            named[name] = list(args[index:])
            break
        named[name] = value
    return named


def _set_states_apart(named: dict[str, Any], spec: ClassSpec | None) -> None:
    """Keras 2 gave a recurrent layer its states in one list with the sequence."""
    names = argument_names(spec)
    if _STATE in names and _STATE not in named:
        first = named.get(names[0])
        if isinstance(first, list) and len(first) > 1:
            named[names[0]], named[_STATE] = first[0], first[1:]


def is_tensor(value: Any) -> bool:
    """Whether a value stands for a tensor of the model."""
    return isinstance(value, Mapping) and value.get("class_name") == TENSOR


def tensor_of(value: Any) -> Tensor | None:
    """The tensor that a value stands for; None where it cannot be read."""
    config = value.get("config")
    return history(config.get("keras_history")) if isinstance(config, Mapping) else None


def history(value: Any) -> Tensor | None:
    """``["dense", 0, 0]`` as a tensor."""
    if not isinstance(value, list | tuple) or len(value) != 3:
        return None
    layer, call, output = value
    counts = (call, output)
    if not isinstance(layer, str) or not all(type(n) is int for n in counts):
        return None
    return Tensor(layer, call, output)


def is_empty(value: Value) -> bool:
    """Whether a constant holds nothing but None."""
    if isinstance(value, Mapping):
        return all(map(is_empty, value.values()))
    if isinstance(value, tuple | list):
        return bool(value) and all(map(is_empty, value))
    return value is None


def _holds_tensor(value: Any) -> bool:
    if is_tensor(value):
        return True
    if isinstance(value, Mapping):
        return any(map(_holds_tensor, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_tensor, value))


def _leaves(port: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Ports and values of a structure; what holds no tensor stays in one piece."""
    if is_tensor(value) or not _holds_tensor(value):
        yield port, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(f"{port}[{key}]", item)
    else:
        for index, item in enumerate(value):
            yield from _leaves(f"{port}[{index}]", item)

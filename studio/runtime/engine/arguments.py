"""Call arguments put together from ports: tensors and constants, nested as wired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studio.graph.graph import split_port
from studio.graph.values import Value, canonical
from studio.runtime.engine.symbolic import TensorSpec


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that a call is given in place of a tensor, or as a switch."""

    value: Value


Nest = Any
"""TensorSpec | Constant | tuple[Nest, ...] | dict[str, Nest]"""
Arguments = Mapping[str, Nest]


def assemble(ports: Mapping[str, TensorSpec | Constant]) -> dict[str, Nest]:
    """Arguments by name: ``inputs[0]`` and ``inputs[1]`` become one tuple."""
    tree: dict[str | int, Any] = {}
    for port, leaf in ports.items():
        name, place = split_port(port)
        room: Any = tree
        for key in (name, *place)[:-1]:
            room = room.setdefault(key, {})
            if not isinstance(room, dict):
                break
        else:
            room[(name, *place)[-1]] = leaf
    return {str(name): _closed(branch) for name, branch in tree.items()}


def _closed(branch: Any) -> Nest:
    """A branch whose keys are whole numbers is a tuple."""
    if not isinstance(branch, dict):
        return branch
    if all(isinstance(key, int) for key in branch):
        return tuple(_closed(branch[key]) for key in sorted(branch))
    return {str(key): _closed(item) for key, item in branch.items()}


def list_size(nest: Nest) -> int | None:
    """Entries of a list of tensors; None for anything else."""
    if isinstance(nest, tuple) and not isinstance(nest, TensorSpec):
        return len(nest)
    return None


def specs_in(nest: Nest) -> Iterator[TensorSpec]:
    """All specs, in order."""
    if isinstance(nest, TensorSpec):
        yield nest
    elif isinstance(nest, Mapping):
        for item in nest.values():
            yield from specs_in(item)
    elif isinstance(nest, tuple):
        for item in nest:
            yield from specs_in(item)


def with_leaves(nest: Nest, change: Callable[[TensorSpec | Constant], Any]) -> Any:
    """Copy a nest with each leaf changed; tuples become lists, as Keras likes."""
    if isinstance(nest, TensorSpec | Constant):
        return change(nest)
    if isinstance(nest, Mapping):
        return {key: with_leaves(item, change) for key, item in nest.items()}
    return [with_leaves(item, change) for item in nest]


def with_specs(nest: Nest, change: Callable[[TensorSpec], TensorSpec]) -> Nest:
    """Copy a nest with each spec changed."""
    if isinstance(nest, TensorSpec):
        return change(nest)
    if isinstance(nest, Mapping):
        return {key: with_specs(item, change) for key, item in nest.items()}
    if isinstance(nest, tuple):
        return tuple(with_specs(item, change) for item in nest)
    return nest


def signature(nest: Nest) -> Any:
    """Hashable form: equal for arguments that Keras would treat alike."""
    if isinstance(nest, TensorSpec):
        return tuple(nest)
    if isinstance(nest, Constant):
        return canonical(nest.value)
    if isinstance(nest, Mapping):
        return tuple((key, signature(item)) for key, item in sorted(nest.items()))
    return ("list", *map(signature, nest))

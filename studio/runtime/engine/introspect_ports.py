"""Call arguments as ports: which take tensors, which take lists, found by calling."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import keras

from studio.graph.ports import InputPort
from studio.runtime.engine.symbolic import TensorSpec, named_outputs, spec_of
from studio.runtime.engine.trials import PROBES, try_call

Make = Callable[[], Any]
"""Makes a fresh layer: one that failed a call may be half built."""
MOST_IN_LIST = 3


@dataclass(frozen=True, slots=True)
class Surface:
    """What a layer's call takes and gives, as far as trials can tell."""

    inputs: tuple[InputPort, ...]
    outputs: tuple[str, ...]
    works: bool


def tensor_arguments(
    kind: Any, documented: dict[str, str]
) -> tuple[list[str], list[str]]:
    """Required and optional call arguments that take tensors.

    Masks travel with their tensors in Keras; only one that its docs present as
    an input of its own is offered.
    """
    required, optional = [], []
    for name, parameter in list(inspect.signature(kind.call).parameters.items())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.default is parameter.empty:
            required.append(name)
        elif parameter.default is None and name != "training":
            hidden = name == "mask" or (
                name.endswith("mask") and name not in documented
            )
            optional += [] if hidden else [name]
    return required, optional


def constant_arguments(kind: Any) -> dict[str, bool]:
    """Call arguments that are switches, with their defaults; not ``training``."""
    return {
        name: parameter.default
        for name, parameter in inspect.signature(kind.call).parameters.items()
        if isinstance(parameter.default, bool) and name != "training"
    }


@dataclass(frozen=True, slots=True)
class Trial:
    """Arguments that a layer accepts, and what it gives for them."""

    arguments: dict[str, Any]
    outputs: Any


def accepted(make: Make, required: list[str]) -> Iterator[Trial]:
    """Inputs that layers made by `make` accept, one after the other."""
    for sizes in _forms(make(), len(required)):
        for probe in PROBES:
            layer = make()
            arguments = arguments_for(layer, required, sizes, probe)
            outputs = try_call(layer, arguments)
            if outputs is not None:
                yield Trial(arguments, outputs)


def explore(make: Make, required: list[str], optional: list[str]) -> Surface:
    """Ports of the layers made by `make`, found by calling one."""
    trial = next(accepted(make, required), None)
    if trial is None:
        plain = [InputPort(name) for name in required]
        plain += [InputPort(name, required=False) for name in optional]
        return Surface(tuple(plain), ("0",), False)
    ports = [_port(name, trial.arguments[name]) for name in required]
    ports += [_optional(make, name, trial.arguments) for name in optional]
    return Surface(tuple(ports), tuple(named_outputs(trial.outputs)), True)


def _forms(layer: Any, count: int) -> Iterator[tuple[int, ...]]:
    """List sizes to try for each argument; 0 stands for a tensor, not a list."""
    states = len(list(_states_of(layer)))
    for sizes in itertools.product(range(MOST_IN_LIST + 1), repeat=count):
        if not states or all(size == states for size in sizes[1:]):
            yield sizes


def _port(name: str, value: Any) -> InputPort:
    many = isinstance(value, list)
    return InputPort(name, many=many, minimum=len(value) if many else 1)


def arguments_for(
    layer: Any, names: list[str], sizes: tuple[int, ...], probe: TensorSpec
) -> dict[str, Any]:
    """Arguments for one trial."""
    states = iter(_states_of(layer))
    arguments: dict[str, Any] = {}
    for index, (name, size) in enumerate(zip(names, sizes, strict=True)):
        specs = [next(states, probe) if index else probe for _ in range(max(size, 1))]
        tensors = [spec.tensor() for spec in specs]
        arguments[name] = tensors if size else tensors[0]
    return arguments


def _states_of(layer: Any) -> Iterator[TensorSpec]:
    """Specs of the states that a recurrent cell passes on."""
    sizes = keras.tree.flatten(getattr(layer, "state_size", ()))
    return (TensorSpec((None, n)) for n in sizes if isinstance(n, int))


def _optional(make: Make, name: str, arguments: dict[str, Any]) -> InputPort:
    """Port of an argument that may be missing; a list if Keras takes one there."""
    layer = make()
    if getattr(layer, "return_state", None) is False:
        for part in layer._flatten_layers():  # a wrapper's layer has to agree
            if hasattr(part, "return_state"):
                part.return_state = True
        outputs = try_call(layer, arguments)
        states = list(named_outputs(outputs).values())[1:] if outputs else []
        tensors = [spec_of(state).tensor() for state in states]
        if tensors and try_call(make(), arguments | {name: tensors}) is not None:
            return InputPort(name, required=False, many=True)
    return InputPort(name, required=False)

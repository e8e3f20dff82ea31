"""What Keras adds to the call of a layer by itself: ``training``, and masks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import keras

from studio.catalog.spec import ALWAYS, ClassSpec, ParameterKind, Role
from studio.graph.ports import InputPort
from studio.graph.values import Value
from studio.runtime.engine.objects import keras_item
from studio.runtime.engine.symbolic import TensorSpec
from studio.runtime.engine.trials import REFUSALS, try_make

_PROBE = TensorSpec((None, 8, 8))
Habit = Callable[[Any], bool]


def with_call_habits(specs: Sequence[ClassSpec]) -> tuple[ClassSpec, ...]:
    """The same specs with `training`, `passes_mask` and the masks among `inputs`."""
    return tuple(_with(spec) if spec.role is Role.LAYER else spec for spec in specs)


def _with(spec: ClassSpec) -> ClassSpec:
    parameters = inspect.signature(keras_item(spec.path).call).parameters
    training = parameters["training"].default if "training" in parameters else None
    return replace(
        spec,
        inputs=(*spec.inputs, *_masks(spec, parameters)),
        training=training if isinstance(training, bool) else None,
        passes_mask=_switch(spec, _passes_mask),
        makes_mask=_switch(spec, _makes_mask),
    )


def _masks(spec: ClassSpec, parameters: Mapping[str, Any]) -> Iterator[InputPort]:
    """Masks that may be given, but travel by themselves."""
    known = {port.name for port in spec.inputs}
    for name, parameter in parameters.items():
        is_mask = name == "mask" or name.endswith("_mask")
        if is_mask and name not in known and parameter.default is None:
            yield InputPort(name, required=False, hidden=True)


def _switch(spec: ClassSpec, habit: Habit) -> str:
    """Which argument gives a layer a habit, if it does not always have it."""
    needed = spec.starting_parameters()
    if _has(spec, needed, habit):
        return ALWAYS
    switches = [
        p.name
        for p in spec.parameters
        if p.kind is ParameterKind.BOOL and p.default is False and not p.base
    ]
    found = (n for n in switches if _has(spec, {**needed, n: True}, habit))
    return next(found, "")


def _has(spec: ClassSpec, arguments: Mapping[str, Value], habit: Habit) -> bool:
    layer = try_make(keras_item(spec.path), arguments)
    if layer is None or not layer.supports_masking:
        return False
    try:
        return habit(layer)
    except REFUSALS:
        return False


def _passes_mask(layer: Any) -> bool:
    mask = object()
    return layer.compute_mask(_PROBE.tensor(), mask) is mask


def _makes_mask(layer: Any) -> bool:
    made = layer.compute_mask(_PROBE.tensor(), None)
    return isinstance(made, keras.KerasTensor)

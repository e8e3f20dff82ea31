"""What Keras offers under its public names, and what each class is for."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import keras

from studio.catalog.spec import MODELS_CATEGORY, OPS_CATEGORY, Role
from studio.graph.naming import keras_name

_DOCS = "https://www.tensorflow.org/api_docs/python/tf"


@dataclass(frozen=True, slots=True)
class Offer:
    """A class or function that might be placed.

    Attributes:
        item: itself.
        role: what it is for.
        path: its public path.
        aliases: its other public paths.
        category: Keras' own package of it, e.g. ``convolutional``.
        page: address of its docs.
    """

    item: Any
    role: Role
    path: str
    aliases: tuple[str, ...]
    category: str
    page: str


def _offer(item: Any, role: Role, path: str, aliases: tuple[str, ...]) -> Offer:
    # keras.io's own addresses do not follow the names.
    page = f"{_DOCS}/{path.replace('.', '/')}"
    return Offer(item, role, path, aliases, _category(item, role), page)


def _category(item: Any, role: Role) -> str:
    module = item.__module__.split(".")
    if role is Role.LAYER:
        return str(module[-2])
    if role is Role.OP:
        return f"{OPS_CATEGORY}{module[-1]}"
    return MODELS_CATEGORY if role is Role.MODEL else ""


class NotPlaceable(Exception):
    """Why a class or function of Keras cannot be placed, as half a sentence."""


def offers() -> Iterator[Offer]:
    """Everything public that a person could place or choose."""
    yield from _ops()
    yield from _builders()
    yield from _private_layers()
    for role, module, base in _rooms():
        for item, names in _public(module, base).items():
            own = getattr(item, "__name__", names[0])
            name = own if own in names else names[0]
            paths = tuple(f"{module.__name__}.{n}" for n in names if n != name)
            yield _offer(item, role, f"{module.__name__}.{name}", paths)


def _ops() -> Iterator[Offer]:
    """Functions of ``keras.ops`` and its parts, under their shortest path."""
    modules = [keras.ops, *filter(inspect.ismodule, vars(keras.ops).values())]
    paths: dict[Any, list[str]] = {}
    for module in modules:
        for name, item in vars(module).items():
            if inspect.isfunction(item) and not name.startswith("_"):
                paths.setdefault(item, []).append(f"{module.__name__}.{name}")
    for item, names in paths.items():
        own = [name for name in names if name.endswith(f".{item.__name__}")]
        path = (own or names)[0]
        aliases = tuple(name for name in names if name != path)
        yield _offer(item, Role.OP, path, aliases)


def _builders() -> Iterator[Offer]:
    for name, item in vars(keras.applications).items():
        if inspect.isfunction(item):
            yield _offer(item, Role.MODEL, f"keras.applications.{name}", ())


def _private_layers() -> Iterator[Offer]:
    """Layers that models of `keras.applications` are made of, and nobody else's."""
    builders = [f for f in vars(keras.applications).values() if inspect.isfunction(f)]
    for name in sorted({inspect.unwrap(f).__module__ for f in builders}):
        for item in vars(sys.modules[name]).values():
            own = getattr(item, "__module__", "") == name
            if own and inspect.isclass(item) and issubclass(item, keras.Layer):
                path = f"{name}.{item.__name__}"
                category = _category(item, Role.LAYER)
                yield Offer(item, Role.LAYER, path, (), category, page="")


def is_own_operation(function: Any) -> bool:
    """Whether an activation called on a tensor is an operation of its own."""
    try:
        made = function(keras.KerasTensor((None, 4)))
    except (TypeError, ValueError):
        return False
    history = getattr(made, "_keras_history", None)
    place = type(history.operation).__module__ if history else ""
    return bool(place == keras.src.activations.activations.__name__)


def refuse(offer: Offer) -> None:
    """Say what speaks against placing a class.

    Raises:
        NotPlaceable: it does no work of its own, or executes what it is given.
    """
    item = offer.item
    if offer.role is Role.LAYER and item.call is keras.layers.Layer.call:
        raise NotPlaceable("is a base for other layers and computes nothing")
    if offer.role is Role.METRIC and not _compares(item):
        raise NotPlaceable("does not compare labels with predictions")
    if offer.role is Role.CALLBACK and _is_remote(item):
        raise NotPlaceable("sends what it sees to a server")
    if inspect.isabstract(item):
        raise NotPlaceable("is a base for other classes")
    maker = getattr(item, "from_config", None)
    if maker is not None and "safe_mode" in inspect.signature(maker).parameters:
        raise NotPlaceable("executes Python code that it is given")


def _is_remote(item: Any) -> bool:
    """Whether one of its arguments is an address in the network."""
    defaults = [p.default for p in inspect.signature(item).parameters.values()]
    return any(isinstance(d, str) and d.startswith("http") for d in defaults)


def _compares(metric: Any) -> bool:
    return "y_true" in inspect.signature(metric.update_state).parameters


def short_name(offer: Offer) -> str:
    """Identifier Keras takes in place of the object; empty if there is none."""
    if offer.role in (Role.LAYER, Role.CALLBACK, Role.DTYPE_POLICY):
        return ""
    getter = getattr(_module_of(offer.role), "get", None)
    if getter is None:
        return ""
    names = [p.rpartition(".")[2] for p in (offer.path, *offer.aliases)]
    words = [
        *(n for n in names if n.islower()),
        *map(keras_name, names),
        *map(str.lower, names),
    ]
    for word in words:
        if _names(getter, word, offer.item):
            return word
    return ""


def _names(getter: Any, word: str, item: Any) -> bool:
    try:
        found = getter(word)
    except (
        ValueError,
        TypeError,
        KeyError,
    ):  # Keras' way to say that it has no such name
        return False
    if inspect.isclass(item):
        return type(found) is item or (
            inspect.isfunction(found) and keras_name(item.__name__) == found.__name__
        )
    return found is item


def _rooms() -> list[tuple[Role, ModuleType, Any]]:
    return [
        (Role.LAYER, keras.layers, keras.layers.Layer),
        (Role.OPTIMIZER, keras.optimizers, keras.optimizers.Optimizer),
        (
            Role.SCHEDULE,
            keras.optimizers.schedules,
            keras.optimizers.schedules.LearningRateSchedule,
        ),
        (Role.LOSS, keras.losses, keras.losses.Loss),
        (Role.METRIC, keras.metrics, keras.metrics.Metric),
        (Role.INITIALIZER, keras.initializers, keras.initializers.Initializer),
        (Role.REGULARIZER, keras.regularizers, keras.regularizers.Regularizer),
        (Role.CONSTRAINT, keras.constraints, keras.constraints.Constraint),
        (Role.ACTIVATION, keras.activations, None),
        (Role.CALLBACK, keras.callbacks, keras.callbacks.Callback),
        (Role.DTYPE_POLICY, keras.dtype_policies, object),
    ]


def _module_of(role: Role) -> ModuleType:
    return next(module for known, module, _ in _rooms() if known is role)


def _public(module: ModuleType, base: Any) -> dict[Any, list[str]]:
    """Classes below `base` (functions, without one) with their names."""
    found: dict[Any, list[str]] = {}
    for name, item in vars(module).items():
        if name.startswith("_"):
            continue
        if base is None:
            fits = _is_activation(item) and _names(module.get, name, item)
        else:
            fits = inspect.isclass(item) and issubclass(item, base) and item is not base
        if fits:
            found.setdefault(item, []).append(name)
    return found


def _is_activation(item: Any) -> bool:
    """Whether a function needs nothing but the tensor."""
    if not inspect.isfunction(item):
        return False
    parameters = inspect.signature(item).parameters.values()
    return sum(p.default is p.empty for p in parameters) == 1

"""What Keras offers under its public names, and what each class is for."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import keras

from studio.catalog.spec import Role
from studio.graph.naming import keras_name


@dataclass(frozen=True, slots=True)
class Offer:
    """A public class or function of Keras, with all its public names."""

    item: Any
    role: Role
    path: str
    aliases: tuple[str, ...]

    @property
    def category(self) -> str:
        """Keras' own package of a layer, e.g. ``convolutional``."""
        if self.role is not Role.LAYER:
            return ""
        return str(self.item.__module__.split(".")[-2])


def offers() -> Iterator[Offer]:
    """Everything a person could place or choose, abstract bases left out."""
    for role, module, base in _rooms():
        for item, names in _public(module, base).items():
            own = getattr(item, "__name__", names[0])
            name = own if own in names else names[0]
            paths = tuple(f"{module.__name__}.{n}" for n in names if n != name)
            yield Offer(item, role, f"{module.__name__}.{name}", paths)


def is_abstract(offer: Offer) -> bool:
    """Whether Keras leaves out the part that would do the work."""
    item = offer.item
    if offer.role is Role.LAYER:
        return item.call is keras.layers.Layer.call
    if offer.role is Role.METRIC:
        return "y_true" not in inspect.signature(item.update_state).parameters
    return inspect.isabstract(item)


def holds_code(offer: Offer) -> bool:
    """Whether Keras itself calls the class unsafe: it executes what it is given."""
    maker = getattr(offer.item, "from_config", None)
    return maker is not None and "safe_mode" in inspect.signature(maker).parameters


def short_name(offer: Offer) -> str:
    """Identifier Keras takes in place of the object; empty if there is none."""
    getter = getattr(_module_of(offer.role), "get", None)
    if getter is None or offer.role is Role.LAYER:
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

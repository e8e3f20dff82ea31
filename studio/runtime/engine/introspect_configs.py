"""What `get_config` tells of a class nobody changed, as documents store values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import keras

from studio.catalog.spec import ClassSpec, Role
from studio.graph.values import Value, freeze, is_object, object_path, same
from studio.runtime.engine.objects import keras_item
from studio.runtime.engine.trials import try_make

_WITHOUT = frozenset(
    {Role.OP, Role.MODEL, Role.ACTIVATION, Role.CALLBACK, Role.DTYPE_POLICY}
)
"""Roles whose entries have no config with defaults."""

Config = Mapping[str, Value]


def with_config_defaults(
    specs: Sequence[ClassSpec],
    item_at: Callable[[str], Any] = keras_item,
    known: Mapping[str, Config] | None = None,
) -> tuple[ClassSpec, ...]:
    """The same specs with `config_defaults` and `follows`.

    `item_at` gives the class of a path, `known` holds the defaults of others.
    """
    subjects = [_Subject(s, item_at(s.path)) for s in specs if s.role not in _WITHOUT]
    follows = {subject.spec.path: subject.follows() for subject in subjects}
    usual = dict(known or {})
    for subject in subjects:
        for path in (subject.spec.path, *subject.spec.aliases):
            usual[path] = subject.unchanging(follows[subject.spec.path])
    return tuple(
        replace(
            spec,
            config_defaults=_plain(usual[spec.path], usual),
            follows=follows[spec.path],
        )
        if spec.path in follows
        else spec
        for spec in specs
    )


class _Subject:
    """A class that is made and asked for its config."""

    def __init__(self, spec: ClassSpec, item: Any) -> None:
        self.spec = spec
        self._item = item
        self._needed = spec.starting_parameters()
        self._config = self._ask({})

    def unchanging(self, follows: Config) -> Config:
        """What is the same whatever the needed arguments are."""
        needed = self._needed
        other = self._ask({name: _other_value(v) for name, v in needed.items()})
        left = {k: v for k, v in self._config.items() if k not in {**needed, **follows}}
        return {k: v for k, v in left.items() if k not in other or same(v, other[k])}

    def follows(self) -> dict[str, str]:
        """Arguments that copy another one, found by changing that one."""
        return dict(self._followers())

    def _followers(self) -> Iterator[tuple[str, str]]:
        parameters = self.spec.parameters
        for name in (p.name for p in parameters if p.default is None):
            value = self._config.get(name)
            if name in self._needed or isinstance(value, bool | str | None):
                continue
            for other in (p.name for p in parameters if p.name != name):
                if same(self._config.get(other), value) and self._copies(name, other):
                    yield name, other
                    break

    def _copies(self, name: str, other: str) -> bool:
        again = self._ask({other: _other_value(self._config[other])})
        return (
            name in again
            and same(again[name], again[other])
            and not same(again[name], self._config[name])
        )

    def _ask(self, arguments: Config) -> Config:
        """Config of an instance; empty where Keras keeps none, or no plain one."""
        made = try_make(self._item, {**self._needed, **arguments})
        try:
            config: Config = freeze(made.get_config())
        except (AttributeError, NotImplementedError, TypeError):
            return {}
        return {k: v for k, v in config.items() if k != "name"}


def _other_value(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_other_value(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _other_value(item) for key, item in value.items()}
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value + 1 if is_number else value


def _plain(value: Value, usual: Mapping[str, Config]) -> Value:
    """Value without what Keras writes beside it, objects without their defaults."""
    if isinstance(value, tuple):
        return tuple(_plain(item, usual) for item in value)
    if not isinstance(value, Mapping):
        return value
    if not is_object(value):
        return {k: _plain(item, usual) for k, item in value.items()}
    if _is_default_policy(value):
        return None
    config = value["config"]
    if isinstance(config, Mapping):
        known = usual.get(object_path(value), {})
        config = {
            name: _plain(item, usual)
            for name, item in config.items()
            if name != "name" and not (name in known and same(known[name], item))
        }
    return {"module": value.get("module"), "class_name": value["class_name"]} | {
        "config": config
    }


def _is_default_policy(value: Any) -> bool:
    default = keras.dtype_policies.serialize(keras.config.dtype_policy())
    return bool(value["class_name"] == default["class_name"]) and same(
        value["config"], default["config"]
    )

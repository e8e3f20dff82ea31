"""What `get_config` tells of a class nobody changed, as documents store values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def with_config_defaults(specs: Sequence[ClassSpec]) -> tuple[ClassSpec, ...]:
    """The same specs with `config_defaults` and `follows`."""
    whole = {s.path: _config(s, s.starting_parameters()) for s in specs}
    follows = {s.path: dict(_follows(s, whole[s.path])) for s in specs}
    usual = {s.path: _unchanging(s, whole[s.path], follows[s.path]) for s in specs}
    usual |= {alias: usual[s.path] for s in specs for alias in s.aliases}
    return tuple(
        replace(
            spec,
            config_defaults=_plain(usual[spec.path], usual),
            follows=follows[spec.path],
        )
        for spec in specs
    )


def _unchanging(spec: ClassSpec, config: Config, follows: Config) -> Config:
    """What is the same whatever the needed arguments are."""
    needed = spec.starting_parameters()
    left = {k: v for k, v in config.items() if k not in needed and k not in follows}
    other = _config(spec, {name: _other_value(v) for name, v in needed.items()})
    return {k: v for k, v in left.items() if k not in other or same(v, other[k])}


def _config(spec: ClassSpec, arguments: Config) -> Config:
    """Config of an instance; empty where Keras keeps none, or no plain one."""
    if spec.role in _WITHOUT:
        return {}
    made = try_make(keras_item(spec.path), arguments)
    try:
        config: Config = freeze(made.get_config())
        return {k: v for k, v in config.items() if k != "name"}
    except (AttributeError, NotImplementedError, TypeError):
        return {}


def _follows(spec: ClassSpec, config: Config) -> Iterator[tuple[str, str]]:
    """Arguments that copy another one, found by changing that one."""
    unset = [p.name for p in spec.parameters if p.default is None and not p.required]
    for name in unset:
        value = config.get(name)
        if isinstance(value, bool | str | None) or is_object(value):
            continue
        for other in (p.name for p in spec.parameters if p.name != name):
            if same(config.get(other), value) and _copies(spec, config, name, other):
                yield name, other
                break


def _copies(spec: ClassSpec, config: Config, name: str, other: str) -> bool:
    changed = _other_value(config[other])
    again = _config(spec, spec.starting_parameters() | {other: changed})
    return (
        name in again
        and same(again[name], again[other])
        and not same(again[name], config[name])
    )


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

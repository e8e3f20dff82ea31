"""Whether two spellings of a value mean the same to Keras."""

from __future__ import annotations

from collections.abc import Mapping

from studio.catalog.lengths import one_length, shortened
from studio.catalog.spec import Catalog, ClassSpec
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, canonical, is_object, object_path, same


def kept_parameters(
    old: LayerDefinition, new: LayerDefinition, catalog: Catalog
) -> dict[str, Value]:
    """New parameters, each as the old ones spell it where that means the same."""
    if old.layer_class != new.layer_class:
        return dict(new.parameters)
    spec = catalog.find(new.layer_class)
    before, after = (_plain(spec, d.parameters, catalog) for d in (old, new))
    if before == after:
        return dict(old.parameters)
    return {
        name: old.parameters[name]
        if name in old.parameters and before.get(name) == after.get(name)
        else value
        for name, value in new.parameters.items()
    }


def _plain(
    spec: ClassSpec | None, parameters: Mapping[str, Value], catalog: Catalog
) -> dict[str, str]:
    """Parameters without defaults, in one spelling for each meaning."""
    given = shortened(spec, parameters) if spec else dict(parameters)
    found = {}
    for name, value in given.items():
        if spec is None or not _is_usual(spec, name, value):
            found[name] = canonical(_long(value, catalog))
    return found


def _is_usual(spec: ClassSpec, name: str, value: Value) -> bool:
    """Whether Keras takes this value by itself."""
    parameter = spec.parameter(name)
    if parameter is None or parameter.required:
        return False
    usual = [parameter.default]
    if name in spec.config_defaults:
        usual.append(spec.config_defaults[name])
    usual += [one_length(known) for known in usual if isinstance(known, tuple)]
    return any(same(value, known) for known in usual)


def _long(value: Value, catalog: Catalog) -> Value:
    """Objects as their class and what differs from its defaults, however deep."""
    if is_object(value) and isinstance(value["config"], Mapping):
        path = object_path(value)
        spec = catalog.find(path)
        if spec is not None and spec.short_name and not value["config"]:
            return spec.short_name
        return {"class": path, "config": _plain(spec, value["config"], catalog)}
    if isinstance(value, tuple):
        return tuple(_long(item, catalog) for item in value)
    if isinstance(value, Mapping):
        return {key: _long(item, catalog) for key, item in value.items()}
    return value

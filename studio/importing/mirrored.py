"""The second layer of a `Bidirectional`, which Keras makes of the first."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.values import Value, is_object, same

_FIRST, _SECOND = "layer", "backward_layer"
_FORWARD, _BACKWARD = "forward_", "backward_"
_TURNED = "go_backwards"
_FORCED = "zero_output_for_mask"
"""The wrapper sets it to what `return_sequences` is."""


def without_mirrored(parameters: Mapping[str, Value]) -> dict[str, Value]:
    """Arguments without a layer that Keras would make just so of the other one."""
    kept = dict(parameters)
    first: Value = kept.get(_FIRST)
    second: Value = kept.get(_SECOND)
    if not (_is_layer(first) and _is_layer(second)):
        return kept
    whole, turned = dict(first["config"]), dict(second["config"])
    name = str(whole.pop("name", "")).removeprefix(_FORWARD)
    other = str(turned.pop("name", "")).removeprefix(_BACKWARD)
    if bool(turned.pop(_TURNED, False)) is not True or whole.get(_TURNED, False):
        return kept
    if name != other or not same(whole, turned):
        return kept
    if first["class_name"] != second["class_name"]:
        return kept
    if whole.get(_FORCED, False) is whole.get("return_sequences", False):
        whole.pop(_FORCED, None)
    del kept[_SECOND]
    kept[_FIRST] = {**first, "config": {"name": name, **whole}}
    return kept


def _is_layer(value: Value) -> bool:
    return is_object(value) and isinstance(value["config"], Mapping)

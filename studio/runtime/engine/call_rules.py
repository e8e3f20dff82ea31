"""What is wrong with the arguments of a call, before Keras is asked."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter

from studio.graph.model import LayerDefinition
from studio.graph.ports import InputPort
from studio.graph.values import Value
from studio.runtime.engine.arguments import (
    Arguments,
    Constant,
    assemble,
    list_size,
    specs_in,
)
from studio.runtime.engine.layers import Fault

_USUAL = "inputs"
Known = Mapping[str, Parameter]
"""Parameters of a layer's call."""


def with_first_name(known: Known, arguments: Arguments) -> Arguments:
    """Arguments with the first one named as the layer's call names it.

    What a class outside the catalog calls it was not known where it was wired.
    """
    if _USUAL not in arguments or _USUAL in known or not known:
        return arguments
    renamed = {next(iter(known)): arguments[_USUAL]}
    return renamed | {n: nest for n, nest in arguments.items() if n != _USUAL}


def unknown_argument(
    definition: LayerDefinition, known: Known, ports: Mapping[str, Value]
) -> Fault | None:
    """The first constant that the call has no argument for."""
    if not ports or any(p.kind is p.VAR_KEYWORD for p in known.values()):
        return None
    for name in assemble({port: Constant(value) for port, value in ports.items()}):
        if name not in known:
            text = f"is called with “{name}”, which {definition.class_name} does not"
            return Fault("K-PARAMETER", f"{text} know. Remove it.", name)
    return None


def is_unmet(ports: tuple[InputPort, ...], known: Known, arguments: Arguments) -> bool:
    """Whether tensors are missing, or wired where none go: the rules say so."""
    if not any(True for nest in arguments.values() for _ in specs_in(nest)):
        return True
    if any(p.kind is p.VAR_KEYWORD for p in known.values()):
        return False
    if not arguments.keys() <= known.keys():
        return True
    for parameter in known.values():
        is_needed = parameter.default is parameter.empty
        if is_needed and parameter.name not in arguments:
            return parameter.kind is not parameter.VAR_POSITIONAL
    for port in ports:
        count = list_size(arguments.get(port.name))
        if count is not None and port.required and count < port.minimum:
            return True
        if count is not None and count > 1 and not port.many:
            return True
    return False

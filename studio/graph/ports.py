"""Ports of a node: what can be wired into it and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from studio.graph.model import Node


@dataclass(frozen=True, slots=True)
class InputPort:
    """A call argument that takes tensors.

    Attributes:
        name: the argument, e.g. ``query``.
        required: whether the call fails without it.
        many: whether it takes a list of tensors: ports ``name[0]``, ``name[1]``...
        minimum: fewest tensors a required `many` port takes.
        spread: whether the call takes the list one by one (``*operands``).
        hidden: whether it is shown only where a wire ends in it: masks, which
            travel with their tensors by themselves.
    """

    name: str
    required: bool = True
    many: bool = False
    minimum: int = 1
    spread: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports of one node: its call arguments, and the keys of its outputs."""

    inputs: tuple[InputPort, ...]
    outputs: tuple[str, ...]


class PortTable(Protocol):
    """Who knows the ports of a node (the catalog does)."""

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        """Ports of `node`, whose layer is of `layer_class` (None: an output)."""


def with_outputs(ports: Ports, keys: Iterable[str]) -> Ports:
    """Ports with more outputs: those that Keras found when it called the layer."""
    more = tuple(key for key in keys if key not in ports.outputs)
    return replace(ports, outputs=ports.outputs + more) if more else ports


INPUT_PORTS = Ports((), ("0",))
OUTPUT_PORTS = Ports((InputPort("inputs"),), ())
UNKNOWN_PORTS = Ports((InputPort("inputs"),), ("0",))


def port_names(port: InputPort, connected: Sequence[str]) -> list[str]:
    """Names to show for `port`: itself, or its list entries and a free one."""
    if port.hidden:
        return []
    if not port.many:
        return [port.name]
    taken = {int(name[len(port.name) + 1 : -1]) for name in connected}
    size = max(max(taken, default=-1) + 2, port.minimum)
    return [f"{port.name}[{index}]" for index in range(size)]

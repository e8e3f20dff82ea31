"""What a node's call is given: tensors from its ports, and constants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from studio.catalog.spec import ClassSpec, Parameter
from studio.codegen.expressions import Atom, Bracket, Expression, Item, Level, call
from studio.codegen.objects import Objects
from studio.codegen.operators import BINARY, indexed, operation
from studio.codegen.places import nested
from studio.errors import StudioError
from studio.graph.graph import split_port
from studio.graph.model import LayerDefinition, Place
from studio.graph.ports import InputPort
from studio.graph.values import Value

Tensors = Mapping[str, Expression]
"""Tensors of a call by port: ``inputs``, ``inputs[2]``, ``inputs[mask]``."""


class _Given(NamedTuple):
    """Arguments in which tensors are, by name; and the other constants."""

    tensors: dict[str, Expression]
    constants: dict[str, Value]


class Calls:
    """Writes the calls of layers and of ops."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def layer(
        self,
        callee: Bracket | str,
        ports: tuple[InputPort, ...],
        known: tuple[Parameter, ...],
        tensors: Tensors,
        constants: Mapping[str, Value],
        place: str,
    ) -> Bracket:
        """Call of a layer: its first argument by position, others by name."""
        given = self._gathered(tensors, constants, place)
        names = [port.name for port in ports if port.name in given.tensors]
        names += [name for name in given.tensors if name not in names]
        first = ports[0].name if ports else None
        items = [
            Item(given.tensors[name], "" if name == first else f"{name}=")
            for name in names
        ]
        rest = self._objects.keywords(known, given.constants, place)
        return call(callee, *items, *rest)

    def op(
        self, spec: ClassSpec, definition: LayerDefinition, tensors: Tensors
    ) -> Expression:
        """Operator between tensors where Python has one, else the op's call."""
        given = self._gathered(tensors, definition.parameters, definition.name)
        short = self._operation(spec, given)
        return short if short is not None else self.function(spec, definition, tensors)

    def function(
        self, spec: ClassSpec, definition: LayerDefinition, tensors: Tensors
    ) -> Bracket:
        """Call of an op by its name."""
        place = definition.name
        given = self._gathered(tensors, definition.parameters, place)
        arguments = dict(given.tensors)
        left = dict(given.constants)
        for port in spec.inputs:
            if port.name in left:
                arguments[port.name] = self._objects.expression(
                    left.pop(port.name), place
                )
        items = self._leading(spec, left, place)
        for port in spec.inputs:
            if port.name not in arguments:
                continue
            by_position = spec.signature[len(items) : len(items) + 1] == (port.name,)
            value = arguments.pop(port.name)
            if port.spread and isinstance(value, Bracket) and value.called is None:
                items += value.items
            else:
                items.append(Item(value, "" if by_position else f"{port.name}="))
        items += [Item(value, f"{name}=") for name, value in arguments.items()]
        items += self._objects.keywords(spec.parameters, left, place)
        return call(self._objects.callee(spec.path), *items)

    def _leading(
        self, spec: ClassSpec, left: dict[str, Value], place: str
    ) -> list[Item]:
        """Arguments that have to stand before those that are taken one by one."""
        if not any(port.spread for port in spec.inputs):
            return []
        names = [p.name for p in spec.parameters if p.required and p.name in left]
        return [Item(self._objects.expression(left.pop(n), place)) for n in names]

    def _operation(self, spec: ClassSpec, given: _Given) -> Expression | None:
        name = spec.path.rpartition(".")[2]
        ports = [port.name for port in spec.inputs]
        tensors, constants = given
        if (
            name == "get_item"
            and tensors.keys() == {"x"}
            and constants.keys() == {"key"}
        ):
            value = tensors["x"]
            return indexed(value, constants["key"]) if isinstance(value, Atom) else None
        if {*tensors, *constants} != set(ports):
            return None
        if not all(_is_number(value) for value in constants.values()):
            return None
        operands = [
            tensors[port]
            if port in tensors
            else self._objects.expression(constants[port], spec.path)
            for port in ports
        ]
        mirrors = name in BINARY and BINARY[name].level is Level.COMPARE
        if mirrors and ports[0] in constants:  # Python would turn it around
            return None
        return operation(name, operands)

    def _gathered(
        self, tensors: Tensors, constants: Mapping[str, Value], place: str
    ) -> _Given:
        """Arguments by name; a constant at a place beside tensors joins them."""
        parts: dict[str, list[tuple[Place, Expression]]] = {}
        for port, tensor in tensors.items():
            name, where = split_port(port)
            parts.setdefault(name, []).append((where, tensor))
        left: dict[str, Value] = {}
        for key, value in constants.items():
            name, where = split_port(key)
            if where:
                made = self._objects.expression(value, place)
                parts.setdefault(name, []).append((where, made))
            else:
                left[key] = value
        return _Given({n: _joined(n, found, place) for n, found in parts.items()}, left)


def _joined(name: str, parts: list[tuple[Place, Expression]], place: str) -> Expression:
    try:
        return nested(parts)
    except ValueError as error:
        raise StudioError(
            f"The inputs “{name}” of {place} do not fit together: {error}. Connect "
            "them anew."
        ) from None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float)

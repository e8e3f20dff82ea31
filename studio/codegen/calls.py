"""One node in code: its layer's constructor and the call on tensors."""

from __future__ import annotations

from collections.abc import Mapping

from studio.catalog.spec import Catalog
from studio.codegen.expressions import Bracket, Expression, Item, Text, call, sequence
from studio.codegen.names import AutomaticNames
from studio.codegen.objects import constructor, find_class, is_default, keyword_item
from studio.graph.graph import Graph, split_port
from studio.graph.model import PortKey


class Call:
    """What one node stands for.

    Raises:
        StudioError: Keras does not have the layer's class.
    """

    def __init__(
        self, graph: Graph, node_id: str, catalog: Catalog, names: AutomaticNames
    ) -> None:
        definition = graph.definition_of(node_id)
        if definition is None:
            raise ValueError(f"{node_id} is an output and calls nothing")
        self.definition = definition
        self._node = graph.nodes[node_id]
        self._spec = find_class(catalog, definition.layer_class, definition.name)
        self._catalog = catalog
        self._names = names

    def construct(self, function: str = "") -> Bracket:
        """Constructor call, with a name unless Keras gives the same by itself."""
        name = self.definition.name
        parameters = {
            k: v for k, v in self.definition.parameters.items() if k != "name"
        }
        own = self._names.is_automatic(self._spec.path, parameters, name)
        extra = () if own else (Item(Text(name), "name="),)
        return constructor(self._spec, parameters, self._catalog, name, function, extra)

    def apply(
        self, layer: Bracket | str, sources: Mapping[PortKey, Expression]
    ) -> Bracket:
        """Call of the layer on the tensors of its ports, in port order."""
        by_argument: dict[str, list[Expression]] = {}
        for key, value in sources.items():
            by_argument.setdefault(split_port(key.port)[0], []).append(value)
        items = []
        for place, port in enumerate(self._spec.inputs):
            values = by_argument.pop(port.name, None)
            if values is not None:
                value = sequence(values) if port.many else values[0]
                items.append(Item(value, "" if place == 0 else f"{port.name}="))
        return call(layer, *items, *self._constants())

    def _constants(self) -> list[Item]:
        known = {p.name: p for p in self._spec.call_parameters}
        return [
            keyword_item(name, value, self._catalog, self.definition.name)
            for name, value in self._node.call.items()
            if name not in known or not is_default(known[name], value)
        ]

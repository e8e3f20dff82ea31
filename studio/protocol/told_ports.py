"""Ports of nodes as the document, the catalog and Keras together know them."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.block_ports import DocumentPorts
from studio.graph.document import Document
from studio.graph.model import Node, NodeKind
from studio.graph.ports import Ports, PortTable, with_outputs
from studio.protocol.facts import NodeFacts


class ToldPorts:
    """A port table that knows the outputs that Keras found."""

    def __init__(
        self, document: Document, table: PortTable, facts: Mapping[str, NodeFacts]
    ) -> None:
        self._ports = DocumentPorts(document, table)
        self._facts = facts

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        """Ports of a node in any of the document's graphs."""
        ports = self._ports.ports_of(node, layer_class)
        facts = self._facts.get(node.id)
        if facts is None or node.kind is NodeKind.OUTPUT:
            return ports
        return with_outputs(ports, [output.key for output in facts.outputs])

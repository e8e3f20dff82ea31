"""A repair in the making: edits on a copy, collected into one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from studio.graph import commands, edits
from studio.graph.algorithms import downstream
from studio.graph.card_shape import behind
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.graph import Graph
from studio.graph.model import Edge, Flow, Point
from studio.graph.ports import PortTable, port_names
from studio.graph.problems import Fix
from studio.graph.values import Value


class Draft:
    """Performs edits on a copy of a document and remembers them."""

    def __init__(self, document: Document, ports: PortTable) -> None:
        self.document = document.copy()
        self._ports = ports
        self._edits: list[Edit] = []

    @property
    def graph(self) -> Graph:
        """The copy's graph, as changed so far."""
        return self.document.graph

    def do(self, edit: Edit) -> None:
        """Perform an edit.

        Raises:
            EditRefused: it does not fit.
        """
        self.document.apply(edit)
        parts = edit.edits if isinstance(edit, Compound) else (edit,)
        self._edits.extend(parts)

    def beside(self, node: str, steps: int) -> Point:
        """Corner of a card so many steps behind a node's, or before it if negative."""
        at = self.graph.nodes[node].position
        return self._further(at, steps)

    def place(
        self, path: str, at: Point, parameters: Mapping[str, Value] | None = None
    ) -> str:
        """Place a layer or input; its node's id."""
        edit, node = commands.place_layer(self.document, path, at, parameters)
        self.do(edit)
        return node

    def connect(self, source: str, target: str, port: str, output: str = "0") -> None:
        """Wire an output into a port; what was there goes."""
        self.do(commands.connect(self.document, Edge(source, target, port, output)))

    def insert(
        self, edge: Edge, path: str, parameters: Mapping[str, Value] | None = None
    ) -> Edge:
        """Put a new layer into a wire; the wire from it to the old target."""
        at = self.graph.nodes[edge.target].position
        self._make_room(edge.target)
        node = self.place(path, at, parameters)
        first = self._ports.ports_of(self.graph.nodes[node], path).inputs[0]
        self.connect(edge.source, node, port_names(first, ())[0], edge.output)
        self.connect(node, edge.target, edge.port)
        return self.graph.edges[edge.key]

    def set(
        self,
        node: str,
        values: Mapping[str, Value],
        reset: Collection[str] = (),
    ) -> None:
        """Set and reset parameters of the layer a node calls."""
        definition = self.graph.definition_of(node)
        if definition is None:
            raise edits.EditRefused("An output has no parameters.")
        edit = commands.set_parameters(self.document, definition.id, values, reset)
        self.do(edit)

    def fix(self, title: str, safe: bool = False) -> Fix:
        """All edits so far as one repair."""
        return Fix(title, Compound(title, tuple(self._edits)), safe)

    def _make_room(self, target: str) -> None:
        """Move the target and what follows it on by one node, with their wires."""
        axis = 1 if self.document.setup.canvas.flow is Flow.TOP_TO_BOTTOM else 0
        nodes = self.graph.nodes
        top = nodes[target].position[axis]
        fed = downstream(self.graph, [target])
        places = {n: nodes[n].position for n in fed}
        moved = {n: at for n, at in places.items() if at[axis] >= top}
        self.do(edits.MoveNodes({n: self._further(at) for n, at in moved.items()}))
        for wire in [w for n in moved for w in self.graph.edges_into(n) if w.via]:
            via = (self._further(p) if p[axis] >= top else p for p in wire.via)
            self.do(edits.Reroute(*wire.key, tuple(via), wire.pinned))

    def _further(self, at: Point, steps: int = 1) -> Point:
        flow = self.document.setup.canvas.flow
        step = behind(Point(0.0, 0.0), flow)
        return Point(at.x + steps * step.x, at.y + steps * step.y)


Step = Callable[[Draft], None]
"""Something a draft does."""


def doing(edit: Edit) -> Step:
    """Step that performs an edit."""
    return lambda draft: draft.do(edit)


def setting(
    node: str, values: Mapping[str, Value], reset: Collection[str] = ()
) -> Step:
    """Step that sets and resets parameters."""
    return lambda draft: draft.set(node, values, reset)


def wiring(source: str, target: str, port: str, output: str = "0") -> Step:
    """Step that wires an output into a port."""
    return lambda draft: draft.connect(source, target, port, output)


def cutting(*wires: Edge) -> Step:
    """Step that removes wires."""
    return lambda draft: draft.do(commands.disconnect(wire.key for wire in wires))


def deleting(*nodes: str) -> Step:
    """Step that deletes nodes and heals the wires around them."""
    return lambda draft: draft.do(commands.delete_nodes(draft.document, nodes))

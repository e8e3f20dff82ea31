"""How large a node's card is and where its ports are. Scene units.

Canvas, pictures and layout agree on it, wherever a graph is laid out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studio.graph.graph import Graph, split_port
from studio.graph.model import Flow, Node, Point
from studio.graph.ports import InputPort, Ports, PortTable, port_names

GRID = 8.0
CARD_WIDTH = 240.0
CARD_HEIGHT = 72.0
ROW_GAP = {Flow.TOP_TO_BOTTOM: 48.0, Flow.LEFT_TO_RIGHT: 64.0}
"""Between a card and the one that it feeds."""
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class Port:
    """A port of a card.

    Attributes:
        name: as an edge names it: ``inputs[2]``, output ``0``.
        connected: whether a wire ends or starts here.
        optional: whether the layer works without it.
        spare: whether it is the free slot of a list of tensors.
    """

    name: str
    connected: bool = False
    optional: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class CardShape:
    """Size of a card and its ports' centres, from its top-left corner."""

    width: float
    height: float
    inputs: Mapping[str, Point]
    outputs: Mapping[str, Point]


@dataclass(frozen=True, slots=True)
class _Pitch:
    """Distances along the edge of a card that holds its ports."""

    step: float
    optional_step: float
    side: float
    least: float


_PITCHES = {
    Flow.TOP_TO_BOTTOM: _Pitch(28.0, 18.0, 20.0, CARD_WIDTH),
    Flow.LEFT_TO_RIGHT: _Pitch(16.0, 14.0, 12.0, CARD_HEIGHT),
}


@lru_cache(_REMEMBERED)
def card_shape(
    inputs: tuple[Port, ...],
    outputs: tuple[Port, ...],
    flow: Flow = Flow.TOP_TO_BOTTOM,
) -> CardShape:
    """Lay out a card: wires enter where they come from and leave opposite.

    What every call needs sits around the middle, so that a chain runs straight;
    optional ports and the free slot of a list stand behind. Cards with the same
    ports share one shape.
    """
    pitch = _PITCHES[flow]
    main = [p for p in inputs if not p.optional and not p.spare]
    spare = [p for p in inputs if p.spare and not p.optional]
    optional = [p for p in inputs if p.optional]
    side = pitch.optional_step * len(optional) + (pitch.side if optional else 0)
    half = pitch.step * (max(len(main) - 1, 0) / 2 + len(spare)) + pitch.side
    needed = pitch.step * (len(outputs) - 1) + 2 * pitch.side
    length = _at_least(max(2 * (half + side), needed), pitch.least)
    places = _row(main, length / 2, pitch.step)
    last = length / 2 + pitch.step * (len(main) - 1) / 2
    for index, port in enumerate(spare, 1):
        places[port.name] = last + pitch.step * index
    for index, port in enumerate(reversed(optional)):
        places[port.name] = length - pitch.side - pitch.optional_step * index
    ends = _row(outputs, length / 2, pitch.step)
    if flow is Flow.LEFT_TO_RIGHT:
        entries = {name: Point(0.0, at) for name, at in places.items()}
        exits = {name: Point(CARD_WIDTH, at) for name, at in ends.items()}
        return CardShape(CARD_WIDTH, length, entries, exits)
    entries = {name: Point(at, 0.0) for name, at in places.items()}
    exits = {name: Point(at, CARD_HEIGHT) for name, at in ends.items()}
    return CardShape(length, CARD_HEIGHT, entries, exits)


def behind(corner: Point, flow: Flow) -> Point:
    """Corner of the card that a card at `corner` feeds."""
    if flow is Flow.LEFT_TO_RIGHT:
        return Point(corner.x + CARD_WIDTH + ROW_GAP[flow], corner.y)
    return Point(corner.x, corner.y + CARD_HEIGHT + ROW_GAP[flow])


def shown_ports(
    graph: Graph, node: Node, ports: Ports
) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
    """Input and output ports that a node's card shows."""
    wired = [edge.port for edge in graph.edges_into(node.id)]
    inputs = [shown for port in ports.inputs for shown in _shown(port, wired)]
    names = {port.name for port in inputs}
    inputs += [Port(name, connected=True) for name in wired if name not in names]
    used = {edge.output for edge in graph.edges_out_of(node.id)}
    keys = [*ports.outputs, *sorted(used - set(ports.outputs))]
    return tuple(inputs), tuple(Port(key, key in used) for key in keys)


def card_shapes(graph: Graph, table: PortTable, flow: Flow) -> dict[str, CardShape]:
    """Shapes of all cards of a graph that nobody has drawn yet, by node."""
    shapes = {}
    for node in graph.nodes.values():
        layer = graph.definition_of(node.id)
        ports = table.ports_of(node, layer.layer_class if layer else None)
        shapes[node.id] = card_shape(*shown_ports(graph, node, ports), flow)
    return shapes


def _shown(port: InputPort, wired: Sequence[str]) -> list[Port]:
    own = [name for name in wired if split_port(name)[0] == port.name]
    listed = [name for name in own if split_port(name)[1]]
    return [
        Port(
            name,
            name in own,
            not port.required,
            port.many and name not in own and index >= port.minimum,
        )
        for index, name in enumerate(port_names(port, listed))
    ]


def _row(ports: Sequence[Port], middle: float, step: float) -> dict[str, float]:
    first = middle - step * (len(ports) - 1) / 2
    return {p.name: first + step * i for i, p in enumerate(ports)}


def _at_least(length: float, least: float) -> float:
    """Longer than `least` by whole pairs of grid steps: all middles can be in line."""
    return least + max(0.0, -((least - length) // (2 * GRID)) * 2 * GRID)

"""Selects what belongs to the selection, and marks it: mute, frame, reroute."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF

from studio.graph import commands
from studio.graph.algorithms import downstream, upstream
from studio.graph.finding import siblings, similar
from studio.graph.model import Point, PortKey
from studio.graph.muting import set_muted
from studio.graph.routing import add_point, remove_point
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.tool import Surface

_AIR = (24.0, 40.0)
"""Room of a frame at the sides and below, and above for its title."""


class Choosing:
    """Each function changes the selection, or is one undo step."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._walker = ""
        """Node whose wires are selected one after the other."""

    def upstream(self) -> None:
        """Select what feeds the selection, too."""
        surface = self._surface
        chosen = upstream(surface.document.graph, surface.selection.nodes)
        surface.selection.replace(chosen)

    def downstream(self) -> None:
        """Select what the selection feeds, too."""
        surface = self._surface
        chosen = downstream(surface.document.graph, surface.selection.nodes)
        surface.selection.replace(chosen)

    def similar(self) -> None:
        """Select all nodes of the selected classes."""
        surface = self._surface
        chosen = similar(surface.document.graph, surface.selection.nodes)
        surface.selection.replace(chosen)

    def sharing(self) -> None:
        """Select all nodes that share a layer with a selected one."""
        surface, nodes = self._surface, self._surface.selection.nodes
        kin = (siblings(surface.document.graph, node_id) for node_id in nodes)
        surface.selection.replace(nodes.union(*kin))

    def next_wire(self) -> None:
        """Select the next wire of the selected node; then of the node of that wire."""
        surface, graph = self._surface, self._surface.document.graph
        if len(surface.selection.nodes) == 1:
            (self._walker,) = surface.selection.nodes
        if self._walker not in graph.nodes:
            return
        wires = [
            edge.key
            for edge in (
                *graph.edges_into(self._walker),
                *graph.edges_out_of(self._walker),
            )
        ]
        if not wires:
            surface.hint.say("This node has no wire.", QPoint(16, 16))
            return
        chosen = next(iter(surface.selection.edges), None)
        index = wires.index(chosen) + 1 if chosen in wires else 0
        surface.selection.replace((), {wires[index % len(wires)]})

    def next_comment(self) -> None:
        """Select the next comment or frame, from top to bottom."""
        surface = self._surface
        notes = surface.document.comments.values()
        order = [n.id for n in sorted(notes, key=lambda n: n.position[::-1])]
        if not order:
            surface.hint.say("There is no comment here. N writes one.", QPoint(16, 16))
            return
        chosen = next(iter(surface.selection.comments), None)
        index = order.index(chosen) + 1 if chosen in order else 0
        surface.selection.replace((), (), {order[index % len(order)]})

    def toggle_muted(self) -> None:
        """Mute the selected nodes, or take them in again if all are."""
        surface = self._surface
        nodes, chosen = surface.document.graph.nodes, surface.selection.nodes
        muted = not all(nodes[node_id].muted for node_id in chosen)
        edit = set_muted(surface.document, sorted(chosen), muted)
        if not surface.apply(edit) and chosen:
            text = "Only layers can be muted, not inputs and outputs."
            surface.hint.say(text, QPoint(16, 16))

    def frame(self) -> None:
        """Put a frame around what is selected."""
        surface = self._surface
        if not surface.selection.movable:
            surface.hint.say("Select what the frame is to hold.", QPoint(16, 16))
            return
        area = surface.scene.content_rect(surface.selection.movable)
        area.adjust(-_AIR[0], -_AIR[1], _AIR[0], _AIR[0])
        corner = snap(area.left(), area.top())
        edit, frame = commands.add_frame(
            surface.document, "Frame", corner, area.width(), area.height()
        )
        if surface.apply(edit):
            surface.selection.replace((), (), {frame})

    def add_reroute(self, key: PortKey, at: QPointF | None = None) -> None:
        """Let a wire run through a point, without one through its middle."""
        surface = self._surface
        item = surface.scene.edges[key]
        spot = item.path().pointAtPercent(0.5) if at is None else at
        via = item.edge.via
        stops = [item.start, *(QPointF(*p) for p in via), item.end]
        lengths = [
            (a - spot).manhattanLength() + (spot - b).manhattanLength()
            for a, b in pairwise(stops)
        ]
        index = lengths.index(min(lengths))
        point: Point = snap(spot.x(), spot.y())
        surface.apply(add_point(surface.document, key, point, index))

    def reroute_selected(self) -> None:
        """Add a reroute point in the middle of each selected wire."""
        for key in sorted(self._surface.selection.edges):
            self.add_reroute(key)

    def remove_reroute(self, key: PortKey, index: int) -> None:
        """Take a reroute point away."""
        self._surface.apply(remove_point(self._surface.document, key, index))

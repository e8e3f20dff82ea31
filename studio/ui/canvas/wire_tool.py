"""Draws a wire from port to port, or picks one up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF

from studio.graph import commands, edits
from studio.graph.block import shown_name
from studio.graph.edits import Compound
from studio.graph.model import Edge
from studio.graph.rules import refuse_connection
from studio.ui.canvas.edge_item import DraftWire
from studio.ui.canvas.geometry import loose_path, wire_path
from studio.ui.canvas.hits import Hit, NodeHit, PortHit
from studio.ui.canvas.node_item import NodeItem
from studio.ui.canvas.tool import Pointer, Surface, Tool

MOST_TARGETS = 200
"""Cards asked whether they fit while a wire is drawn; more would take too long."""


class WireTool(Tool):
    """A wire between a port and the mouse.

    Over a port or a card it shows whether it may end there, and why not. A
    wire picked up from an input is removed where it is dropped on nothing.
    """

    def __init__(
        self,
        surface: Surface,
        port: PortHit,
        pointer: Pointer,
        visible: Callable[[], QRectF],
        on_nothing: Callable[[QPoint, PortHit], None],
    ) -> None:
        """Begin at `port`; a wire dropped `on_nothing` asks for a layer there.

        Of the cards in what is `visible`, those that fit are lit.
        """
        self._surface = surface
        self._on_nothing = on_nothing
        self._picked = self._wire_in(port)
        self._anchor = port
        if self._picked is not None:
            self._anchor = PortHit(self._picked.source, self._picked.output, True)
            surface.scene.edges[self._picked.key].setVisible(False)
        self._moved = False
        self._edge: Edge | None = None
        self._draft = DraftWire(surface.scene.theme)
        surface.scene.addItem(self._draft)
        self._visible = visible
        self._seen = QRectF()
        self._asked: set[str] = set()
        self._lit: list[NodeItem] = []
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        """Follow the mouse and say whether the wire may end here."""
        hit = self._surface.scene.hit(pointer.scene, 1.0)
        self._moved = self._moved or hit != self._anchor
        self._light_targets()
        self._edge, reason = self._judge(hit)
        self._surface.hint.say(reason, pointer.view)
        self._draw(pointer.scene, bool(reason))

    def finish(self, pointer: Pointer) -> None:
        """Connect, or remove the wire that was picked up."""
        self.move(pointer)
        refused = self._surface.hint.isVisible()
        self._clean_up()
        if refused:
            return
        if self._edge is None and self._picked is None and self._moved:
            self._on_nothing(pointer.view, self._anchor)
        else:
            self._surface.apply(self._edit(), pointer.view)

    def cancel(self) -> None:
        """Leave the wires as they were."""
        self._clean_up()

    def _wire_in(self, port: PortHit) -> Edge | None:
        if port.is_output:
            return None
        edges = self._surface.document.graph.edges_into(port.node)
        return next((e for e in edges if e.port == port.name), None)

    def _judge(self, hit: Hit | None) -> tuple[Edge | None, str]:
        """The edge that would be made here, or why there is none."""
        if not isinstance(hit, PortHit | NodeHit) or hit == self._anchor:
            return None, ""
        if isinstance(hit, PortHit) and hit.is_output == self._anchor.is_output:
            side = "output" if hit.is_output else "input"
            return None, f"Both ends are {side}s. A wire runs from output to input."
        edge = self._edge_to(hit)
        if edge is None:
            return None, self._no_room(hit.node)
        reason = self._refusal(edge)
        return (None, reason) if reason else (edge, "")

    def _refusal(self, edge: Edge) -> str:
        workspace = self._surface.workspace
        graph = workspace.here.graph
        return refuse_connection(graph, workspace, edge) or ""

    def _no_room(self, node_id: str) -> str:
        """Why a card takes no more wires."""
        title = shown_name(self._surface.document.graph.title_of(node_id))
        anchor = self._anchor
        if not anchor.is_output:
            return f"{title} has no output."
        inputs = self._surface.scene.nodes[node_id].card.inputs
        port = inputs[0].name if inputs else ""
        return self._refusal(Edge(anchor.node, node_id, port, anchor.name)) or (
            f"Every input of {title} is taken. "
            "Drop the wire on a port to replace the one there."
        )

    def _edge_to(self, hit: PortHit | NodeHit) -> Edge | None:
        port = hit.name if isinstance(hit, PortHit) else self._fitting_port(hit.node)
        if port is None:
            return None
        anchor = self._anchor
        if anchor.is_output:
            return Edge(anchor.node, hit.node, port, anchor.name)
        return Edge(hit.node, anchor.node, anchor.name, port)

    def _fitting_port(self, node_id: str) -> str | None:
        if not self._anchor.is_output:
            outputs = self._surface.scene.nodes[node_id].card.outputs
            return outputs[0].name if outputs else None
        if self._picked is not None and node_id == self._picked.target:
            return self._picked.port
        workspace = self._surface.workspace
        graph = workspace.here.graph
        return commands.free_port(graph, workspace, node_id)

    def _edit(self) -> Compound:
        document, picked = self._surface.document, self._picked
        if self._edge is None:
            dropped = picked is not None and self._moved
            return commands.disconnect([picked.key] if picked and dropped else [])
        if self._edge == picked:
            return Compound("Connect", ())
        edit = commands.connect(document, self._edge)
        if picked is None or picked.key == self._edge.key:
            return edit
        steps = (edits.Disconnect(*picked.key), *edit.edits)
        return Compound("Reconnect", steps)

    def _draw(self, mouse: QPointF, refused: bool) -> None:
        nodes, anchor = self._surface.scene.nodes, self._anchor
        flow = self._surface.flow
        if self._edge is not None:
            start = nodes[self._edge.source].output_at(self._edge.output)
            end = nodes[self._edge.target].input_at(self._edge.port)
            path = wire_path(start, end, flow=flow)
        elif anchor.is_output:
            port = nodes[anchor.node].output_at(anchor.name)
            path = loose_path(port, mouse, True, flow)
        else:
            port = nodes[anchor.node].input_at(anchor.name)
            path = loose_path(port, mouse, False, flow)
        self._draft.show_path(path, refused)

    def _light_targets(self) -> None:
        """Mark the ports where the wire may end on cards that came into sight."""
        seen = self._visible()
        if seen == self._seen:
            return
        self._seen = seen
        for item in self._surface.scene.items(seen):
            if len(self._asked) == MOST_TARGETS:
                return
            if isinstance(item, NodeItem) and item.card.node not in self._asked:
                self._asked.add(item.card.node)
                self._light(item)

    def _light(self, item: NodeItem) -> None:
        targets = frozenset(self._targets_on(item))
        if targets:
            item.set_look(replace(item.look, targets=targets))
            self._lit.append(item)

    def _targets_on(self, item: NodeItem) -> Iterable[str]:
        to_input = self._anchor.is_output
        for port in item.card.inputs if to_input else item.card.outputs:
            edge, _ = self._judge(PortHit(item.card.node, port.name, not to_input))
            if edge is not None:
                yield port.name if to_input else f">{port.name}"

    def _clean_up(self) -> None:
        scene = self._surface.scene
        scene.removeItem(self._draft)
        for item in self._lit:
            item.set_look(replace(item.look, targets=frozenset()))
        if self._picked is not None and self._picked.key in scene.edges:
            scene.edges[self._picked.key].setVisible(True)
        self._surface.hint.hide()

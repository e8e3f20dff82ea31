"""Connects by the keyboard: one wire after the other is proposed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from studio.graph import commands
from studio.graph.block import shown_name
from studio.graph.model import Edge
from studio.graph.rules import refuse_connection
from studio.ui.canvas.edge_item import DraftWire
from studio.ui.canvas.geometry import wire_path
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import KeyTool, Pointer, Surface

MOST_TARGETS = 400
"""Nearest cards asked whether they fit; more would take too long."""


class KeyWire(KeyTool):
    """Tab and the arrow keys go through the ports that fit, Enter connects."""

    def __init__(self, stage: Stage, surface: Surface, source: str) -> None:
        self._stage = stage
        self._surface = surface
        self._edges = self._possible(source)
        self._index = 0
        self._draft = DraftWire(surface.scene.theme)
        surface.scene.addItem(self._draft)
        self._show()

    def key(self, key: Qt.Key) -> bool:
        """Go on to another port; true for the key that ends it with a wire."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        steps = {
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Left: -1,
        }
        if self._edges and key in steps:
            self._index = (self._index + steps[key]) % len(self._edges)
            self._show()
        return False

    def finish(self, pointer: Pointer) -> None:
        """Connect to the port that is proposed."""
        edge = self._edges[self._index] if self._edges else None
        self.cancel()
        if edge is not None:
            self._surface.apply(commands.connect(self._surface.document, edge))

    def cancel(self) -> None:
        """Leave the wires as they are."""
        self._surface.scene.removeItem(self._draft)
        self._surface.hint.hide()

    def _possible(self, source: str) -> list[Edge]:
        """Wires that may be, the nearest first, taken ports last."""
        surface = self._surface
        graph, scene = surface.document.graph, surface.scene
        here = scene.nodes[source].rect.center()
        items = sorted(
            (item for node, item in scene.nodes.items() if node != source),
            key=lambda item: (item.rect.center() - here).manhattanLength(),
        )
        found: list[tuple[bool, int, Edge]] = []
        for output in scene.nodes[source].card.outputs:
            for item in items[:MOST_TARGETS]:
                for port in item.card.inputs:
                    edge = Edge(source, item.card.node, port.name, output.name)
                    if graph.edges.get(edge.key) == edge:
                        continue
                    if not refuse_connection(graph, surface.workspace, edge):
                        found.append((port.connected, len(found), edge))
        return [edge for *_, edge in sorted(found, key=lambda entry: entry[:2])]

    def _show(self) -> None:
        surface, corner = self._surface, QPoint(16, 16)
        if not self._edges:
            surface.hint.say("No port fits this output.", corner)
            return
        edge = self._edges[self._index]
        nodes = surface.scene.nodes
        start = nodes[edge.source].output_at(edge.output)
        end = nodes[edge.target].input_at(edge.port)
        self._draft.show_path(wire_path(start, end, flow=surface.flow), refused=False)
        self._stage.camera.reveal(nodes[edge.target].rect)
        title = shown_name(surface.document.graph.title_of(edge.target))
        text = f"to {title} · {edge.port}  ({self._index + 1} of {len(self._edges)})"
        surface.hint.say(f"{text}\nTab: next   Enter: connect   Esc: stop", corner)

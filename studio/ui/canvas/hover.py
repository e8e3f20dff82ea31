"""What the mouse says while no button is held: port names, shapes of wires."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint

from studio.graph.model import Edge, PortKey
from studio.ui.canvas.hits import EdgeHit, Hit, NodeHit, PortHit
from studio.ui.canvas.labels import shape_text
from studio.ui.canvas.tool import Surface


class Hover:
    """Lights the port or wire under the mouse and names it."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._hit: Hit | None = None

    def move(self, hit: Hit | None, at: QPoint) -> None:
        """The mouse is over `hit` now."""
        if hit != self._hit:
            self._light(self._hit, False)
            self._light(hit, True)
            self._hit = hit
        self._surface.hint.say(self._words(hit), at)

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._light(self._hit, False)
        self._hit = None
        self._surface.hint.hide()

    def details_of(self, hit: Hit | None) -> list[str]:
        """Paragraphs on a node: what is wrong, else what its card cuts off."""
        if not isinstance(hit, NodeHit):
            return []
        found = self._surface.workspace.problems_of(hit.node)
        item = self._surface.scene.nodes[hit.node]
        painter = self._surface.scene.painter
        line = [] if painter.shows_line(item.card, item.geometry) else [item.card.line]
        return [problem.text for problem in found] or line

    def _light(self, hit: Hit | None, hot: bool) -> None:
        scene = self._surface.scene
        if isinstance(hit, EdgeHit) and hit.key in scene.edges:
            selected = hit.key in self._surface.selection.edges
            scene.edges[hit.key].set_state(selected, hot)
        if isinstance(hit, PortHit) and hit.node in scene.nodes:
            item = scene.nodes[hit.node]
            name = f">{hit.name}" if hit.is_output else hit.name
            item.set_look(replace(item.look, hot=name if hot else ""))

    def _words(self, hit: Hit | None) -> str:
        if isinstance(hit, PortHit):
            if hit.is_output:
                return self._tensor(hit.node, hit.name) or f"output {hit.name}"
            edge = self._edge(PortKey(hit.node, hit.name))
            tensor = self._tensor(edge.source, edge.output) if edge else ""
            return f"{hit.name}\n{tensor}" if tensor else hit.name
        if isinstance(hit, EdgeHit):
            edge = self._edge(hit.key)
            return self._tensor(edge.source, edge.output) if edge else ""
        return ""

    def _edge(self, key: PortKey) -> Edge | None:
        return self._surface.document.graph.edges.get(key)

    def _tensor(self, node_id: str, output: str) -> str:
        facts = self._surface.workspace.facts.get(node_id)
        for tensor in facts.outputs if facts else ():
            if tensor.key == output:
                return f"{shape_text(tensor.shape)}  {tensor.dtype}"
        return ""

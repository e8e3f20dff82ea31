"""Places layers and kept blocks on the canvas, wired where they can be."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF

from studio.catalog.fitting import misfit
from studio.errors import StudioError
from studio.graph import commands, edits
from studio.graph.algorithms import model_inputs
from studio.graph.block_ports import block_ports
from studio.graph.card_shape import CARD_HEIGHT, CARD_WIDTH, GRID, behind
from studio.graph.edits import Compound, Edit
from studio.graph.fragment import paste
from studio.graph.known import tensor_of
from studio.graph.model import INPUT_CLASS, Edge, Flow, Node, Point
from studio.graph.values import Value
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.hits import PortHit
from studio.ui.canvas.inserting import Placed, insert_new
from studio.ui.canvas.mime import OUTPUT_PATH, block_of
from studio.ui.canvas.tool import Surface

_CORNER = QPoint(16, 16)


class Placing:
    """Each function is one undo step, and tells the new node's id.

    What is placed is told by its path: a class, the output, or a kept block.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface

    def place(self, path: str, centre: QPointF) -> str | None:
        """Place a layer after the selected node, or at `centre`; its id."""
        source = self._only_source()
        placed = self._placed(path, self._spot(source, centre))
        if placed is None:
            return None
        steps: list[Edit] = []
        if source is not None and placed.first_input is not None:
            output = self._outputs(source)[0]
            wire = Edge(source, placed.node, placed.first_input, output)
            steps.append(edits.Connect(wire))
        return self._add(placed, steps)

    def place_at(self, path: str, at: QPointF, port: PortHit | None) -> str | None:
        """Place a layer at a point, wired to `port` where it has one for it; its id."""
        above = port is not None and not port.is_output
        if self._surface.flow is Flow.LEFT_TO_RIGHT:
            left = at.x() - CARD_WIDTH if above else at.x()
            corner = snap(left, at.y() - CARD_HEIGHT / 2)
        else:
            top = at.y() - CARD_HEIGHT if above else at.y()
            corner = snap(at.x() - CARD_WIDTH / 2, top)
        placed = self._placed(path, self._free(corner))
        if placed is None:
            return None
        steps: list[Edit] = []
        if port is not None and port.is_output and placed.first_input is not None:
            wire = Edge(port.node, placed.node, placed.first_input, port.name)
            steps.append(edits.Connect(wire))
        elif port is not None and above and placed.ports.outputs:
            edge = Edge(placed.node, port.node, port.name, placed.ports.outputs[0])
            steps += commands.connect(self._surface.document, edge).edits
        return self._add(placed, steps)

    def drop(self, path: str, centre: QPointF, edge: Edge | None) -> str | None:
        """Place a layer around `centre`, into `edge` if it fits; its id."""
        at = snap(centre.x() - CARD_WIDTH / 2, centre.y() - CARD_HEIGHT / 2)
        placed = self._placed(path, at)
        if placed is None:
            return None
        edit = placed.edit
        if edge is not None:
            here, table = self._surface.document, self._surface.workspace
            edit = insert_new(here, table, placed, edge, self._surface.flow) or edit
        return self._apply(edit, placed.node)

    def doubt(self, path: str, edge: Edge | None) -> str:
        """Why a class does not take what a wire carries; empty if it may."""
        workspace = self._surface.workspace
        spec = workspace.catalog.find(path)
        if edge is None or spec is None:
            return ""
        reason = misfit(spec, tensor_of(workspace.facts, edge))
        return f"{spec.name} {reason}." if reason else ""

    def _add(self, placed: Placed, steps: list[Edit]) -> str | None:
        edit = Compound(placed.edit.name, (*placed.edit.edits, *steps))
        return self._apply(edit, placed.node)

    def _apply(self, edit: Compound, node_id: str) -> str | None:
        if not self._surface.apply(edit):
            return None
        self._surface.selection.replace({node_id})
        return node_id

    def _placed(self, path: str, at: Point) -> Placed | None:
        document, workspace = self._surface.document, self._surface.workspace
        name = block_of(path)
        if name is not None:
            return self._block(name, at)
        if path == OUTPUT_PATH:
            edit, node_id = commands.place_output(document, at)
        else:
            values = self._values(path)
            edit, node_id = commands.place_layer(document, path, at, values)
        node: Node = next(e.node for e in edit.edits if isinstance(e, edits.AddNode))
        return Placed(edit, node_id, at, workspace.ports_of(node, path))

    def _values(self, path: str) -> dict[str, Value]:
        """Parameters to begin with; the first input takes the samples at hand."""
        workspace = self._surface.workspace
        spec = workspace.catalog.find(path)
        values = spec.starting_parameters() if spec else {}
        is_first = not model_inputs(workspace.document.graph)
        if path == INPUT_CLASS and is_first and workspace.data is not None:
            values["shape"] = workspace.data.input_shape
        return values

    def _block(self, name: str, at: Point) -> Placed | None:
        """A block of the library; None, and a word of it, if it cannot be read."""
        surface = self._surface
        try:
            fragment = surface.workspace.shelf.load(name)
        except StudioError as error:
            surface.hint.say(str(error), _CORNER)
            return None
        layers = [layer.block for layer in fragment.definitions]
        found = [block for block in fragment.blocks if layers == [block.id]]
        if not found or len(fragment.nodes) != 1:
            surface.hint.say(f"“{name}” holds no block.", _CORNER)
            return None
        edit, (node_id,) = paste(surface.document, fragment, at, f"Insert {name}")
        return Placed(edit, node_id, at, block_ports(found[0]))

    def _only_source(self) -> str | None:
        """The selected node, if it is one and has an output."""
        nodes = self._surface.selection.nodes
        if len(nodes) != 1:
            return None
        (node_id,) = nodes
        return node_id if self._outputs(node_id) else None

    def _outputs(self, node_id: str) -> list[str]:
        return [p.name for p in self._surface.scene.nodes[node_id].card.outputs]

    def _spot(self, source: str | None, centre: QPointF) -> Point:
        """A free place behind the source, or around the centre."""
        nodes = self._surface.document.graph.nodes
        if source is not None:
            at = snap(*behind(nodes[source].position, self._surface.flow))
        else:
            at = snap(centre.x() - CARD_WIDTH / 2, centre.y() - CARD_HEIGHT / 2)
        return self._free(at)

    def _free(self, at: Point) -> Point:
        """The point, or the next one beside it where a card would not overlap."""
        nodes = self._surface.document.graph.nodes.values()
        taken = [node.position for node in nodes]
        dx, dy = CARD_WIDTH + 4 * GRID, 0.0
        if self._surface.flow is Flow.LEFT_TO_RIGHT:
            dx, dy = 0.0, CARD_HEIGHT + 4 * GRID
        while any(_overlap(at, other) for other in taken):
            at = snap(at.x + dx, at.y + dy)
        return at


def _overlap(a: Point, b: Point) -> bool:
    return abs(a.x - b.x) < CARD_WIDTH + GRID and abs(a.y - b.y) < CARD_HEIGHT + GRID

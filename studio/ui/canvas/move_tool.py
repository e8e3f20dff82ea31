"""Drags nodes and comments; a click selects."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from studio.graph import commands
from studio.graph.edits import Compound
from studio.graph.fragment import copy_fragment, paste
from studio.graph.model import Edge, Point
from studio.graph.routing import edges_among, shifted
from studio.ui.canvas.carried import MANY, Carried
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.ghost import Shades
from studio.ui.canvas.guides import Guides
from studio.ui.canvas.hits import CommentHit, NodeHit
from studio.ui.canvas.inserting import edge_under, insert_placed
from studio.ui.canvas.tool import Pointer, Surface, Tool


class MoveTool(Tool):
    """Items follow the mouse on the grid; the document changes on release.

    Alt copies instead. A lone node dropped on a wire goes into it. A frame takes
    along what is inside.
    """

    def __init__(
        self,
        surface: Surface,
        hit: NodeHit | CommentHit,
        pointer: Pointer,
        seen: Callable[[], QRectF],
    ) -> None:
        """Take hold of `hit`; cards in view are what it can be aligned with.

        `seen` tells what is in view; from afar nothing: too much is in sight.
        """
        self._surface = surface
        self._hit = hit
        is_node = isinstance(hit, NodeHit)
        self._grabbed = hit.node if isinstance(hit, NodeHit) else hit.comment
        self._nodes = {self._grabbed} if is_node else set()
        self._comments = set() if is_node else {self._grabbed}
        self._start = pointer
        self._toggled = self._select(pointer)
        ids = surface.selection.movable
        ids |= surface.scene.inside_frames(surface.selection.comments)
        self._from = surface.scene.positions(ids)
        self._guides = Guides(
            surface.scene, surface.scene.card_rects(seen(), self._from.keys())
        )
        self._bent = edges_among(surface.document, self._from.keys())
        self._by: tuple[float, float] | None = None
        self._seen = seen
        self._carried: Carried | None = None
        self._shades: Shades | None = None
        self._edge: Edge | None = None

    def move(self, pointer: Pointer) -> None:
        """Show the selection where the mouse drags it."""
        way = pointer.view - self._start.view
        if (
            self._by is None
            and way.manhattanLength() < QApplication.startDragDistance()
        ):
            return
        self._by = self._shift(pointer.scene - self._start.scene)
        if self._copies(pointer):
            self._show_copies()
            return
        self._drop_shades()
        self._show(*self._by)
        self._bend(*self._by)
        self._aim(pointer)

    def finish(self, pointer: Pointer) -> None:
        """Move, copy or insert; a click without a drag selects one thing."""
        edge = self._edge
        self._clean_up()
        if self._by is None or not self._from:
            if not (self._toggled or pointer.adds):
                self._select_only()
            return
        if self._copies(pointer):
            self._copy(pointer)
        elif not self._surface.apply(self._edit(edge), pointer.view):
            self._put_back()

    def cancel(self) -> None:
        """Put everything back."""
        self._clean_up()
        self._put_back()

    def _clean_up(self) -> None:
        self._light(None)
        self._guides.remove()
        self._drop_shades()
        self._let_go()

    def _select(self, pointer: Pointer) -> bool:
        """Make sure that what is grabbed is selected; whether it was a toggle."""
        selection = self._surface.selection
        if pointer.adds:
            selection.toggle(self._nodes, (), self._comments)
        elif self._grabbed not in selection.movable:
            self._select_only()
        return pointer.adds

    def _select_only(self) -> None:
        self._surface.selection.replace(self._nodes, (), self._comments)

    def _shift(self, way: QPointF) -> tuple[float, float]:
        """How far all move: the grabbed item is aligned."""
        if not self._from:
            return 0.0, 0.0
        anchor = self._from.get(self._grabbed) or next(iter(self._from.values()))
        aim = snap(anchor.x + way.x(), anchor.y + way.y())
        scene = self._surface.scene
        item = scene.nodes.get(self._grabbed) or scene.comments[self._grabbed]
        pull = self._guides.pull(QRectF(QPointF(*aim), item.rect.size()))
        return aim.x + pull.x() - anchor.x, aim.y + pull.y() - anchor.y

    @property
    def _to(self) -> dict[str, Point]:
        """New places; none before the drag has begun."""
        if self._by is None:
            return {}
        dx, dy = self._by
        return {i: Point(p.x + dx, p.y + dy) for i, p in self._from.items()}

    def _show(self, dx: float, dy: float) -> None:
        scene = self._surface.scene
        if len(self._from) < MANY:
            scene.move_items(self._to)
            return
        if self._carried is None:
            self._carried = Carried(scene, self._from)
        notes = ((i, self._from[i]) for i in scene.comments if i in self._from)
        scene.move_items({i: Point(p.x + dx, p.y + dy) for i, p in notes})
        self._carried.move(dx, dy, self._seen())

    def _bend(self, dx: float, dy: float) -> None:
        """Take along the reroute points of wires that move as a whole."""
        for edge in self._bent:
            self._surface.scene.edges[edge.key].bend(shifted(edge.via, dx, dy))

    def _let_go(self) -> None:
        """Leave it to the document where items are that were not shown one by one."""
        if self._carried is not None:
            self._carried.end()
            self._carried = None

    def _copies(self, pointer: Pointer) -> bool:
        alt = pointer.modifiers & pointer.modifiers.AltModifier
        return bool(alt) and bool(self._from)

    def _show_copies(self) -> None:
        """Leave the originals where they are and outline the copies."""
        if self._shades is None:
            self._light(None)
            self._let_go()
            self._put_back()
            self._shades = Shades(self._surface.scene, self._from)
        self._shades.move(self._to)

    def _drop_shades(self) -> None:
        if self._shades is not None:
            self._shades.remove()
            self._shades = None

    def _copy(self, pointer: Pointer) -> None:
        document, targets = self._surface.document, self._to.values()
        corner = Point(min(p.x for p in targets), min(p.y for p in targets))
        self._put_back()
        fragment = copy_fragment(document, self._from.keys())
        edit, ids = paste(document, fragment, corner, "Duplicate")
        if self._surface.apply(edit, pointer.view):
            self._surface.selection.choose(ids)

    def _edit(self, edge: Edge | None) -> Compound:
        document = self._surface.document
        changed = {i: p for i, p in self._to.items() if p != self._from[i]}
        edit = commands.move(document, changed)
        if edge is None or not isinstance(self._hit, NodeHit):
            return edit
        ports = self._surface.workspace
        node, flow = self._hit.node, self._surface.flow
        insertion = insert_placed(document, ports, node, edge, flow, self._to[node])
        return insertion or edit

    def _aim(self, pointer: Pointer) -> None:
        """Light the wire a lone, unconnected node would go into."""
        edge = None
        if isinstance(self._hit, NodeHit) and len(self._from) == 1:
            graph, node_id = self._surface.document.graph, self._hit.node
            if not graph.edges_into(node_id) and not graph.edges_out_of(node_id):
                edge = edge_under(self._surface.scene, pointer.scene)
        self._light(edge)

    def _light(self, edge: Edge | None) -> None:
        scene = self._surface.scene
        for which, hot in ((self._edge, False), (edge, True)):
            if which is not None and which.key in scene.edges:
                scene.edges[which.key].set_state(False, hot)
        self._edge = edge

    def _put_back(self) -> None:
        """Where the document has them: it may have changed meanwhile."""
        document = self._surface.document
        places = {
            n: document.graph.nodes[n].position
            for n in self._from
            if n in document.graph.nodes
        }
        places |= {
            c: document.comments[c].position
            for c in self._from
            if c in document.comments
        }
        scene = self._surface.scene
        scene.move_items(places)
        for edge in self._bent:
            if edge.key in scene.edges:
                scene.edges[edge.key].bend(scene.edges[edge.key].edge.via)

"""The hand on the canvas: which tool is at work, what is under the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from studio.graph.problems import Problem
from studio.ui.canvas.band_tool import BandTool
from studio.ui.canvas.bend_tool import BendTool
from studio.ui.canvas.edge_scroll import EdgeScroll
from studio.ui.canvas.hits import (
    CommentHit,
    EdgeHit,
    Hit,
    NodeHit,
    PointHit,
    PortHit,
)
from studio.ui.canvas.hover import Hover
from studio.ui.canvas.key_bend import KeyBend
from studio.ui.canvas.key_wire import KeyWire
from studio.ui.canvas.move_tool import MoveTool
from studio.ui.canvas.overview import OVERVIEW_ZOOM
from studio.ui.canvas.pan_tool import PanTool
from studio.ui.canvas.resize_tool import ResizeTool
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import KeyTool, Pointer, Surface, Tool
from studio.ui.canvas.wire_tool import WireTool


class Hand:
    """Begins the tool that fits what is pressed, and leads it to its end."""

    def __init__(
        self,
        stage: Stage,
        surface: Surface,
        on_nothing: Callable[[QPoint, PortHit], None],
    ) -> None:
        """Take hold; `on_nothing` asks what a wire dropped on nothing is for."""
        self._stage = stage
        self._on_nothing = on_nothing
        self._surface = surface
        self._hover = Hover(surface)
        self._tool: Tool | None = None
        self._pans = False
        self._mouse = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._scroll = EdgeScroll(stage, self._on_scrolled)

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is on."""
        return self._tool is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, unless one is on."""
        if self._tool is not None:
            return
        pointer = self._follow(event)
        left = event.button() is Qt.MouseButton.LeftButton
        if event.button() is Qt.MouseButton.MiddleButton or (left and self._pans):
            self._begin(PanTool(self._stage.camera, pointer))
        elif left:
            self._hover.leave()
            self._begin_at(pointer)
        if self._tool is not None and self._tool.scrolls:
            self._scroll.begin(pointer.view)

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or name what is under the mouse."""
        pointer = self._follow(event)
        if self._tool is not None:
            self._tool.move(pointer)
            if self._tool.scrolls:
                self._scroll.follow(pointer.view)
        else:
            self._hover.move(self.hit(pointer.view), pointer.view)

    def release(self, event: QMouseEvent) -> None:
        """End the gesture with the last button."""
        if self._tool is not None and not event.buttons():
            self._end().finish(self._follow(event))

    @property
    def takes_keys(self) -> bool:
        """Whether a gesture of keys is on."""
        return isinstance(self._tool, KeyTool)

    def connect(self) -> None:
        """Begin a wire at the selected node by the keyboard."""
        nodes = self._surface.selection.nodes
        if len(nodes) == 1 and not self.is_busy:
            self._begin(KeyWire(self._stage, self._surface, next(iter(nodes))))

    def bend(self) -> None:
        """Begin to move the reroute points of the selected wire by the keyboard."""
        surface = self._surface
        if len(surface.selection.edges) != 1 or self.is_busy:
            return
        (key,) = surface.selection.edges
        if surface.document.graph.edges[key].via:
            self._begin(KeyBend(surface, key))
        else:
            text = "This wire has no reroute point. W adds one."
            surface.hint.say(text, QPoint(16, 16))

    def key(self, key: Qt.Key) -> bool:
        """Lead a key to the gesture of keys; whether one is on."""
        tool = self._tool
        if not isinstance(tool, KeyTool) or key == Qt.Key.Key_Escape:
            return False
        if tool.key(key):
            self._end().finish(Pointer(QPointF(), QPoint()))
        return True

    def cancel(self) -> None:
        """End the gesture without effect."""
        if self._tool is not None:
            self._end().cancel()

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._hover.leave()

    def set_pans(self, pans: bool) -> None:
        """Whether the left button pans, as while space is held."""
        self._pans = pans
        if self._tool is None:
            self._show_cursor()

    def hit(self, at: QPoint) -> Hit | None:
        """What is under a point of the view; from afar a port is too small."""
        hit = self._surface.scene.hit(self._stage.mapToScene(at), self._stage.zoom)
        if isinstance(hit, PortHit) and self._stage.zoom < OVERVIEW_ZOOM:
            return NodeHit(hit.node)
        return hit

    def details(self, at: QPoint) -> list[str]:
        """Paragraphs on the node under a point of the view."""
        return self._hover.details_of(self.hit(at))

    def chosen(self) -> tuple[Hit | None, QPointF]:
        """What a menu asked for by the keyboard is for, and where that is."""
        scene, selection = self._surface.scene, self._surface.selection
        for node in sorted(selection.nodes):
            return NodeHit(node), scene.nodes[node].rect.center()
        for key in sorted(selection.edges):
            return EdgeHit(key), scene.edges[key].path().pointAtPercent(0.5)
        for comment in sorted(selection.comments):
            return CommentHit(comment), scene.comments[comment].rect.center()
        return None, self._stage.centre()

    def choose(self, hit: Hit | None) -> list[Problem]:
        """Select what a menu is for, unless it is; the problems of it."""
        selection = self._surface.selection
        match hit:
            case PortHit(node) | NodeHit(node):
                if node not in selection.nodes:
                    selection.replace({node})
                workspace = self._surface.workspace
                return [*workspace.problems_of(node), *workspace.silenced_of(node)]
            case EdgeHit(key) | PointHit(key):
                selection.replace((), {key})
            case CommentHit(comment):
                selection.replace((), (), {comment})
        return []

    def _begin_at(self, pointer: Pointer) -> None:
        surface, stage = self._surface, self._stage
        match self.hit(pointer.view):
            case PortHit() as port:
                seen, ask = stage.visible, self._on_nothing
                self._begin(WireTool(surface, port, pointer, seen, ask))
            case PointHit() as point:
                self._begin(BendTool(surface, point))
            case CommentHit(corner=True) as comment:
                self._begin(ResizeTool(surface, comment))
            case NodeHit() | CommentHit() as item:
                self._begin(MoveTool(surface, item, pointer, stage.detailed))
            case EdgeHit(key) if pointer.adds:
                surface.selection.toggle((), {key})
            case EdgeHit(key):
                surface.selection.replace((), {key})
            case None:
                self._begin(BandTool(surface, stage, pointer))

    def _begin(self, tool: Tool) -> None:
        self._tool = tool
        self._stage.viewport().setCursor(tool.cursor)

    def _show_cursor(self) -> None:
        shapes = Qt.CursorShape
        shape = shapes.OpenHandCursor if self._pans else shapes.ArrowCursor
        self._stage.viewport().setCursor(shape)

    def _end(self) -> Tool:
        """Take the tool out of the hand."""
        tool, self._tool = self._tool, None
        assert tool is not None
        self._scroll.end()
        self._show_cursor()
        return tool

    def _on_scrolled(self) -> None:
        if self._tool is not None:
            self._tool.move(self._pointer())

    def _follow(self, event: QMouseEvent) -> Pointer:
        self._mouse, self._modifiers = event.position(), event.modifiers()
        return self._pointer()

    def _pointer(self) -> Pointer:
        # `mapToScene` takes whole pixels; the mouse may be between two.
        inverse, _ = self._stage.viewportTransform().inverted()
        at = self._mouse
        return Pointer(inverse.map(at), at.toPoint(), self._modifiers)

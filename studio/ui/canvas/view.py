"""The canvas widget: hands the mouse, the keys and drops to the tools."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip

from studio.ui.canvas.block_editing import BlockEditing
from studio.ui.canvas.block_exposing import BlockExposing
from studio.ui.canvas.block_library import BlockLibrary
from studio.ui.canvas.breadcrumb import Breadcrumb
from studio.ui.canvas.choosing import Choosing
from studio.ui.canvas.context_menu import make_context_menu
from studio.ui.canvas.editing import Editing
from studio.ui.canvas.empty_hint import EmptyHint
from studio.ui.canvas.glide import Glide
from studio.ui.canvas.hand import Hand
from studio.ui.canvas.hint import Hint
from studio.ui.canvas.hits import CommentHit, EdgeHit, NodeHit, PointHit
from studio.ui.canvas.keys import CANCEL, KEYS
from studio.ui.canvas.layer_search import LayerSearch
from studio.ui.canvas.legend import HeatLegend
from studio.ui.canvas.marks import Marks
from studio.ui.canvas.minimap import Minimap
from studio.ui.canvas.mirror import Mirror
from studio.ui.canvas.overview import OVERVIEW_ZOOM
from studio.ui.canvas.palette_drop import PaletteDrop
from studio.ui.canvas.placing import Placing
from studio.ui.canvas.scene import CanvasScene
from studio.ui.canvas.search_popup import SearchPopup
from studio.ui.canvas.selection import Selection
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tidying import Tidying
from studio.ui.canvas.tool import Surface
from studio.ui.canvas.walker import Walker
from studio.ui.canvas.writing import Writing
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class CanvasView(Stage):
    """The node editor of a workspace.

    Signals:
        zoom_changed: the zoom is another one; 1 is actual size.
        edit_requested: a node's parameters should be edited; its id.
        code_pasted: Python that may build a model was pasted, and where.
    """

    edit_requested = Signal(str)
    code_pasted = Signal(str, QPointF)

    def __init__(self, workspace: Workspace, themes: ThemeManager) -> None:
        super().__init__(CanvasScene(themes.theme))
        self.setObjectName("canvas")
        self.setAccessibleName("Canvas")
        self.setAcceptDrops(True)
        self.workspace: Workspace = workspace
        self._themes = themes
        self._mirror = Mirror(workspace, themes, self.stage_scene)
        self._marks = Marks(workspace, themes, self.stage_scene)
        self._legend = HeatLegend(workspace, themes, self)
        self._empty = EmptyHint(self, workspace, themes)
        self._hint = Hint(self)
        self.selection: Selection = Selection(workspace, self.stage_scene, self)
        self.selection.told.connect(self.setAccessibleDescription)
        self._surface = Surface(workspace, self.stage_scene, self.selection, self._hint)
        self.editing: Editing = Editing(self._surface, self.code_pasted.emit)
        self.walker: Walker = Walker(self, self._surface, self.editing)
        self._writing = Writing(self, self._surface)
        self.placing: Placing = Placing(self._surface)
        self.search: LayerSearch = LayerSearch(self, self._surface, self.placing)
        self.hand: Hand = Hand(self, self._surface, self.search.place)
        self.choosing: Choosing = Choosing(self._surface)
        self.blocks: BlockEditing = BlockEditing(self._surface)
        self.exposing: BlockExposing = BlockExposing(self, self._surface)
        self.library: BlockLibrary = BlockLibrary(self, self._surface, self.placing)
        self.minimap: Minimap = Minimap(self)
        self.breadcrumb: Breadcrumb = Breadcrumb(self, workspace, themes)
        self._drop = PaletteDrop(self, self.placing, self._hint)
        self._glide = Glide(self.stage_scene)
        self.tidying: Tidying = Tidying(self, self._surface, self._glide)
        self._shown = False
        self._on_theme_changed()
        themes.changed.connect(self._on_theme_changed)
        workspace.document_edited.connect(self._on_document_edited)
        workspace.document_replaced.connect(self._on_document_replaced)
        workspace.scope_changed.connect(self._on_scope_changed)

    def place(self, class_path: str) -> None:
        """Place a layer after the selected node, or in the middle."""
        node_id = self.placing.place(class_path, self.centre())
        if node_id is not None:
            self.camera.reveal(self.stage_scene.content_rect([node_id]))

    def center_on(self, node_id: str) -> None:
        """Bring a node to the middle, large enough to be read."""
        if node_id not in self.stage_scene.nodes:
            return
        if self.zoom < OVERVIEW_ZOOM:
            self.reset_zoom()
        self.centerOn(self.stage_scene.content_rect([node_id]).center())

    def frame_selection(self) -> None:
        """Show what is selected, or everything."""
        chosen = self.selection.movable or None
        self.camera.show(
            self.stage_scene.content_rect(chosen), 1.5 * self.camera.actual
        )
        self.tell_zoom()

    def paste(self) -> None:
        """Add the nodes on the clipboard at the mouse."""
        self.editing.paste(self._mouse())
        self.reveal_selection()

    def reveal_selection(self) -> None:
        """Scroll to what is selected, where it is out of sight."""
        if self.selection.movable:
            self.camera.reveal(self.stage_scene.content_rect(self.selection.movable))

    def select_all(self) -> None:
        """Select every node and comment."""
        document = self.workspace.here
        self.selection.replace(document.graph.nodes, (), document.comments)

    def select_none(self) -> None:
        """Select nothing."""
        self.selection.replace()

    def rename_selected(self) -> None:
        """Type another name for the selected layer, on its card."""
        if len(self.selection.nodes) == 1:
            self._writing.rename(next(iter(self.selection.nodes)))

    def edit_selected(self) -> None:
        """Ask for the selected node's parameters."""
        nodes = sorted(self.selection.nodes)
        if len(nodes) == 1 and self.blocks.enter(nodes[0]):
            return
        if nodes:
            self.edit_requested.emit(nodes[0])
        else:
            self.edit_note()

    def add_layer(self) -> None:
        """Search a layer at the mouse."""
        self.search.place(self.mapFromScene(self._mouse()))

    def edit_note(self) -> None:
        """Type another text for the selected comment."""
        if len(self.selection.comments) == 1:
            self._writing.edit_note(next(iter(self.selection.comments)))

    def add_comment(self) -> None:
        """Write a note at the mouse."""
        self._writing.new_note(self._mouse())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the map in its corner."""
        super().resizeEvent(event)
        self.minimap.follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the document when the canvas appears."""
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            self.begin()

    def cancel(self) -> None:
        """End gesture or layout; without one select nothing; then leave the block."""
        selection = self.selection
        if self.hand.is_busy:
            self.hand.cancel()
        elif self.tidying.cancel():
            return
        elif selection.movable or selection.edges:
            selection.replace()
        else:
            self.blocks.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the gesture that fits what is under the mouse."""
        self._glide.stop()
        self.setFocus()
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or name what is under the mouse."""
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit what is under the mouse."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        match self.hand.hit(event.position().toPoint()):
            case NodeHit(node):
                if not self.blocks.enter(node):
                    self.edit_requested.emit(node)
            case CommentHit(comment):
                self._writing.edit_note(comment)
            case EdgeHit(key):
                at = self.mapToScene(event.position().toPoint())
                self.choosing.add_reroute(key, at)
            case PointHit(key, index):
                self.choosing.remove_reroute(key, index)
            case _:
                self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what was under the mouse."""
        self.hand.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is under the mouse."""
        if self.hand.is_busy:
            return
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            hit, at = self.hand.chosen()
            where = self.viewport().mapToGlobal(self.mapFromScene(at))
        else:
            hit, where = self.hand.hit(event.pos()), event.globalPos()
        make_context_menu(self, hit, self.hand.choose(hit)).popup(where)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say more of the node under a resting mouse."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        # A tool tip would take plain text with a tag in it for rich text.
        texts = [html.escape(text) for text in self.hand.details(event.pos())]
        QToolTip.showText(event.globalPos(), "<br><br>".join(texts), self)
        return True

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; a name being typed would stay behind, so it ends."""
        super().scrollContentsBy(dx, dy)
        typing = QApplication.focusWidget()
        inside = typing is not None and self.isAncestorOf(typing)
        if typing and inside and not isinstance(typing.parent(), SearchPopup):
            self.setFocus()

    def _mouse(self) -> QPointF:
        """The mouse on the scene; the centre if it is elsewhere."""
        at = self.viewport().mapFromGlobal(QCursor.pos())
        inside = self.viewport().rect().contains(at)
        return self.mapToScene(at) if inside else self.centre()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        if self.hand.key(Qt.Key(event.key())):
            return
        if event.key() == Qt.Key.Key_Space:
            self.hand.set_pans(True)
            return
        keys = QKeySequence(event.keyCombination()).toString().replace("Num+", "")
        if keys not in KEYS or (self.hand.is_busy and keys != CANCEL):
            event.ignore()
            return
        self.do_key(keys)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts away from a gesture of keys."""
        if event.type() == QEvent.Type.ShortcutOverride and self.hand.takes_keys:
            event.accept()
            return True
        return super().event(event)

    def do_key(self, keys: str) -> None:
        """Do what a key of the canvas stands for; nothing for another key."""
        if keys in KEYS:
            KEYS[keys].do(self)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab searches a layer; Shift+Tab goes to the panel before."""
        return False if next or self.hand.is_busy else super().focusNextPrevChild(next)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Stop panning with space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.hand.set_pans(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is held is no longer ours."""
        self.hand.set_pans(False)
        super().focusOutEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show where the layer would land."""
        at = event.position().toPoint()
        event.setAccepted(self._drop.enter(event.mimeData(), at))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Let the layer's outline follow the mouse."""
        event.setAccepted(self._drop.move(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the layer."""
        self._drop.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Place the layer."""
        event.setAccepted(self._drop.drop(event.position().toPoint()))
        self.setFocus()

    def _on_document_edited(self) -> None:
        # The document changed under a gesture: it makes no sense any more.
        self.hand.cancel()
        self._glide.stop()

    def _on_document_replaced(self) -> None:
        self.hand.cancel()
        self.selection.replace()
        self.breadcrumb.refresh()
        self.begin()

    def _on_scope_changed(self) -> None:
        self.hand.cancel()
        self.breadcrumb.refresh()
        self.begin()

    def _on_theme_changed(self) -> None:
        self._hint.set_theme(self._themes.theme)
        self.viewport().update()

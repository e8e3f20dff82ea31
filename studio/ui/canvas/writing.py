"""Names and notes typed in place."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF

from studio.graph import commands
from studio.graph.naming import name_problem
from studio.ui.canvas.geometry import snap
from studio.ui.canvas.inline_editor import NameEditor, NoteEditor
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface
from studio.ui.text_size import scaled

_NOTE = (220.0, 80.0)


class Writing(QObject):
    """Opens an editor over a card or a note and commits what is typed."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        super().__init__(stage)
        self._stage = stage
        self._surface = surface
        self._target = ""
        self._corner = QRect()

    def rename(self, node_id: str) -> None:
        """Edit a layer's name on its card."""
        definition = self._surface.document.graph.definition_of(node_id)
        if definition is None:
            return
        card = self._surface.scene.nodes[node_id].rect
        area = self._area(QRectF(card.left() + 8, card.top() + 2, card.width() - 16, 1))
        area.setHeight(scaled(26))
        area.setWidth(max(area.width(), scaled(120)))
        self._target, self._corner = node_id, area
        NameEditor(self._stage, definition.name, area, self._take_name, self._complain)

    def edit_note(self, comment_id: str) -> None:
        """Edit a comment on its note."""
        comment = self._surface.document.comments[comment_id]
        rect = self._surface.scene.comments[comment_id].rect
        self._target = comment_id
        self._open_note(comment.text, rect)

    def new_note(self, at: QPointF) -> None:
        """Write a new comment; nothing is added for an empty one."""
        self._target = ""
        self._open_note("", QRectF(at.x(), at.y(), *_NOTE))

    def _open_note(self, text: str, rect: QRectF) -> None:
        self._corner = self._area(rect)
        area = QRect(self._corner)
        area.setWidth(max(area.width(), scaled(160)))
        area.setHeight(max(area.height(), scaled(64)))
        NoteEditor(self._stage, text, area, self._take_note)

    def _take_name(self, name: str) -> str:
        document = self._surface.document
        node = document.graph.nodes.get(self._target)
        if node is None or node.definition is None:
            return ""
        name = name.strip()
        reason = name_problem(document, node.definition, name)
        if reason:
            return reason
        if name != document.graph.definitions[node.definition].name:
            self._surface.apply(commands.rename(document, self._target, name))
        return ""

    def _take_note(self, text: str) -> str:
        document, text = self._surface.document, text.strip()
        if not self._target:
            if text:
                corner = self._stage.mapToScene(self._corner.topLeft())
                at = snap(corner.x(), corner.y())
                self._surface.apply(commands.add_comment(document, text, at)[0])
            return ""
        comment = document.comments.get(self._target)
        if comment is not None and text != comment.text:
            edit = commands.change_comment(document, self._target, text=text)
            self._surface.apply(edit)
        return ""

    def _complain(self, reason: str) -> None:
        self._surface.hint.say(reason, self._corner.bottomLeft() - QPoint(16, 12))

    def _area(self, rect: QRectF) -> QRect:
        return self._stage.mapFromScene(rect).boundingRect()

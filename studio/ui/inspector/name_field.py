"""The name of the selected layer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.graph import commands
from studio.graph.block import INSTANCE_MARK, INSTANCE_NAME, shown_name
from studio.graph.naming import name_problem
from studio.ui.editors.document_line import DocumentLine
from studio.ui.editors.states import set_state
from studio.ui.inspector.gestures import Gestures
from studio.ui.inspector.page import make_label
from studio.ui.workspace import Workspace


class NameField(QWidget):
    """Renames the layer a node calls, while typing, when the name is free.

    A name that cannot be stays with a sentence; Escape takes it back. In a block ``…``
    stands for the name of each instance, and a line says what becomes of it in one.
    """

    def __init__(
        self, workspace: Workspace, node_id: str, gestures: Gestures, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._node_id = node_id
        self._gestures = gestures
        self.line = DocumentLine(self)
        self.line.setObjectName("node_name")
        self.line.setAccessibleName("Name of the layer")
        self.line.setToolTip("Name of the layer, in the code and in Keras")
        self.line.setProperty("heading", True)
        self.sentence = make_label("name_problem", "problem", self)
        self.sentence.hide()
        self.meaning = make_label("name_meaning", "muted", self)
        self.meaning.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.sentence)
        column.addWidget(self.meaning)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.installEventFilter(self)

    def refresh(self) -> None:
        """Show the name the layer has, unless a refused one is being typed."""
        graph = self._workspace.here.graph
        if self._node_id not in graph.nodes:
            return
        if self.sentence.text() and self.line.hasFocus():
            return
        name = graph.title_of(self._node_id)
        if self.line.text() != shown_name(name):
            self.line.setText(shown_name(name))
        self._explain(name)
        self._say("")

    def _explain(self, name: str) -> None:
        """Say what a name is in an instance of the block."""
        facts = self._workspace.facts.get(self._node_id)
        meaning = ""
        if INSTANCE_NAME in name:
            meaning = f"{INSTANCE_MARK} is the name of the block"
            if facts and facts.instance:
                whole = name.replace(INSTANCE_NAME, facts.instance)
                meaning += f", as in {whole}"
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a refused name back on Escape or when the field is left."""
        refused = bool(self.sentence.text())
        if refused and event.type() == QEvent.Type.FocusOut:
            self._say("")
            self.refresh()
        elif (
            refused
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._say("")
            self.refresh()
            return True
        return super().eventFilter(watched, event)

    def _on_text_edited(self, text: str) -> None:
        document = self._workspace.here
        if self._node_id not in document.graph.nodes:
            return
        definition = document.graph.definition_of(self._node_id)
        if definition is None:
            return
        name = text.strip().replace(INSTANCE_MARK, INSTANCE_NAME)
        problem = name_problem(document, definition.id, name)
        self._say(problem or "")
        if problem is None and name != definition.name:
            self._workspace.edit_here(
                commands.rename(document, self._node_id, name),
                f"Rename {definition.class_name}",
                self._gestures.current(f"{definition.id}.name"),
            )

    def _say(self, problem: str) -> None:
        self.sentence.setText(problem)
        self.sentence.setVisible(bool(problem))
        set_state(self.line, "invalid", bool(problem))
        self.line.setAccessibleDescription(problem)

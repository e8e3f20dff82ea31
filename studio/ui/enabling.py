"""Keeps the actions enabled that make sense now, and those marked that hold."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.ui.action_spec import When
from studio.ui.actions import Actions
from studio.ui.documents import Documents
from studio.ui.workspace import Workspace


class Enabling(QObject):
    """Watches document, selection, undo stack and training."""

    def __init__(
        self, actions: Actions, workspace: Workspace, documents: Documents
    ) -> None:
        super().__init__(workspace)
        self._actions, self._workspace = actions, workspace
        self._documents = documents
        self._training = False
        stack = workspace.undo_stack
        for signal in (
            workspace.selection_changed,
            workspace.document_replaced,
            workspace.document_edited,
            documents.changed,
            stack.indexChanged,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def set_training(self, training: bool) -> None:
        """Tell whether a run is on."""
        self._training = training
        self.refresh()

    def refresh(self) -> None:
        """Enable what is possible and name what Undo and Redo would do."""
        self._actions.enable(self._facts())
        flow = self._workspace.document.setup.canvas.flow
        self._actions[f"view.{flow.value}"].setChecked(True)
        stack = self._workspace.undo_stack
        _name(self._actions, "edit.undo", "Undo", stack.undoText())
        _name(self._actions, "edit.redo", "Redo", stack.redoText())

    def _facts(self) -> set[When]:
        if not self._documents.is_open:
            return set()
        workspace, stack = self._workspace, self._workspace.undo_stack
        selected = len(workspace.selection)
        held = {
            When.DOCUMENT: True,
            When.SELECTION: selected > 0,
            When.ONE_SELECTED: selected == 1,
            When.NODES: bool(workspace.document.graph.nodes),
            When.UNDO: stack.canUndo(),
            When.REDO: stack.canRedo(),
            When.CAN_TRAIN: not self._training,
            When.TRAINING: self._training,
            When.WEIGHTS: workspace.document.setup.model.weights is not None,
        }
        return {when for when, holds in held.items() if holds}


def _name(actions: Actions, action_id: str, verb: str, text: str) -> None:
    actions[action_id].setText(f"{verb} {text}".rstrip().replace("&", "&&"))

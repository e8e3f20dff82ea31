"""Keeps the actions enabled that make sense now, and those marked that hold."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.graph.finding import siblings
from studio.ui.action_spec import When
from studio.ui.actions import Actions
from studio.ui.documents import Documents
from studio.ui.workspace import Workspace

_MOST_ASKED = 50
"""Selected nodes up to which each is asked for its siblings and its block."""


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
            workspace.scope_changed,
            workspace.results_changed,
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
        is_inside = workspace.block_here is not None
        has_block, told = self._has_block(), workspace.problems
        held = {
            When.DOCUMENT: True,
            When.SELECTION: selected > 0,
            When.ONE_SELECTED: selected == 1,
            When.SEVERAL_SELECTED: selected > 1,
            When.BLOCK: has_block,
            When.ONE_BLOCK: has_block and selected == 1,
            When.SHARED: self._is_shared(),
            When.INSIDE: is_inside,
            When.ONE_INSIDE: is_inside and selected == 1,
            When.PROBLEMS: bool(told),
            When.SAFE_FIXES: any(
                p.fixes and p.fixes[0].safe for p in workspace.problems
            ),
            When.NODES: bool(workspace.document.graph.nodes),
            When.UNDO: stack.canUndo(),
            When.REDO: stack.canRedo(),
            When.CAN_TRAIN: not self._training,
            When.TRAINING: self._training,
            When.WEIGHTS: workspace.document.setup.model.weights is not None,
        }
        return {when for when, holds in held.items() if holds}

    def _has_block(self) -> bool:
        """Whether a selected node stands for a block, in a document that has some.

        Of many it is taken for granted.
        """
        workspace, chosen = self._workspace, self._chosen()
        if not workspace.document.blocks:
            return False
        layers = map(workspace.here.graph.definition_of, chosen)
        return len(chosen) > _MOST_ASKED or any(x and x.block for x in layers)

    def _chosen(self) -> frozenset[str]:
        """Selected nodes that are there: an edit is told before they are let go."""
        return self._workspace.selection & self._workspace.here.graph.nodes.keys()

    def _is_shared(self) -> bool:
        """Whether a selected node has a sibling; of many it is taken for granted."""
        graph, chosen = self._workspace.here.graph, self._chosen()
        return len(chosen) > _MOST_ASKED or any(siblings(graph, n) for n in chosen)


def _name(actions: Actions, action_id: str, verb: str, text: str) -> None:
    actions[action_id].setText(f"{verb} {text}".rstrip().replace("&", "&&"))

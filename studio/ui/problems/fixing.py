"""Applies the repairs that problems offer."""

from __future__ import annotations

from studio.graph.edits import EditRefused
from studio.graph.problems import Fix
from studio.graph.rebase import rebased
from studio.ui.workspace import Workspace


def apply_fix(workspace: Workspace, fix: Fix) -> str:
    """Apply `fix` as one undo step; a sentence if it no longer fits, else empty."""
    try:
        workspace.edit(rebased(workspace.document, fix), fix.title)
    except EditRefused as refusal:
        return f"“{fix.title}” no longer fits the model ({refusal}). Nothing changed."
    return ""

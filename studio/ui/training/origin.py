"""Which document a run was made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.likeness import trains_alike
from studio.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that was trained, and what it held then.

    Attributes:
        path: its file, None if it had none.
        held: what it held.
    """

    document: Document
    path: Path | None
    title: str
    held: Document

    @classmethod
    def of(cls, workspace: Workspace) -> Origin:
        """The open document as it is now."""
        document = workspace.document
        held = Document(
            Graph(*document.graph.parts()),
            document.comments.values(),
            document.setup,
            document.last_ids,
            document.blocks.values(),
        )
        return cls(document, workspace.path, workspace.title, held)

    def is_open_in(self, workspace: Workspace) -> bool:
        """Whether it is the open document, or the same file opened once more."""
        if workspace.document is self.document:
            return True
        return self.path is not None and workspace.path == self.path

    def is_edited_in(self, workspace: Workspace) -> bool:
        """Whether the open document would train otherwise by now."""
        return not trains_alike(self.held, workspace.document)

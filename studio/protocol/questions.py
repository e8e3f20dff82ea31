"""Questions about a document, made from it."""

from __future__ import annotations

from studio.catalog.saved_models import Folder
from studio.graph.document import Document
from studio.protocol.messages import Infer


def infer_request(
    request: int,
    document: Document,
    trusted: str = "",
    avoid: tuple[str, ...] = (),
    folders: tuple[Folder, ...] = (),
) -> Infer:
    """Ask about the whole document."""
    return Infer(
        request,
        document.revision,
        *document.graph.parts(),
        tuple(document.blocks.values()),
        tuple(document.comments.values()),
        document.setup,
        trusted,
        avoid,
        folders,
    )

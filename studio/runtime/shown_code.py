"""The code of a document, as it is shown."""

from __future__ import annotations

from pathlib import Path

from studio.catalog.spec import Catalog
from studio.codegen.model_code import generate_model
from studio.codegen.source import Source
from studio.graph.document import Document
from studio.project.trusted_folders import allowed_catalog
from studio.protocol.desk_messages import CodeKind
from studio.runtime.training_script import training_script


def shown_code(
    kind: CodeKind,
    document: Document,
    catalog: Catalog,
    folder: Path,
    title: str,
    *,
    read: bool = True,
) -> Source:
    """Write the model, or the whole script it is trained with.

    `folder` is where the document's own paths start from. `read`: as of
    `training_script`.

    Raises:
        StudioError: the document is unfinished, or its weights are gone.
    """
    if kind is CodeKind.TRAINING:
        return training_script(document, catalog, folder, title, read=read)
    known = allowed_catalog(catalog, document, read=read)
    return generate_model(document, known, title)

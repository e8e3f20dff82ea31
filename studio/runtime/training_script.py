"""The script that a document is trained with."""

from __future__ import annotations

from pathlib import Path

from studio.catalog.spec import Catalog
from studio.codegen.source import Source
from studio.codegen.training_code import generate_training
from studio.graph.document import Document
from studio.project.trusted_folders import allowed_catalog
from studio.project.weights import with_weights_found


def training_script(
    document: Document, catalog: Catalog, base: Path, title: str, *, read: bool = True
) -> Source:
    """Write the training script, its files named by their whole paths.

    `base` is the folder that the document's own paths start from. Without `read`, a
    SavedModel whose content was not read yet may not run, and weights that were not
    are taken at their name.

    Raises:
        StudioError: the document is unfinished, or its weights are gone.
    """
    located = with_weights_found(document, base, read=read)
    known = allowed_catalog(catalog, document, read=read)
    return generate_training(located, known, base, title)

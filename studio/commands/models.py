"""The models in a source: a file of Keras, or a script that builds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.graph.document import Document

if TYPE_CHECKING:
    from studio.catalog.spec import Catalog
    from studio.importing.imported import ImportedModel


def read_models(source: Path, catalog: Catalog, trust: bool) -> list[ImportedModel]:
    """Read all models of a source, each as a document.

    Raises:
        StudioError: it cannot be read, has no model, or runs code without `trust`.
    """
    from studio.importing.archive import import_file

    del trust
    return [import_file(source, catalog)]


def with_weights_kept(model: ImportedModel) -> ImportedModel:
    """Put the trained weights aside and let the document refer to them.

    Raises:
        StudioError: they cannot be read or written.
    """
    from studio.project.weights import keep_weights

    if model.weights is None:
        return model
    with model.weights.open() as file:
        kept = keep_weights(file, model.title, model.weights.suffix)
    old = model.document
    setup = replace(old.setup, model=replace(old.setup.model, weights=kept))
    document = Document(
        old.graph, old.comments.values(), setup, old.last_ids, old.blocks.values()
    )
    return replace(model, document=document)

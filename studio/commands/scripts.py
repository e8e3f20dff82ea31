"""A project's Python code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.catalog.spec import Catalog
from studio.project.trusted_folders import allowed_catalog

if TYPE_CHECKING:
    from studio.project.store import LoadedProject


def script_of(project: LoadedProject, catalog: Catalog, what: str = "training") -> str:
    """Text of the ``training`` script, or of the ``model`` alone.

    Raises:
        StudioError: the project is unfinished or wrong.
    """
    catalog = allowed_catalog(catalog, project.document)
    if what == "model":
        from studio.codegen.model_code import generate_model

        return generate_model(project.document, catalog, project.title).text
    from studio.codegen.training_code import generate_training
    from studio.project.weights import with_weights_found

    base = project.path.absolute().parent
    document = with_weights_found(project.document, base)
    return generate_training(document, catalog, base, project.title).text

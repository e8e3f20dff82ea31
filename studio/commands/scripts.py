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
    if what == "model":
        from studio.codegen.model_code import generate_model

        known = allowed_catalog(catalog, project.document)
        return generate_model(project.document, known, project.title).text
    from studio.runtime.training_script import training_script

    base = project.path.absolute().parent
    return training_script(project.document, catalog, base, project.title).text

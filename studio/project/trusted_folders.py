"""SavedModels that the user lets run: each by its path and exact content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from studio import paths
from studio.catalog.saved_models import LAYER, Folder, allowing, hash_of, intact
from studio.catalog.spec import Catalog
from studio.graph.document import Document
from studio.project.approvals import ApprovedKeys


class TrustedFolders:
    """Programs in folders; of one that was not allowed, nothing is read."""

    def __init__(self, file: Path | None = None) -> None:
        self._keys = ApprovedKeys(file or paths.state() / "trusted-folders.json")

    def find(self, path: str) -> tuple[Folder, ...]:
        """Contents that were allowed at a path, without looking at it."""
        found = (_folder(key) for key in self._keys.all())
        return tuple(folder for folder in found if folder and folder.path == path)

    def trusts(self, path: Path) -> bool:
        """Whether the folder's content, now, is one that was allowed there."""
        return bool(intact(self.find(str(path.absolute()))))

    def trust(self, path: Path) -> None:
        """Remember that the user lets run what the folder holds now.

        Raises:
            StudioError: it is no SavedModel, or it could not be remembered.
        """
        whole = path.absolute()
        self._keys.add(json.dumps([str(whole), hash_of(whole)]))


def allowed_folders(document: Document) -> tuple[Folder, ...]:
    """SavedModels of a document that may run where their content is the same."""
    trusted = TrustedFolders()
    return tuple(
        folder for path in folders_of(document) for folder in trusted.find(path)
    )


def folders_of(document: Document) -> tuple[str, ...]:
    """SavedModels that the layers of a document name."""
    return tuple(sorted(set(_named(document))))


def allowed_catalog(
    catalog: Catalog, document: Document, *, read: bool = True
) -> Catalog:
    """The catalog with the SavedModels that a document may run.

    Without `read`, only those whose content was read already.
    """
    return allowing(catalog, intact(allowed_folders(document), read=read))


def _named(document: Document) -> Iterator[str]:
    for graph in (document.graph, *(block.graph for block in document.blocks.values())):
        for definition in graph.definitions.values():
            path = definition.parameters.get("filepath")
            if definition.layer_class == LAYER and isinstance(path, str):
                yield path


def _folder(key: str) -> Folder | None:
    try:
        path, sha256 = json.loads(key)
    except ValueError:
        return None  # A damaged entry allows nothing.
    return Folder(str(path), str(sha256))

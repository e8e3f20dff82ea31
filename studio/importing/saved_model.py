"""A folder of TensorFlow's SavedModel: one node, whose layers nobody can see."""

from __future__ import annotations

import os
from pathlib import Path

from studio.catalog.saved_models import LAYER, MARK
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.graph.naming import legal_name
from studio.importing.imported import ImportedModel

_ENDPOINT = "serve"
"""What `keras.Model.export` calls it."""


def is_saved_model(path: Path) -> bool:
    """Whether this is a SavedModel or its main file; nothing in it is opened."""
    # Path.is_file would raise for a name that no file can have.
    return os.path.isfile(folder_of(path) / MARK)


def import_saved_model(path: Path, may_run: bool = False) -> ImportedModel:
    """Make a model of one opaque layer; nothing in the folder is opened.

    `may_run` tells whether the user let it run.
    """
    path = folder_of(path)
    name = legal_name(path.name)
    parameters = {
        "filepath": str(path.absolute()),
        "call_endpoint": _ENDPOINT,
        "trainable": False,
    }
    layer = LayerDefinition("l1", LAYER, name, parameters)
    graph = Graph([Node("n1", NodeKind.LAYER, "l1")], [layer])
    what = f"“{path.name}” is a SavedModel: compiled functions, not layers."
    if may_run:
        warning = f"{what} It is one node, which computes but is not trained."
    else:
        warning = (
            f"{what} It is one node. It is a program, which does not run before you "
            "import its folder again and allow it."
        )
    return ImportedModel(Document(graph), path.name, (warning,))


def folder_of(path: Path) -> Path:
    """Folder of a SavedModel that is given by itself or by its main file."""
    return path.parent if path.name == MARK else path

"""A folder of TensorFlow's SavedModel: one node, whose layers nobody can see."""

from __future__ import annotations

from pathlib import Path

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.graph.naming import legal_name
from studio.importing.imported import ImportedModel

LAYER = "keras.layers.TFSMLayer"
_ENDPOINT = "serve"
"""What `keras.Model.export` calls it."""


def is_saved_model(path: Path) -> bool:
    """Whether a folder looks like a SavedModel; nothing in it is opened."""
    return path.is_dir() and (path / "saved_model.pb").is_file()


def import_saved_model(path: Path) -> ImportedModel:
    """Make a model of one opaque layer."""
    name = legal_name(path.name)
    parameters = {"filepath": str(path.absolute()), "call_endpoint": _ENDPOINT}
    layer = LayerDefinition("l1", LAYER, name, parameters)
    graph = Graph([Node("n1", NodeKind.LAYER, "l1")], [layer])
    warning = (
        f"“{path.name}” is a SavedModel: compiled functions, not layers. It is one "
        "node, and reading its folder executes what is in it: Studio does not."
    )
    return ImportedModel(Document(graph), path.name, (warning,))

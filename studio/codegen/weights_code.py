"""Code that lets a model start from trained weights."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studio.codegen.expressions import statement
from studio.codegen.imports import Import, Imports
from studio.codegen.literals import literal
from studio.codegen.weights_templates import KNOWN_WEIGHTS, SHAPES_OF, STORED_LAYERS
from studio.graph.document import Document
from studio.graph.trained_weights import names_in_file

_NEEDED = frozenset(
    {
        Import("tempfile"),
        Import("collections.abc", "Iterator"),
        Import("h5py"),
    }
)


@dataclass(frozen=True, slots=True)
class WeightsCode:
    """Parts of a script that load weights; all empty for a model that has none.

    Attributes:
        loading: what is done once the model is built.
    """

    imports: Imports = frozenset()
    constants: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    loading: tuple[str, ...] = ()


def weights_code(document: Document, base: Path | None) -> WeightsCode:
    """Make the code that loads a document's weights; its path begins at `base`."""
    weights = document.setup.model.weights
    if weights is None:
        return WeightsCode()
    path = os.path.abspath(base / weights.path) if base else weights.path
    constants = statement(literal(path), "WEIGHTS = ")
    if not weights.is_partial:
        loading = ("model.load_weights(WEIGHTS)",)
        return WeightsCode(constants=tuple(constants), loading=loading)
    names = {name: old or "" for name, old in names_in_file(document).items()}
    constants.append(
        "# Layers that have another name in that file; none if they are new."
    )
    constants += statement(literal(names), "NAMES_IN_FILE: dict[str, str] = ")
    return WeightsCode(
        _NEEDED,
        tuple(constants),
        (STORED_LAYERS, SHAPES_OF, KNOWN_WEIGHTS),
        ("print(load_known_weights(model))",),
    )

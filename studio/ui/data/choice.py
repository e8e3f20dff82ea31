"""A file or folder of data as a document names it when it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.graph.algorithms import model_inputs
from studio.graph.document import Document
from studio.ui.data.file_peek import guess_options

_KINDS = {".npz": "npz", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}


def kind_of(path: Path) -> str | None:
    """Kind of data that a file or folder is; None if it is of none."""
    return "images" if path.is_dir() else _KINDS.get(path.suffix.lower())


def choice(
    document: Document, kind: str, path: Path, folder: Path | None
) -> dict[str, Any]:
    """Fields of the data source: kind, path and options as far as they can be guessed.

    The path is relative beside or below `folder`, the document's own.
    """
    options = guess_options(kind, path, _input_shape(document))
    return {"kind": kind, "path": written(path, folder), "options": options}


def written(path: Path, folder: Path | None) -> str:
    """Path as a document in `folder` keeps it."""
    whole = path.resolve()
    if folder is not None and whole.is_relative_to(folder.resolve()):
        return whole.relative_to(folder.resolve()).as_posix()
    return str(whole)


def _input_shape(document: Document) -> Sequence[int | None] | None:
    """Shape of the samples that the only input takes; None where it says none."""
    graph = document.graph
    inputs = [graph.definition_of(node) for node in model_inputs(graph)]
    if len(inputs) != 1 or inputs[0] is None:
        return None
    shape = inputs[0].parameters.get("shape")
    return shape if isinstance(shape, tuple) else None

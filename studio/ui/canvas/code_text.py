"""Selected nodes as Keras code, and Keras code on the clipboard."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Collection

from studio.catalog.spec import Catalog
from studio.codegen.model_code import generate_model
from studio.graph.document import Document


def code_of(document: Document, catalog: Catalog, node_ids: Collection[str]) -> str:
    """Lines of the model's code that stand for these nodes; empty for none.

    Raises:
        StudioError: the model is unfinished, so it has no code.
    """
    source = generate_model(document, catalog)
    lines = source.text.splitlines()
    numbers = sorted(
        {
            number
            for node_id in node_ids
            for first, last in source.lines_of.get(node_id, ())
            for number in range(first, last + 1)
        }
    )
    text = "\n".join(lines[number - 1] for number in numbers)
    return textwrap.dedent(text) + "\n" if text else ""


def is_model_code(text: str) -> bool:
    """Whether a text is Python that may build a Keras model."""
    if "keras" not in text:
        return False
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True

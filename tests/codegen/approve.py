"""Writes the golden modules anew: run it, then read the difference."""

from __future__ import annotations

from pathlib import Path

from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.codegen.training_code import generate_training
from studio.graph.setup import CodeStyle
from tests.codegen import samples
from tools.make_examples import build_examples

GOLDEN = Path(__file__).parent / "golden"


def golden_modules(catalog):
    """Text of each golden module by its name."""
    for example in build_examples(catalog):
        text = generate_training(example.document, catalog, title=example.title).text
        yield example.name.replace("-", "_"), text
    for name, document in golden_documents():
        yield name, generate_model(document, catalog).text


def golden_documents():
    """Documents that show how models, blocks and styles are written."""
    for style in (CodeStyle.FUNCTIONAL, CodeStyle.SUBCLASS):
        yield f"grouped_{style}", samples.grouped(style)
        yield f"nested_{style}", samples.nested(style)
    for style in CodeStyle:
        yield f"chain_{style}", samples.chain(style, name="net", trainable=False)


if __name__ == "__main__":
    for name, text in golden_modules(load_catalog()):
        path = GOLDEN / f"{name}.py"
        path.write_text(text, encoding="utf-8", newline="")

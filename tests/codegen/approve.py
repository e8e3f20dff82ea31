"""Writes the golden scripts anew: run it, then read the difference."""

from __future__ import annotations

from pathlib import Path

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from tools.make_examples import build_examples

if __name__ == "__main__":
    catalog = load_catalog()
    for example in build_examples(catalog):
        text = generate_training(example.document, catalog, title=example.title).text
        name = example.name.replace("-", "_")
        path = Path(__file__).parent / "golden" / f"{name}.py"
        path.write_text(text, encoding="utf-8", newline="")

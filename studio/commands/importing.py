"""`studio import SOURCE -o FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.importing.imported import ImportedModel


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "source",
        help="a .keras, .h5 or .json file of Keras; or a .py or .ipynb that builds "
        "models",
    )
    parser.add_argument("-o", "--output", required=True, help="file to write")
    parser.add_argument("--force", action="store_true", help="replace an existing file")
    parser.add_argument(
        "--trust", action="store_true", help="run the code of a .py or .ipynb"
    )
    parser.add_argument(
        "--model", default="", help="which one, where the source has several"
    )


def run(options: Namespace, console: Console) -> int:
    """Import a model into a new project.

    Raises:
        StudioError: it cannot be read, or the file is there already.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.models import read_models, with_weights_kept
    from studio.project.store import save

    source, target = Path(options.source), Path(options.output)
    if target.exists() and not options.force:
        raise StudioError(
            f"“{target}” is there already. Choose another name, or add --force to "
            "replace it."
        )
    models = read_models(source, load_catalog(), options.trust)
    model = with_weights_kept(_chosen(models, options.model, source))
    saved = save(model.document, target, model.title)
    for warning in (*model.warnings, *saved.warnings):
        console.warn(f"studio: {warning}")
    console.say(f"Wrote {target}: {_summary(model)}")
    return 0


def _chosen(models: list[ImportedModel], title: str, source: Path) -> ImportedModel:
    found = [model for model in models if not title or model.title == title]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{model.title}”" for model in models)
    if title and not found:
        raise StudioError(f"“{source}” has no model “{title}”. It has {names}.")
    raise StudioError(
        f"“{source}” has {len(models)} models: {names}. Choose one with --model."
    )


def _summary(model: ImportedModel) -> str:
    count = len(model.document.graph.nodes)
    weights = model.document.setup.model.weights
    kept = f", trained weights in {weights.path}" if weights else ""
    return f"“{model.title}”, {count:,} nodes{kept}"

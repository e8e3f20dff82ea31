"""`studio import SOURCE -o FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.commands.console import Console
from studio.errors import StudioError
from studio.graph.model import Flow

if TYPE_CHECKING:
    from studio.commands.models import Candidate
    from studio.importing.imported import ImportedModel


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "source",
        help="a .keras, .h5 or .json file of Keras; a SavedModel folder; or a .py "
        "or .ipynb that builds models",
    )
    parser.add_argument(
        "-o", "--output", required=True, help="file to write, NAME.studio"
    )
    parser.add_argument("--force", action="store_true", help="replace an existing file")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="run the code of a .py or .ipynb; let a SavedModel run, now and later",
    )
    parser.add_argument(
        "--model",
        default="",
        help="which one, where the source has several: its name, or how the script "
        "calls it",
    )
    parser.add_argument(
        "--all", action="store_true", help="import all models, -o names a folder"
    )
    parser.add_argument(
        "--onto",
        default="",
        metavar="PROJECT",
        help="SOURCE holds weights: write a copy of PROJECT that starts from them",
    )
    parser.add_argument(
        "--flow",
        choices=[flow.value for flow in Flow],
        default=Flow.TOP_TO_BOTTOM.value,
        help="which way wires run in the project",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: Namespace, console: Console) -> int:
    """Import a model into a new project.

    Raises:
        StudioError: it cannot be read, or no file of that name can be written.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.models import find_models, laid_out
    from studio.commands.projects import new_project_path

    source, target = Path(options.source), Path(options.output)
    if not options.all:
        target = new_project_path(options.output, options.force)
    if options.onto:
        models = [_with_weights(source, options.onto, console)]
        labels = [models[0].title]
    else:
        catalog = load_catalog()
        found = find_models(source, catalog, options.trust, console)
        if not options.all:
            found = [_chosen(found, options.model, source)]
        flow = Flow(options.flow)
        models = [laid_out(model.read(), catalog, flow) for model in found]
        labels = [model.label for model in found]
    targets = _targets(models, target) if options.all else [target]
    rows = [_write(*pair, console) for pair in zip(models, targets, strict=True)]
    told = [{**row, "label": label} for row, label in zip(rows, labels, strict=True)]
    console.answer({"ok": True, "models": told})
    return 0


def _with_weights(source: Path, project: str, console: Console) -> ImportedModel:
    """The model of a project, with the weights in a file."""
    from studio.commands.projects import open_project
    from studio.importing.fit import weights_for
    from studio.importing.imported import ImportedModel

    opened = open_project(project, console)
    weights = weights_for(opened.document, source)
    return ImportedModel(opened.document, opened.title, weights=weights)


def _targets(models: list[ImportedModel], folder: Path) -> list[Path]:
    """A new file in the folder for each model."""
    from studio.graph.naming import legal_name
    from studio.project.atomic import make_folder

    make_folder(folder)
    names: list[str] = []
    for model in models:
        name = legal_name(model.title)
        while f"{name}.studio" in names or (folder / f"{name}.studio").exists():
            name += "_"
        names.append(f"{name}.studio")
    return [folder / name for name in names]


def _write(model: ImportedModel, target: Path, console: Console) -> dict[str, Any]:
    from studio.commands.models import with_weights_kept
    from studio.project.store import save

    model = with_weights_kept(model)
    saved = save(model.document, target, model.title)
    warnings = (*model.warnings, *saved.warnings)
    for warning in warnings:
        console.warn(f"studio: {warning}")
    console.say(f"Wrote {target}: {_summary(model)}")
    return {
        "title": model.title,
        "file": str(target),
        "nodes": len(model.document.graph.nodes),
        "warnings": list(warnings),
    }


def _chosen(models: list[Candidate], title: str, source: Path) -> Candidate:
    found = [m for m in models if not title or title in (m.title, m.called)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"“{model.label}”" for model in models)
    if title and not found:
        raise StudioError(f"“{source}” has no model “{title}”. It has {names}.")
    raise StudioError(
        f"“{source}” has {len(models)} models: {names}. Choose one with --model."
    )


def _summary(model: ImportedModel) -> str:
    count = len(model.document.graph.nodes)
    weights = model.document.setup.model.weights
    kept = f", trained weights in {weights.path}" if weights else ""
    nodes = "1 node" if count == 1 else f"{count:,} nodes"
    return f"“{model.title}”, {nodes}{kept}"

"""`studio train FILE`."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.catalog.spec import Catalog
    from studio.project.store import LoadedProject
    from studio.runtime.runs import Run


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project to train")
    parser.add_argument("--epochs", type=_epochs, help="instead of the project's")
    parser.add_argument(
        "--device",
        type=_device,
        help="auto, cpu, gpu:0 or all (default: the project's)",
    )
    parser.add_argument("--runs", help="folder of the runs (default: your own)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--read-data",
        action="store_true",
        help="read the data file that the project names",
    )


def run(options: Namespace, console: Console) -> int:
    """Check, train and record; fails if the run did.

    Raises:
        StudioError: the project cannot be trained.
    """
    from studio.catalog.store import load_catalog
    from studio.commands.consent import require_consent
    from studio.commands.projects import open_project
    from studio.commands.runs import run_fields, runs_folder

    project = open_project(options.file, console)
    require_consent(project, options.read_data, console)
    catalog = load_catalog()
    check_first(project, catalog)
    item = train(project, catalog, runs_folder(options.runs), options, console)
    record = item.record
    if record.error:
        console.answer({"ok": False, "run": item.id, **run_fields(item)})
        raise StudioError(record.error)
    history = item.history() if record.epochs_done else {}
    console.say(f"Run {item.id} {record.state}: {item.folder}")
    for name, value in record.evaluation.items():
        console.say(f"{name} on the held-out split: {value:.6g}")
    console.answer({"ok": True, "run": item.id, **run_fields(item), "history": history})
    return 0


def check_first(project: LoadedProject, catalog: Catalog) -> None:
    """Refuse to train what cannot work.

    Raises:
        StudioError: all errors of the project, in one text.
    """
    from studio.commands.checking import check_document
    from studio.commands.projects import base_of

    report = check_document(project.document, catalog, base_of(project), True)
    if report.errors:
        raise StudioError(" ".join(problem.text for problem in report.errors))


def train(
    project: LoadedProject,
    catalog: Catalog,
    folder: Path,
    options: Namespace,
    console: Console,
) -> Run:
    """Train a checked project, with its progress shown."""
    from studio.commands.progress import TrainingProgress
    from studio.runtime.runs import RunStore
    from studio.runtime.training import run_training

    progress = None if console.is_json else TrainingProgress()
    item = run_training(
        project.document,
        catalog,
        project.path.absolute().parent,
        RunStore(folder.absolute()),
        title=project.title,
        device=options.device,
        epochs=options.epochs,
        on_event=progress,
    )
    if progress:
        progress.finish()
    return item


def _epochs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}” is no whole number above 0")
    return int(text)


def _device(text: str) -> str:
    from studio.graph.training_rules import DEVICE

    if not DEVICE.fullmatch(text):
        raise ArgumentTypeError(f"“{text}” is none of auto, cpu, gpu:0..., all")
    return text

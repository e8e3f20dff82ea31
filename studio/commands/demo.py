"""`studio demo`: the whole job, without a screen."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.catalog.spec import Catalog
    from studio.commands.checking import Report
    from studio.project.store import LoadedProject
    from studio.runtime.runs import Run

DEFAULT_FOLDER = "studio-demo"
EXAMPLE = "digits-convnet"
PROJECT, SCRIPT, MODEL = "digits.studio", "digits.py", "digits.keras"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "-o",
        "--output",
        default=DEFAULT_FOLDER,
        help=f"folder to write into (default: {DEFAULT_FOLDER})",
    )


def run(options: Namespace, console: Console) -> int:
    """Check, train, evaluate and picture the digits example."""
    return run_demo(Path(options.output), console)


def run_demo(folder: Path, console: Console) -> int:
    """Do the whole job and write its results into `folder`.

    Raises:
        StudioError: a step failed.
    """
    from studio.catalog.store import load_catalog
    from studio.project.atomic import make_folder

    make_folder(folder)
    project = _project(folder)
    catalog = load_catalog()
    report = _check(project, catalog, console)
    item = _train(project, catalog, folder, console)
    written = _take_away(item, folder)
    _draw(report, catalog, project, item, folder, console)
    for path in written:
        console.say(f"Wrote {path}")
    return 0


def _project(folder: Path) -> LoadedProject:
    """The example as a project of one's own."""
    from studio.project.examples import load_example
    from studio.project.store import save

    example = load_example(EXAMPLE)
    path = folder / PROJECT
    description, extras = example.description, example.extras
    save(example.document, path, example.title, description=description, extras=extras)
    return replace(example, path=path)


def _check(project: LoadedProject, catalog: Catalog, console: Console) -> Report:
    from studio.commands.checking import check_document
    from studio.commands.projects import base_of
    from studio.commands.report import summary_table

    console.say(f"Checking “{project.title}” with Keras")
    report = check_document(project.document, catalog, base_of(project), True)
    if report.errors:
        raise StudioError(" ".join(problem.text for problem in report.errors))
    for line in summary_table(report):
        console.say(line)
    console.say()
    return report


def _train(
    project: LoadedProject, catalog: Catalog, folder: Path, console: Console
) -> Run:
    from studio.commands.train import train

    options = Namespace(device=None, epochs=None)
    item = train(project, catalog, folder / "runs", options, console)
    if item.record.error:
        raise StudioError(item.record.error)
    console.say()
    for name, value in item.record.evaluation.items():
        console.say(f"{name} on the held-out split: {value:.4f}")
    return item


def _take_away(item: Run, folder: Path) -> list[Path]:
    from studio.project.atomic import write_atomic

    write_atomic(folder / SCRIPT, item.script.encode())
    shutil.copyfile(item.model_path, folder / MODEL)
    return [folder / PROJECT, folder / SCRIPT, folder / MODEL, item.folder]


def _draw(
    report: Report,
    catalog: Catalog,
    project: LoadedProject,
    item: Run,
    folder: Path,
    console: Console,
) -> None:
    from studio.commands.pictures import draw_graph
    from studio.commands.snapshots import save_run_plots, save_window

    for suffix in ("svg", "png"):
        draw_graph(report, catalog, folder / f"graph.{suffix}")
        console.say(f"Wrote {folder / f'graph.{suffix}'}")
    save_run_plots(item, folder / "plots.png")
    console.say(f"Wrote {folder / 'plots.png'}")
    save_window(project.path.absolute(), folder / "window.png")
    console.say(f"Wrote {folder / 'window.png'}")

"""`studio runs`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio import paths
from studio.commands import run_comparison
from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.runtime.runs import Run

LATEST = "latest"
"""In the place of a run's name."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--runs", help="folder of the runs (default: your own)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    jobs = parser.add_subparsers(dest="job", metavar="compare RUN RUN...")
    about = "print what differs between runs"
    run_comparison.add_arguments(jobs.add_parser("compare", help=about))


def run(options: Namespace, console: Console) -> int:
    """List the runs, newest first, or compare some."""
    from studio.runtime.runs import RunStore

    if options.job == "compare":
        return run_comparison.run(options, console)
    folder = runs_folder(options.runs)
    found = RunStore(folder).list()
    for item in found:
        record = item.record
        result = " ".join(f"{k} {v:.4g}" for k, v in record.evaluation.items())
        parts = [item.id, f"{record.state:11}", item.title, result]
        console.say("  ".join(part for part in parts if part))
    if not found:
        console.say(f"There are no runs in {folder} yet; “studio train” makes one.")
    rows = [run_fields(item) for item in found]
    console.answer({"ok": True, "folder": str(folder), "runs": rows})
    return 0


def runs_folder(chosen: str | None) -> Path:
    """Folder of runs: the chosen one, or the user's own."""
    return Path(chosen) if chosen else paths.runs()


def run_fields(item: Run) -> dict[str, Any]:
    """JSON form of a run."""
    record = item.record
    return {
        "id": item.id,
        "folder": str(item.folder.absolute()),
        "title": record.title,
        "name": item.notes.name,
        "note": item.notes.note,
        "pinned": item.notes.pinned,
        "state": record.state.value,
        "started": record.started,
        "ended": record.ended,
        "seed": record.seed,
        "device": record.device,
        "epochs": record.epochs,
        "epochs_done": record.epochs_done,
        "seconds": record.seconds,
        "evaluation": record.evaluation,
        "versions": record.versions,
        "error": record.error,
    }


def find_run(name: str, chosen: str | None = None) -> Run:
    """Open a run by its folder, or by its name in the folder of runs.

    ``latest`` is the newest one that has a model.

    Raises:
        StudioError: there is no such run.
    """
    from studio.runtime.runs import Run, RunStore

    folder = Path(name)
    if folder.is_dir():
        return Run.open(folder.resolve())
    store = RunStore(runs_folder(chosen))
    if name != LATEST:
        return store.load(name)
    trained = [run for run in store.list() if run.has_model]
    if not trained:
        raise StudioError(
            f"There is no run with a model in {store.folder} yet. “studio train” "
            "makes one."
        )
    return trained[0]


def require_trust(run: Run, trusted: bool) -> None:
    """Refuse to execute the script of a run that may be a stranger's.

    One's own folder of runs is trusted, and a script that is word for word what
    Studio makes of the run's document and that reads no file.

    Raises:
        StudioError: the script could do anything.
    """
    if trusted or run.folder.resolve().parent == paths.runs().resolve():
        return
    if not _is_made_here(run):
        raise StudioError(
            f"The run in {run.folder} lies outside your own folder of runs, and its "
            "script is not what Studio makes of its model, or reads a data file. If "
            "you trust it, add --trust."
        )


def _is_made_here(run: Run) -> bool:
    from studio.catalog.store import load_catalog
    from studio.codegen.training_code import generate_training
    from studio.project.approvals import refuse_untrusted
    from studio.project.store import load

    try:
        document = load(run.document_path).document
        refuse_untrusted(document.setup.code)
        base, title = Path(run.record.base), run.record.title
        script = generate_training(document, load_catalog(), base, title).text
    except StudioError:
        return False
    return script == run.script and not document.setup.data.reads_file

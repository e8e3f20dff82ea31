"""All runs on disk: one folder each."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.values import Value
from studio.project.atomic import replace_file
from studio.runtime.lifeline import Lifeline
from studio.runtime.run import DOCUMENT, LIFELINE, RECORD, SCRIPT, Run
from studio.runtime.run_record import RunRecord, RunState, record_to_text

__all__ = ["Run", "RunSettings", "RunStore"]

DIED = (
    "The program that ran this training ended before it was finished. What was "
    "saved until then is kept; train again for a complete run."
)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run was started; the rest of its record comes from its events."""

    seed: int = 0
    device: str = "auto"
    epochs: int = 0
    base: str = ""
    data: dict[str, Value] = field(default_factory=dict)


class RunStore:
    """All runs in one folder."""

    def __init__(self, folder: Path) -> None:
        # The engine has a working folder of its own.
        self.folder = folder.absolute()

    def create(
        self, document: str, script: str, title: str, settings: RunSettings
    ) -> Run:
        """Begin a run: its folder with the document, the script and the record.

        Raises:
            StudioError: the folder cannot be written; nothing is left behind.
        """
        started = datetime.now(UTC)
        name = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        folder = self.folder / name
        record = RunRecord(
            id=name,
            title=title,
            started=started.isoformat(timespec="microseconds"),
            seed=settings.seed,
            device=settings.device,
            epochs=settings.epochs,
            base=settings.base,
            data=settings.data,
        )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            folder.mkdir()
            return _fill(folder, record, document, script)
        except OSError as error:
            raise StudioError(
                f"The run cannot be recorded in {self.folder} because "
                f"{cause_of(error)}. Choose another folder for runs, or make room "
                "there."
            ) from error

    def load(self, name: str) -> Run:
        """Read the run of that name.

        Raises:
            StudioError: there is no such run, or its record is damaged.
        """
        return Run.open(self.folder / name)

    def list(self) -> list[Run]:
        """All runs, newest first; damaged ones too, with the reason as error.

        A run whose process died is marked as interrupted.

        Raises:
            StudioError: the folder cannot be read.
        """
        try:
            folders = [f for f in self.folder.iterdir() if _may_be_run(f)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StudioError(
                f"The runs in {self.folder} cannot be read because {cause_of(error)}. "
                "Choose another folder for runs."
            ) from error
        runs = [_look(folder) for folder in folders]
        return sorted(runs, key=lambda r: (r.record.started, r.id), reverse=True)


def _fill(folder: Path, record: RunRecord, document: str, script: str) -> Run:
    try:
        lifeline = Lifeline(folder / LIFELINE)
    except OSError:
        shutil.rmtree(folder)
        raise
    try:
        # Nothing is lost yet if the power fails now, and the window must not
        # wait for the disk while a training starts.
        for name, text in (
            (DOCUMENT, document),
            (SCRIPT, script),
            (RECORD, record_to_text(record)),
        ):
            replace_file(folder / name, text.encode(), durable=False)
    except OSError:
        lifeline.release()
        shutil.rmtree(folder)
        raise
    return Run(folder, record, lifeline)


def _may_be_run(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".")


def _look(folder: Path) -> Run:
    try:
        run = Run.open(folder)
    except StudioError as error:
        changed = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        started = changed.isoformat(timespec="microseconds")
        return Run(
            folder,
            RunRecord(
                folder.name,
                title=folder.name,
                state=RunState.DAMAGED,
                started=started,
                error=str(error),
            ),
        )
    if run.record.state is RunState.RUNNING and not run.is_alive:
        _mark_interrupted(run)
    return run


def _mark_interrupted(run: Run) -> None:
    done = run.metrics().epochs_done
    try:
        run.finish(RunState.INTERRUPTED, epochs_done=done, error=DIED)
    except OSError as error:
        # The list still tells the truth; only the file keeps the old word.
        run.record = replace(
            run.record,
            state=RunState.INTERRUPTED,
            epochs_done=done,
            error=f"{DIED} This could not be noted in {run.folder}: {cause_of(error)}.",
        )

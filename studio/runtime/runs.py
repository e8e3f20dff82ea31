"""Runs on disk: one folder each, whole at any moment."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from studio.errors import StudioError
from studio.graph.values import Value, from_jsonable, to_jsonable
from studio.runtime.atomic import write_atomically
from studio.runtime.lifeline import Lifeline, is_held
from studio.runtime.metrics import RunMetrics, read_metrics
from studio.runtime.run_record import (
    RunRecord,
    RunState,
    now,
    record_from_text,
    record_to_text,
)

RECORD = "run.json"
SCRIPT = "script.py"
DOCUMENT = "document.studio"
METRICS = "metrics.jsonl"
HISTORY = "history.json"
MODEL = "model.keras"
WEIGHTS = "model.weights.h5"
LOG = "error.log"
_LIFELINE = "running.lock"

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


class Run:
    """A run folder and what its record says.

    The one who creates a run holds its lifeline until `finish`: a run that is
    ``running`` with nobody holding it was interrupted.
    """

    def __init__(
        self, folder: Path, record: RunRecord, lifeline: Lifeline | None = None
    ) -> None:
        self.folder = folder
        self.record = record
        self._lifeline = lifeline

    @classmethod
    def open(cls, folder: Path) -> Run:
        """Read the run in `folder`.

        Raises:
            StudioError: there is no run, or its record is damaged.
        """
        path = folder / RECORD
        try:
            return cls(folder, record_from_text(path.read_text("utf-8")))
        except FileNotFoundError as error:
            raise StudioError(
                f"{folder} is no run: it has no {RECORD}. "
                "Choose a folder from the list of runs."
            ) from error
        except (OSError, ValueError) as error:
            raise StudioError(
                f"The record of the run in {folder} cannot be read: {error}. Its "
                "other files are untouched; open the folder to rescue them."
            ) from error

    @property
    def id(self) -> str:
        """Name of the run: that of its folder."""
        return self.folder.name

    @property
    def script(self) -> str:
        """The script that was trained."""
        return (self.folder / SCRIPT).read_text("utf-8")

    @property
    def document_path(self) -> Path:
        """The document as it was."""
        return self.folder / DOCUMENT

    @property
    def model_path(self) -> Path:
        """The trained model; missing if the run did not come to it."""
        return self.folder / MODEL

    @property
    def weights_path(self) -> Path:
        """The trained weights; missing if the run did not come to it."""
        return self.folder / WEIGHTS

    @property
    def has_model(self) -> bool:
        """Whether there is something to evaluate and to export."""
        return self.model_path.is_file()

    @property
    def is_alive(self) -> bool:
        """Whether somebody is training it now."""
        return self.record.state is RunState.RUNNING and is_held(
            self.folder / _LIFELINE
        )

    def metrics(self) -> RunMetrics:
        """All metrics recorded so far."""
        return read_metrics(self.folder / METRICS)

    def history(self) -> dict[str, list[float]]:
        """What `fit` returned: a value per epoch of every metric.

        Raises:
            StudioError: there is none, or it is damaged.
        """
        path = self.folder / HISTORY
        try:
            data = from_jsonable(json.loads(path.read_text("utf-8")))
            return {name: list(values) for name, values in data.items()}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise StudioError(
                f"The history of run {self.id} cannot be read from {path}: {error}. "
                "Train again to get one."
            ) from error

    def save_history(self, history: Mapping[str, Sequence[float]]) -> None:
        """Keep what `fit` returned."""
        text = json.dumps(to_jsonable(dict(history)), indent=2, allow_nan=False)
        write_atomically(self.folder / HISTORY, text.encode() + b"\n")

    def change(
        self,
        *,
        device: str | None = None,
        epochs: int | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Note what became known when training began."""
        record = self.record
        self._write(
            replace(
                record,
                device=record.device if device is None else device,
                epochs=record.epochs if epochs is None else epochs,
                versions={**record.versions, **(versions or {})},
            )
        )

    def finish(
        self,
        state: RunState,
        *,
        epochs_done: int = 0,
        seconds: float = 0.0,
        evaluation: Mapping[str, float] | None = None,
        error: str = "",
    ) -> None:
        """Note how the run ended, and let go of it."""
        self._write(
            replace(
                self.record,
                state=state,
                ended=now(),
                epochs_done=epochs_done,
                seconds=seconds,
                evaluation=dict(evaluation or {}),
                error=error,
            )
        )
        self.release()

    def reread(self) -> None:
        """Take over what another process noted at the end, and let go of the run."""
        self.record = Run.open(self.folder).record
        self.release()

    def release(self) -> None:
        """Let go of the run; one that is still running is then interrupted."""
        if self._lifeline is not None:
            self._lifeline.release()
            self._lifeline = None

    def _write(self, record: RunRecord) -> None:
        write_atomically(self.folder / RECORD, record_to_text(record).encode())
        self.record = record


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
                f"The run cannot be recorded in {self.folder}: {error}. Choose "
                "another folder for runs, or make room there."
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
                f"The runs in {self.folder} cannot be read: {error}. "
                "Choose another folder for runs."
            ) from error
        runs = [_look(folder) for folder in folders]
        return sorted(runs, key=lambda r: (r.record.started, r.id), reverse=True)


def _fill(folder: Path, record: RunRecord, document: str, script: str) -> Run:
    try:
        lifeline = Lifeline(folder / _LIFELINE)
    except OSError:
        shutil.rmtree(folder)
        raise
    try:
        write_atomically(folder / DOCUMENT, document.encode())
        write_atomically(folder / SCRIPT, script.encode())
        write_atomically(folder / RECORD, record_to_text(record).encode())
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
            error=f"{DIED} This could not be noted in {run.folder}: {error}.",
        )

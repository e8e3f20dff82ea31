"""One run on disk: its folder, whole at any moment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.values import from_jsonable, to_jsonable
from studio.project.atomic import replace_file
from studio.runtime.lifeline import Lifeline, is_held
from studio.runtime.metrics import RunMetrics, read_metrics
from studio.runtime.run_notes import RunNotes, read_notes, write_notes
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
LIFELINE = "running.lock"


class Run:
    """A run folder, what its record says, and what a person says of it.

    The one who creates a run holds its lifeline until `finish`: a run that is
    ``running`` with nobody holding it was interrupted.
    """

    def __init__(
        self, folder: Path, record: RunRecord, lifeline: Lifeline | None = None
    ) -> None:
        self.folder = folder
        self.record = record
        self.notes = read_notes(folder)
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
            raise StudioError(_no_run(folder)) from error
        except (OSError, ValueError) as error:
            raise StudioError(
                f"The record of the run in {folder} cannot be read: "
                f"{_cause(error)}. Its other files are untouched; open the folder "
                "to rescue them."
            ) from error

    @property
    def id(self) -> str:
        """Name of the run: that of its folder."""
        return self.folder.name

    @property
    def title(self) -> str:
        """What a person calls it: its own name, or that of the model."""
        return self.notes.name or self.record.title or self.id

    def annotate(self, notes: RunNotes) -> None:
        """Keep what a person says of it, also while it is trained.

        Raises:
            StudioError: it cannot be written.
        """
        write_notes(self.folder, notes)
        self.notes = notes

    @property
    def script(self) -> str:
        """The script that was trained.

        Raises:
            StudioError: it cannot be read any more.
        """
        path = self.folder / SCRIPT
        try:
            return path.read_text("utf-8")
        except (OSError, ValueError) as error:
            raise StudioError(
                f"The script of run {self.id} cannot be read from {path}: "
                f"{_cause(error)}. Choose another run, or train again."
            ) from error

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
        return self.record.state is RunState.RUNNING and is_held(self.folder / LIFELINE)

    def metrics(self, batches: bool = True) -> RunMetrics:
        """Metrics recorded so far; those of epochs alone without `batches`."""
        return read_metrics(self.folder / METRICS, batches)

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
                f"The history of run {self.id} cannot be read from {path}: "
                f"{_cause(error)}. "
                "Train again to get one."
            ) from error

    def save_history(self, history: Mapping[str, Sequence[float]]) -> None:
        """Keep what `fit` returned."""
        text = json.dumps(to_jsonable(dict(history)), indent=2, allow_nan=False)
        replace_file(self.folder / HISTORY, text.encode() + b"\n")

    def change(
        self,
        *,
        device: str | None = None,
        epochs: int | None = None,
        parameters: int | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Note what became known when training began."""
        record = self.record
        self._write(
            replace(
                record,
                device=record.device if device is None else device,
                epochs=record.epochs if epochs is None else epochs,
                parameters=record.parameters if parameters is None else parameters,
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
        goals: Mapping[str, str] | None = None,
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
                goals=dict(goals or {}),
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
        text = record_to_text(record)
        # Only the end of a run is worth to wait for the disk.
        durable = record.state is not RunState.RUNNING
        replace_file(self.folder / RECORD, text.encode(), durable=durable)
        self.record = record


def _no_run(folder: Path) -> str:
    advice = "Choose a folder from the list of runs (“studio runs”)."
    if folder.exists():
        return f"{folder} is no run: it has no {RECORD}. {advice}"
    return f"There is no run in {folder}; perhaps it was deleted. {advice}"


def _cause(error: Exception) -> str:
    return cause_of(error) if isinstance(error, OSError) else str(error)

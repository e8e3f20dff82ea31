"""Keeps what an engine says of a training in the run's folder."""

from __future__ import annotations

import studio
from studio.protocol.messages import Failed, Message, Ready
from studio.protocol.run_messages import (
    BatchEnd,
    EpochEnd,
    RunFinished,
    TrainingStarted,
)
from studio.runtime.metrics import MetricsWriter
from studio.runtime.run import LOG, METRICS, Run
from studio.runtime.run_record import RunState


class RunRecorder:
    """Records the events of one run; used by the window and the command line.

    Attributes:
        run: the run, its record up to date.
        is_over: whether the run has ended and nothing more is recorded.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.is_over = False
        self._metrics = MetricsWriter(run.folder / METRICS)
        self._epochs_done = 0
        self._seconds = 0.0
        self._error = ""

    def record(self, event: Message) -> None:
        """Keep what `event` says; events that say nothing of the run pass.

        Raises:
            OSError: the run's folder cannot be written any more.
        """
        if self.is_over:
            return
        match event:
            case Ready():
                self.run.change(versions=_versions(event))
            case TrainingStarted():
                self.run.change(
                    device=event.device,
                    epochs=event.epochs,
                    parameters=event.parameters,
                )
            case BatchEnd():
                self._metrics.append(event)
            case EpochEnd():
                self._metrics.append(event)
                self._epochs_done = event.epoch
                self._seconds += event.seconds
            case Failed():
                self._note_failure(event.text, event.detail)
            case RunFinished():
                self._finish(event)

    def fail(self, text: str, detail: str = "") -> None:
        """Note that the run can go no further, e.g. because the engine died.

        What was recorded until then is kept. Does nothing after the end.
        """
        if self.is_over:
            return
        self._note_failure(text, detail)
        self._close()
        self.run.finish(
            RunState.FAILED,
            epochs_done=self._epochs_done,
            seconds=self._seconds,
            error=self._error,
        )

    def close(self) -> None:
        """Let go of the run; one that has not ended counts as interrupted."""
        self._close()
        self.run.release()

    def _note_failure(self, text: str, detail: str) -> None:
        self._error = text
        log = f"{text}\n\n{detail}\n" if detail else f"{text}\n"
        (self.run.folder / LOG).write_text(log, "utf-8")

    def _finish(self, event: RunFinished) -> None:
        self._close()
        if event.outcome == RunState.INTERRUPTED:
            # The engine, told to end, has noted it already.
            self.run.reread()
            return
        self.run.finish(
            RunState(event.outcome),
            epochs_done=event.epochs,
            seconds=event.seconds,
            evaluation=event.evaluation,
            goals=event.goals,
            error=self._error,
        )

    def _close(self) -> None:
        self.is_over = True
        self._metrics.close()


def _versions(ready: Ready) -> dict[str, str]:
    return {
        "studio": studio.__version__,
        "python": ready.python,
        "tensorflow": ready.tensorflow,
        "keras": ready.keras,
        "numpy": ready.numpy,
    }

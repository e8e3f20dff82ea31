"""One training at a time: script, engine, record and curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio import paths
from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.problems import Problem, Severity
from studio.protocol.messages import Failed, Message, Ready, Status
from studio.protocol.run_messages import (
    BatchEnd,
    EpochEnd,
    RunFinished,
    StartTraining,
    StopTraining,
    TrainingStarted,
)
from studio.runtime.launch import engine_command
from studio.ui.background_import import BackgroundImport
from studio.ui.data.service import DataService, DataState
from studio.ui.engine_bridge import EngineBridge, Launcher
from studio.ui.runs.job_engine import JobEngine
from studio.ui.runs.tensorboard import TensorBoard
from studio.ui.training.curves import Curves
from studio.ui.training.origin import Origin
from studio.ui.training.progress import Progress
from studio.ui.weights_reading import WeightsReading
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.runtime.recorder import RunRecorder
    from studio.runtime.runs import Run, RunStore

PROGRESS_MS = 100


class Trainer(QObject):
    """Trains the document in an engine of its own and records the run.

    Attributes:
        state: ``idle``, ``starting`` (until the first batch may come),
            ``training`` or ``stopping``.
        progress: how far the run is.
        curves: its numbers; those of the last run once it is over.
        run: the run, or the last one; None before the document's first.
        origin: the document that the run was made of.
        jobs: evaluates, predicts and exports.
        tensorboard: shows what a run's callback wrote.
        error: why the last run failed or did not begin; empty otherwise.
        ready: what the last train engine said of versions and devices.

    Signals:
        state_changed(str): `state` is new.
        progress_changed: `progress` is new; ten times a second at most.
        batch_ended(BatchEnd), epoch_ended(EpochEnd): as the engine said.
        run_finished(Run): a run is over, however it ended.
        owner_changed: the run is of the open document now, or is not any more.
        refused(str): a run could not begin; a sentence that says why.
        log_received(str): a line the train engine wrote to its log.
        told(str): which weights a training that begins starts from.
    """

    state_changed = Signal(str)
    progress_changed = Signal()
    batch_ended = Signal(object)
    epoch_ended = Signal(object)
    run_finished = Signal(object)
    owner_changed = Signal()
    refused = Signal(str)
    log_received = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        data_service: DataService,
        parent: QObject | None = None,
        launcher: Launcher = engine_command,
    ) -> None:
        super().__init__(parent or workspace)
        self.state = "idle"
        self.progress = Progress()
        self.curves = Curves()
        self.run: Run | None = None
        self.origin: Origin | None = None
        self.error = ""
        self.ready: Ready | None = None
        self.jobs = JobEngine(self, launcher)
        self.tensorboard = TensorBoard(self)
        self._workspace = workspace
        self._data = data_service
        self._launcher = launcher
        self._engine: EngineBridge | None = None
        self._recorder: RunRecorder | None = None
        self._request = 0
        self._weights = WeightsReading(workspace, self)
        self._parts = BackgroundImport("studio.runtime.training", self)
        data_service.changed.connect(self._parts.load)
        workspace.document_replaced.connect(self._on_document_replaced)
        self._timer = QTimer(self, interval=PROGRESS_MS)
        self._timer.timeout.connect(self.progress_changed)

    @property
    def store(self) -> RunStore:
        """Where runs are recorded."""
        from studio.runtime.runs import RunStore

        return RunStore(paths.runs())

    @property
    def run_in_training(self) -> str:
        """Id of the run that is being trained; empty while none is."""
        return self.run.id if self.run is not None and self.state != "idle" else ""

    @property
    def is_of_other(self) -> bool:
        """Whether the run is of another document than the open one."""
        return self.origin is not None and not self.origin.is_open_in(self._workspace)

    @property
    def progress_text(self) -> str:
        """How far the run is, in words that name another document's."""
        text = self.progress.text
        if self.origin is None or not self.is_of_other:
            return text
        return f"“{self.origin.title}” · {text}"

    def blockers(self) -> list[Problem]:
        """Problems that must be solved before training; empty if there are none."""
        if not self._workspace.document.graph.nodes:
            text = "The model is empty. Place an input and layers on the canvas."
            return [Problem(Severity.ERROR, "T-EMPTY", text)]
        found = [p for p in self._workspace.problems if p.severity is Severity.ERROR]
        if self._data.state in (DataState.ASK, DataState.FAILED) and not found:
            text = self._data.error or (
                "The data may not be read yet. Allow it in the Data panel."
            )
            found.append(Problem(Severity.ERROR, "T-DATA", text))
        return found

    def start(self) -> None:
        """Train the document as it is now."""
        self._weights.when_read(self._start)

    def _start(self) -> None:
        if self.state != "idle":
            return
        blockers = self.blockers()
        if blockers:
            self._refuse(blockers[0].text)
            return
        try:
            run = self._record()
        except StudioError as error:
            self._refuse(str(error))
            return
        self._begin(run)

    def stop(self) -> None:
        """End after the current batch and keep the weights; twice: at once."""
        if self._engine is None:
            return
        if self.state == "stopping" or self._engine.state != "ready":
            self._abandon()
            return
        self._engine.send(StopTraining(self._engine.next_request()))
        self.progress.doing = "Stopping after this batch…"
        self._set_state("stopping")

    def close(self) -> None:
        """End with the program; the engine saves what was reached."""
        self._timer.stop()
        self._weights.stop()
        self._retire()
        self.jobs.close()
        self.tensorboard.close()
        for engine in self.findChildren(EngineBridge):
            engine.close()
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None
        self.state = "idle"

    def _on_document_replaced(self) -> None:
        if self.state == "idle" and self.is_of_other:
            self._forget()
        self.owner_changed.emit()

    def _forget(self) -> None:
        self.run, self.error, self.curves = None, "", Curves()
        self.origin = None

    def _record(self) -> Run:
        """Write the run's folder with the script that will be trained."""
        from studio.runtime.training import start_run

        workspace = self._workspace
        return start_run(
            workspace.document,
            workspace.catalog,
            workspace.folder,
            self.store,
            workspace.title,
        )

    def _begin(self, run: Run) -> None:
        from studio.runtime.recorder import RunRecorder

        self.run, self.error = run, ""
        self.origin = Origin.of(self._workspace)
        self._recorder = RunRecorder(run)
        self.curves = Curves(epochs=run.record.epochs)
        self.progress = Progress("Starting the engine…")
        engine = self._make_engine(run.record.device)
        self._engine = engine
        self._request = engine.next_request()
        self._set_state("starting")
        self._timer.start()
        engine.start()
        record = run.record
        engine.send(
            StartTraining(
                self._request, str(run.folder), run.script, record.epochs, record.base
            )
        )

    def _make_engine(self, device: str) -> EngineBridge:
        engine = EngineBridge("train", device, self, self._launcher)
        engine.message_received.connect(self._on_message)
        engine.state_changed.connect(self._on_engine_state)
        engine.died.connect(self._on_died)
        engine.log_received.connect(self.log_received)
        return engine

    def _retire(self) -> None:
        """Let the engine save and end; it is forgotten once it is gone."""
        engine, self._engine = self._engine, None
        if engine is None:
            return
        engine.message_received.disconnect(self._on_message)
        engine.state_changed.disconnect(self._on_engine_state)
        engine.died.disconnect(self._on_died)
        engine.all_ended.connect(engine.deleteLater)
        engine.stop()

    def _on_engine_state(self, state: str) -> None:
        if self.state == "starting" and self._engine is not None:
            self.progress.doing = self._engine.text

    def _on_message(self, message: Message) -> None:
        if self._recorder is None:
            return
        try:
            self._recorder.record(message)
        except OSError as error:
            folder = self._recorder.run.folder
            self._give_up(
                f"The training was ended: its run in {folder} could not be recorded "
                f"any more because {cause_of(error)}. Your model is untouched; see "
                "to that folder, then train again."
            )
            return
        match message:
            case BatchEnd():
                self.curves.add_batch(message)
                self.progress.advance(message.epoch, message.step)
                self.batch_ended.emit(message)
            case EpochEnd():
                self._on_epoch(message)
            case TrainingStarted():
                self._on_fit_begins(message)
            case Status():
                self.progress.doing = f"{message.text}…"
            case Failed():
                self.error = message.text
            case RunFinished():
                self._finish()
            case Ready():
                self.ready = message

    def _on_epoch(self, event: EpochEnd) -> None:
        self.curves.add_epoch(event)
        self.progress.advance(event.epoch, event.epoch * self.progress.steps)
        self.epoch_ended.emit(event)

    def _on_fit_begins(self, event: TrainingStarted) -> None:
        self.curves.steps, self.curves.epochs = event.steps, event.epochs
        self.progress.begin(event.steps, event.epochs)
        if event.told:
            self.told.emit(event.told)
        if self.state == "starting":
            self._set_state("training")

    def _on_died(self, text: str) -> None:
        self.error = text
        if self._recorder is not None and self._engine is not None:
            try:
                self._recorder.fail(text, "\n".join(self._engine.log))
            except OSError as error:
                self._recorder.close()
                cause = cause_of(error)
                self.error = f"{text} This could not be noted in the run: {cause}."
        self._finish()

    def _give_up(self, text: str) -> None:
        self.error = text
        if self._recorder is not None:
            self._recorder.close()
        self._finish()

    def _abandon(self) -> None:
        """Stop an engine that has nothing to save yet, or is slow to stop."""
        if self._recorder is None or self._engine is None:
            return
        if self._engine.state == "ready":
            self._recorder.close()
            self._finish()
        else:
            self._on_message(RunFinished(self._request, "stopped", 0, 0.0, {}))

    def _finish(self) -> None:
        self._retire()
        self._recorder = None
        self._timer.stop()
        self.progress = Progress()
        self._set_state("idle")
        self.progress_changed.emit()
        self.run_finished.emit(self.run)
        if self.is_of_other:
            self._forget()
            self.owner_changed.emit()

    def _refuse(self, text: str) -> None:
        self.error = text
        self.refused.emit(text)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

"""Training: the run's script, executed step by step, with what it leaves."""

from __future__ import annotations

import time
import traceback
from contextlib import chdir
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import tensorflow as tf

from studio.errors import StudioError
from studio.protocol.messages import Failed
from studio.protocol.run_messages import RunFinished, StartTraining
from studio.runtime.engine.callbacks import Reporter
from studio.runtime.engine.context import Context
from studio.runtime.engine.evaluate import evaluate_split
from studio.runtime.engine.job import Job
from studio.runtime.engine.model_files import load_start, save_model
from studio.runtime.engine.picture_folder import class_folders
from studio.runtime.engine.script import scope_of, script_module
from studio.runtime.engine.streams import Stream
from studio.runtime.run import Run
from studio.runtime.run_record import RunState

_LEFT = (
    "Studio was closed or ended while this training was running. The weights "
    "reached by then are kept; train again for a complete run."
)


def train(request: StartTraining, context: Context) -> None:
    """Train as the script says; leave model, weights and history in the folder.

    Every ending is told by `RunFinished`, a failure by `Failed` before it.
    """
    training = Training(request, context)
    started = time.perf_counter()
    try:
        with Job(context) as job, script_module(request.script) as script:
            outcome = training.perform(job, script)
    except StudioError as error:
        outcome = RunState.FAILED
        context.send(Failed(request.request, str(error), traceback.format_exc()))
    training.finish(outcome, time.perf_counter() - started)


class Training:
    """One training: how far it came is known also when it fails on the way."""

    def __init__(self, request: StartTraining, context: Context) -> None:
        self._request = request
        self._context = context
        self._folder = Path(request.folder)
        self._reporter: Reporter | None = None
        self._evaluation: dict[str, float] = {}

    def perform(self, job: Job, script: ModuleType) -> RunState:
        """Load, build, fit, save, evaluate: in the order of the script's main.

        Raises:
            StudioError: there is no run in the folder, or the loss is no number
                any more; good weights are kept.
        """
        run = Run.open(self._folder)
        job.begin("Loading data")
        script.set_seed()
        train_data, validation_data, test_data = script.load_data()
        job.begin("Building the model")
        with scope_of(script):
            model = script.build_model()
            told = load_start(model, script)
            if self._is_stopping:
                return self._early_end()
            job.begin("Training")
            labels = _labels(train_data, script)
            reporter = Reporter(self._context, labels, _device_name(), told)
            self._reporter = reporter
            with chdir(run.folder.absolute()):  # what callbacks write is the run's
                history = script.train(
                    model,
                    train_data,
                    validation_data,
                    epochs=self._request.epochs,
                    callbacks=[reporter],
                    verbose=0,
                )
        run.save_history(history.history)
        if reporter.broken:
            reporter.restore_good_weights(run)
            raise StudioError(reporter.broken)
        job.begin("Saving the model")
        save_model(model, run)
        if self._context.is_closing:
            return self._early_end()
        job.begin("Evaluating")
        self._evaluation = evaluate_split(model, test_data)
        cut = self._is_stopping and reporter.epochs_done < self._request.epochs
        return RunState.STOPPED if cut else RunState.FINISHED

    def finish(self, outcome: RunState, seconds: float) -> None:
        """Tell how it ended; without a listener, write it down instead."""
        epochs = self._reporter.epochs_done if self._reporter else 0
        goals = self._reporter.goals if self._reporter else {}
        if outcome is RunState.INTERRUPTED:
            run = Run.open(self._folder)
            run.finish(outcome, epochs_done=epochs, seconds=seconds, error=_LEFT)
        self._context.send(
            RunFinished(
                self._request.request,
                outcome.value,
                epochs,
                seconds,
                self._evaluation,
                goals,
            )
        )

    @property
    def _is_stopping(self) -> bool:
        return self._context.stop_requested.is_set()

    def _early_end(self) -> RunState:
        closing = self._context.is_closing
        return RunState.INTERRUPTED if closing else RunState.STOPPED


def _labels(train_data: Any, script: ModuleType) -> Any:
    """Labels to look at before training; of a stream one of each class."""
    if isinstance(train_data, Stream):
        return np.arange(len(class_folders(Path(script.DATA_PATH))))
    return train_data[1]


def _device_name() -> str:
    replicas = tf.distribute.get_strategy().num_replicas_in_sync
    if replicas > 1:
        return f"all ({replicas} devices)"
    return "gpu:0" if tf.config.list_logical_devices("GPU") else "cpu"

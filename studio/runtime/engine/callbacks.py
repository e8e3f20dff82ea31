"""The Keras callback that reports a training and ends it when asked."""

from __future__ import annotations

import math
import threading
import time
from typing import Any

import keras
import numpy as np

from studio.errors import StudioError
from studio.protocol.run_messages import BatchEnd, EpochEnd, TrainingStarted
from studio.runtime.engine.context import Context
from studio.runtime.engine.explain import label_out_of_range
from studio.runtime.engine.model_files import save_model
from studio.runtime.run import Run

_BATCH_EVENT_S = 1 / 30
"""Least time between two `BatchEnd` messages."""


class Reporter(keras.callbacks.Callback):  # type: ignore[misc]
    """Sends what happens, stops on request or when the loss is no number.

    It draws no random numbers and changes no weights: the history is that of
    the script alone.

    Attributes:
        epochs_done: epochs that ended, the one cut short by a stop included.
        broken: sentence about a loss that is no number; empty while all is well.
        goals: of metrics whether more is better (``max``) or less (``min``).
    """

    # Keras may then call `on_train_batch_end` on another thread, as it does for
    # its own progress bar: a training is not slowed down by being watched.
    async_safe = True

    def __init__(
        self, context: Context, labels: Any, device: str, told: str = ""
    ) -> None:
        super().__init__()
        self.epochs_done = 0
        self.broken = ""
        self.goals: dict[str, str] = {}
        self._good_weights: list[Any] | None = None
        self._context = context
        self._labels = labels
        self._device = device
        self._told = told
        self._lock = threading.Lock()
        self._epoch = 0
        self._epoch_start = 0.0
        self._steps_before = 0
        self._step = 0
        self._sent_at = 0.0

    def on_train_begin(self, logs: Any = None) -> None:
        """Check the labels, then say that training starts."""
        check_labels(self.model, self._labels)
        steps, epochs = self.params.get("steps") or 0, self.params["epochs"]
        parameters = self.model.count_params() if self.model.built else 0
        self._context.send(
            TrainingStarted(steps, epochs, self._device, parameters, self._told)
        )

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Note the time."""
        self._epoch, self._epoch_start = epoch, time.perf_counter()
        self._steps_before = self._step

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Look at the loss, answer a stop request, report now and then."""
        with self._lock:
            if self._context.stop_requested.is_set():
                self.model.stop_training = True
            step = self._steps_before + batch + 1
            if step <= self._step:  # came late from another thread
                return
            self._step = step
            loss = (logs or {}).get("loss", 0.0)
            if not math.isfinite(loss):
                self._break(batch + 1, loss)
            now = time.perf_counter()
            if now - self._sent_at >= _BATCH_EVENT_S:
                self._sent_at = now
                self._context.send(BatchEnd(self._epoch + 1, step, dict(logs or {})))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Report the epoch, keep its weights while they are good."""
        seconds = time.perf_counter() - self._epoch_start
        self.epochs_done = epoch + 1
        self.goals = self.goals or _goals(self.model)
        if not self.broken:
            self._good_weights = self.model.get_weights()
        self._context.send(EpochEnd(epoch + 1, seconds, dict(logs or {})))

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Cut validation short when the process is about to end."""
        if self._context.is_closing:
            self.model.stop_evaluating = True

    def restore_good_weights(self, run: Run) -> None:
        """Save the weights of the last epoch with a finite loss, if there is one.

        The optimizer's own state went bad with the loss and is left out.
        """
        if self._good_weights is not None:
            self.model.set_weights(self._good_weights)
            save_model(self.model, run, with_optimizer=False)

    def _break(self, step: int, loss: float) -> None:
        self.model.stop_training = True
        if not self.broken:
            what = "not a number" if math.isnan(loss) else "infinite"
            self.broken = (
                f"The loss became {what} in epoch {self._epoch + 1}, step {step}, and "
                "training stopped there. Most often the learning rate is too high, "
                "the data is not scaled or holds missing values, or the loss does "
                "not fit the last layer: try a ten times smaller learning rate first."
            )


def _goals(model: Any) -> dict[str, str]:
    """Which way metrics are better, by what early stopping asks of Keras, too."""
    words = {"up": "max", "down": "min"}
    found = {}
    for metric in model.metrics:
        for one in (metric, *getattr(metric, "metrics", ())):
            direction = words.get(getattr(one, "_direction", ""))
            if direction:
                found[one.name] = direction
    return found


def check_labels(model: Any, labels: Any) -> None:
    """Look for class numbers the model has no output for.

    A GPU would train on them in silence.

    Raises:
        StudioError: there is one; says which, and what to do.
    """
    several = isinstance(labels, dict)
    named = labels if several else {"": labels}
    losses = model.loss if several else {"": model.loss}
    for name, array in named.items():
        wanted = _wants_class_numbers(losses.get(name))
        if wanted and isinstance(array, np.ndarray) and array.size:
            _check_range(array, _output(model, name) if several else model.output)


def _output(model: Any, name: str) -> Any:
    outputs = model.output
    if isinstance(outputs, dict):
        return outputs[name]
    return outputs[model.output_names.index(name)]


def _check_range(labels: Any, output: Any) -> None:
    units = getattr(output, "shape", (None,))[-1]
    if not isinstance(units, int):
        return
    for label in (labels.min(), labels.max()):
        if not 0 <= label < units:
            raise StudioError(label_out_of_range(int(label), units))


def _wants_class_numbers(loss: Any) -> bool:
    kind = keras.losses.SparseCategoricalCrossentropy
    return isinstance(loss, kind) or loss == "sparse_categorical_crossentropy"

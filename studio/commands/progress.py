"""How a training goes: one line that is rewritten, or a line per epoch."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import TextIO

from studio.protocol.messages import Message, Status
from studio.protocol.run_messages import BatchEnd, EpochEnd, TrainingStarted

_BAR_WIDTH = 24
_REPAINT_S = 0.1
_CLEAR = "\r\x1b[2K"


class TrainingProgress:
    """Listens to a training and shows it on a stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._rewrites = self._stream.isatty()
        self._started = TrainingStarted(1, 1, "")
        self._began = self._painted = 0.0

    def __call__(self, event: Message) -> None:
        """Take one event of the engine."""
        match event:
            case Status(text):
                self._line(text)
            case TrainingStarted():
                self._started = event
                self._began = time.monotonic()
                device = f" on {event.device}" if event.device else ""
                count = "1 epoch" if event.epochs == 1 else f"{event.epochs} epochs"
                if event.told:
                    self._line(event.told)
                self._line(f"Training {count}{device}")
            case BatchEnd():
                self._on_batch(event)
            case EpochEnd():
                self._line(
                    f"Epoch {event.epoch}/{self._started.epochs}  "
                    f"{event.seconds:.1f} s  {_metrics_text(event.metrics)}"
                )

    def finish(self) -> None:
        """Leave the last line as it is."""
        if self._rewrites:
            self._write(_CLEAR)

    def _on_batch(self, event: BatchEnd) -> None:
        now = time.monotonic()
        if not self._rewrites or now - self._painted < _REPAINT_S:
            return
        self._painted = now
        total = max(self._started.steps * self._started.epochs, 1)
        done = min(event.step / total, 1.0)
        left = (now - self._began) * (1 / done - 1) if done else 0.0
        full = round(done * _BAR_WIDTH)
        bar = "█" * full + "·" * (_BAR_WIDTH - full)
        self._write(
            f"{_CLEAR}Epoch {event.epoch}/{self._started.epochs}  {bar}  "
            f"{done:4.0%}  {time_text(left)} left  {_metrics_text(event.metrics)}"
        )

    def _line(self, text: str) -> None:
        self._write(f"{_CLEAR}{text}\n" if self._rewrites else f"{text}\n")

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


def time_text(seconds: float) -> str:
    """Minutes and seconds, with hours if there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _metrics_text(metrics: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.4f}" for name, value in metrics.items())

"""metrics.jsonl: written line by line while training, read as series."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from studio.graph.values import from_jsonable, to_jsonable
from studio.protocol.run_messages import BatchEnd, EpochEnd

_STEP = b'"step": '
"""What the line of a batch holds, written by `MetricsWriter`."""


@dataclass(slots=True)
class Series:
    """Values of one metric over steps, or over epochs counted from 1."""

    at: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


@dataclass(slots=True)
class RunMetrics:
    """Metrics of a run.

    Attributes:
        batches: per metric, running means over steps of the whole run.
        epochs: per metric, validation ones included.
        seconds: duration of each epoch.
        steps: batches of an epoch, as far as the steps seen tell.
        damage: sentences about lines that could not be read.
    """

    batches: dict[str, Series] = field(default_factory=dict)
    epochs: dict[str, Series] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    steps: int = 0
    damage: list[str] = field(default_factory=list)

    @property
    def epochs_done(self) -> int:
        """How many epochs were completed."""
        return len(self.seconds)


class MetricsWriter:
    """Appends events to a metrics file; each line is handed over at once."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("ab", buffering=0)

    def append(self, event: BatchEnd | EpochEnd) -> None:
        """Add one line.

        Raises:
            OSError: the disk is full or gone.
        """
        head: dict[str, Any] = {"epoch": event.epoch}
        if isinstance(event, BatchEnd):
            head["step"] = event.step
        else:
            head["seconds"] = event.seconds
        head["metrics"] = to_jsonable(event.metrics)
        self._file.write(json.dumps(head, allow_nan=False).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read_metrics(path: Path, batches: bool = True) -> RunMetrics:
    """Read a metrics file; bad lines are left out and reported.

    A run that has not begun to train has no file, and no metrics. Without `batches`
    lines of batches are passed over unread, which are nine of ten.
    """
    metrics = RunMetrics()
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return metrics
    except OSError as error:
        metrics.damage.append(f"{path} cannot be read: {error}.")
        return metrics
    last = lines.pop()
    for number, line in enumerate(lines, start=1):
        if not batches and _STEP in line:
            continue
        try:
            _add_line(metrics, line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            metrics.damage.append(
                f"Line {number} of {path.name} is damaged and was left out ({error})."
            )
    if last:
        metrics.damage.append(
            f"The last line of {path.name} was cut off when writing ended; "
            f"the {len(lines)} lines before it are whole."
        )
    return metrics


def _add_line(metrics: RunMetrics, line: bytes) -> None:
    data = json.loads(line)
    epoch, values = int(data["epoch"]), _numbers(data["metrics"])
    if "step" in data:
        step = int(data["step"])
        # Epoch e holds steps up to e times an epoch's, so each step is a floor.
        metrics.steps = max(metrics.steps, -(-step // max(epoch, 1)))
        _extend(metrics.batches, step, values)
    else:
        metrics.seconds.append(float(data["seconds"]))
        _extend(metrics.epochs, epoch, values)


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    # What is not finite is an object; that is rare, and this is most of the time.
    return {
        name: float(v if isinstance(v, int | float) else from_jsonable(v))
        for name, v in values.items()
    }


def _extend(series: dict[str, Series], at: int, values: Mapping[str, float]) -> None:
    for name, value in values.items():
        one = series.setdefault(name, Series())
        one.at.append(at)
        one.values.append(value)

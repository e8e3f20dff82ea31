"""The numbers behind the plots: what a run's events said, as plain arrays."""

from __future__ import annotations

import csv
import io
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

from studio.protocol.run_messages import BatchEnd, EpochEnd
from studio.runtime.metrics import RunMetrics, Series

VALIDATION = "val_"


@dataclass(slots=True)
class Curve:
    """One line: `xs` in epochs (2.5 is the middle of the third), `ys` as told."""

    xs: array[float] = field(default_factory=lambda: array("d"))
    ys: array[float] = field(default_factory=lambda: array("d"))

    def add(self, x: float, y: float) -> None:
        """Append a point."""
        self.xs.append(x)
        self.ys.append(y)

    def nearest(self, x: float) -> tuple[float, float] | None:
        """The point that lies nearest to `x`; None if there is none."""
        if not self.xs:
            return None
        right = min(bisect_left(self.xs, x), len(self.xs) - 1)
        left = max(right - 1, 0)
        closer = left if x - self.xs[left] < self.xs[right] - x else right
        return self.xs[closer], self.ys[closer]

    def __len__(self) -> int:
        return len(self.xs)


@dataclass(slots=True)
class MetricCurves:
    """The three lines of one metric."""

    batches: Curve = field(default_factory=Curve)
    train: Curve = field(default_factory=Curve)
    validation: Curve = field(default_factory=Curve)


class Curves:
    """All lines of a run. Appending is all that happens per event.

    Attributes:
        metrics: lines by metric, the loss first.
        steps: batches of an epoch; 0 until training began.
        epochs: how many were asked for; 0 until training began.
        seconds: when each epoch ended, since the first began.
        version: grows with every change.
    """

    def __init__(self, steps: int = 0, epochs: int = 0) -> None:
        self.metrics: dict[str, MetricCurves] = {}
        self.steps = steps
        self.epochs = epochs
        self.seconds: array[float] = array("d")
        self.version = 0

    @classmethod
    def from_metrics(cls, metrics: RunMetrics, epochs: int) -> Curves:
        """Lines of a run that was read from disk."""
        curves = cls(metrics.steps, epochs)
        for name, series in metrics.batches.items():
            _fill(curves.of(name).batches, series, max(metrics.steps, 1))
        for name, series in metrics.epochs.items():
            _fill(curves.of_epoch(name), series, 1)
        curves.seconds.extend(accumulate(metrics.seconds))
        return curves

    def of(self, metric: str) -> MetricCurves:
        """Lines of a metric, empty ones if it is new."""
        lines = self.metrics.get(metric)
        if lines is None:
            lines = self.metrics[metric] = MetricCurves()
            if metric == "loss":
                self.metrics = {"loss": lines, **self.metrics}
        return lines

    def of_epoch(self, name: str) -> Curve:
        """Line that the epoch value `name` belongs to: train or validation."""
        if name.startswith(VALIDATION):
            return self.of(name.removeprefix(VALIDATION)).validation
        return self.of(name).train

    def add_batch(self, event: BatchEnd) -> None:
        """Take the values of a batch."""
        x = event.step / self.steps if self.steps else float(event.step)
        for name, value in event.metrics.items():
            self.of(name).batches.add(x, value)
        self.version += 1

    def add_epoch(self, event: EpochEnd) -> None:
        """Take the values of an epoch."""
        for name, value in event.metrics.items():
            self.of_epoch(name).add(float(event.epoch), value)
        before = self.seconds[-1] if self.seconds else 0.0
        self.seconds.append(before + event.seconds)
        self.version += 1

    def to_csv(self) -> str:
        """Everything as a table: a line per epoch, then a line per batch."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        names = list(self.metrics)
        validation = [VALIDATION + name for name in names]
        writer.writerow(["kind", "epoch", *names, *validation])
        lines = self.metrics.values()
        train = [line.train for line in lines]
        held_out = [line.validation for line in lines]
        for x, values in _rows([*train, *held_out]):
            writer.writerow(["epoch", int(x), *values])
        for x, values in _rows([line.batches for line in lines]):
            writer.writerow(["batch", f"{x:.6g}", *values, *("" for _ in names)])
        return text.getvalue()


def _fill(curve: Curve, series: Series, steps: int) -> None:
    for at, value in zip(series.at, series.values, strict=True):
        curve.add(at / steps, value)


def _rows(curves: list[Curve]) -> list[tuple[float, list[str]]]:
    """Points of several curves, joined by their x."""
    tables = [dict(zip(curve.xs, curve.ys, strict=True)) for curve in curves]
    places = sorted({x for table in tables for x in table})
    return [(x, [_number(table.get(x)) for table in tables]) for x in places]


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)

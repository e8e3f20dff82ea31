"""What runs came to: their metrics, the test, the time."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence

from studio.runtime.contrast.difference import (
    Cell,
    Difference,
    Goal,
    Group,
    differing,
)
from studio.runtime.metrics import RunMetrics
from studio.runtime.run_record import RunRecord

VALIDATION = "val_"


def goal_of(metric: str, goals: Mapping[str, Goal]) -> Goal | None:
    """Whether more or less of a metric is better; None if nobody knows.

    `goals` are those that runs recorded: of several outputs under the name that the
    metric has without its output's.
    """
    name = metric.removeprefix(VALIDATION)
    if name == "loss" or name.endswith("_loss"):
        return "min"
    fitting = [n for n in goals if name == n or name.endswith(f"_{n}")]
    return goals[max(fitting, key=len)] if fitting else None


def best_point(
    at: Sequence[float], values: Sequence[float], goal: Goal | None
) -> tuple[float, float] | None:
    """Place of the best value, and this; the first of several."""
    points = [p for p in zip(at, values, strict=True) if math.isfinite(p[1])]
    if goal is None or not points:
        return None
    sign = -1 if goal == "max" else 1
    return min(points, key=lambda point: sign * point[1])


def result_differences(
    records: Sequence[RunRecord], metrics: Sequence[RunMetrics]
) -> list[Difference]:
    """Results that differ, the best of each row marked."""
    goals = {name: goal for record in records for name, goal in record.goals.items()}
    rows: list[tuple[str, Sequence[Cell], Goal | None]] = []
    rows.append(("state", [record.state.value for record in records], None))
    rows.append(("epochs done", [record.epochs_done for record in records], None))
    for name in _names(metrics):
        rows += _of_metric(name, metrics, goal_of(name, goals))
    for name in _held_out(records):
        values = [record.evaluation.get(name) for record in records]
        rows.append((f"test {name}", values, goal_of(name, goals)))
    seconds = [record.seconds or None for record in records]
    rows.append(("time (s)", seconds, "min"))
    rows.append(("time per epoch (s)", [_pace(one) for one in metrics], "min"))
    rows.append(("device", [record.device for record in records], None))
    return [row for args in rows for row in differing(Group.RESULTS, *args)]


def _names(metrics: Sequence[RunMetrics]) -> list[str]:
    """Metrics of all runs, validation before training."""
    names = dict.fromkeys(name for one in metrics for name in one.epochs)
    return sorted(names, key=lambda name: not name.startswith(VALIDATION))


def _held_out(records: Sequence[RunRecord]) -> list[str]:
    return list(dict.fromkeys(n for record in records for n in record.evaluation))


def _of_metric(
    name: str, metrics: Sequence[RunMetrics], goal: Goal | None
) -> Iterator[tuple[str, Sequence[Cell], Goal | None]]:
    lines = [one.epochs.get(name) for one in metrics]
    if name.startswith(VALIDATION) and goal is not None:
        found = [
            best_point(line.at, line.values, goal) if line else None for line in lines
        ]
        yield f"best {name}", [one[1] if one else None for one in found], goal
        yield f"epoch of best {name}", [one[0] if one else None for one in found], None
    yield f"final {name}", [line.values[-1] if line else None for line in lines], goal


def _pace(metrics: RunMetrics) -> float | None:
    """Usual duration of an epoch: the first is longer, it is compiled."""
    return statistics.median(metrics.seconds) if metrics.seconds else None

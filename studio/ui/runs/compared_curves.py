"""The curves of several runs, metric by metric, over epochs or over time."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.runtime.contrast.difference import Goal
from studio.runtime.contrast.results import best_point, goal_of
from studio.ui.training.curves import VALIDATION, Curve, Curves, MetricCurves
from studio.ui.training.number_text import number_text

TRAIN, HELD_OUT = "train", "validation"


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """A run's curves under the name that it has in the comparison."""

    label: str
    curves: Curves


class ComparedLines:
    """What one metric's plot shows: two lines of each run.

    Attributes:
        runs: in the order of their colours.
        by_time: whether the axis counts seconds instead of epochs.
    """

    def __init__(
        self,
        metric: str,
        runs: Sequence[ComparedRun],
        by_time: bool,
        goal: Goal | None,
    ) -> None:
        self.runs = runs
        self.by_time = by_time
        self._metric = metric
        self._goal = goal
        self._timed: dict[tuple[int, str], Curve] = {}
        self._summaries: dict[int, tuple[int, str]] = {}

    def lines(self) -> dict[tuple[int, str], Curve]:
        """Lines by the place of their run and their kind, those that have points."""
        found = {}
        for place, run in enumerate(self.runs):
            own = run.curves.metrics.get(self._metric, MetricCurves())
            for kind in (TRAIN, HELD_OUT):
                line: Curve = getattr(own, kind)
                if len(line):
                    found[place, kind] = self._line(place, kind, line)
        return found

    @property
    def told_at_rest(self) -> str:
        """What the numbers are, while nothing is pointed at."""
        held_out = any(kind == HELD_OUT for _, kind in self.lines())
        return "last validation value" if held_out else "last value"

    def texts(self, x: float | None) -> list[str]:
        """What to say of each run: at a place of the axis, or of the whole for None."""
        return [self._text(place, x) for place in range(len(self.runs))]

    def _line(self, place: int, kind: str, line: Curve) -> Curve:
        if not self.by_time:
            return line
        timed = self._timed.setdefault((place, kind), Curve())
        seconds = self.runs[place].curves.seconds
        for n in range(len(timed), min(len(line), len(seconds))):
            timed.add(seconds[int(line.xs[n]) - 1], line.ys[n])
        return timed

    def _text(self, place: int, x: float | None) -> str:
        lines = self.lines()
        train, held_out = (lines.get((place, kind)) for kind in (TRAIN, HELD_OUT))
        if x is None:
            return self._summary_of(place, held_out or train)
        known = [line for line in (train, held_out) if line is not None]
        reach = 0.0 if self.by_time else 0.5
        if x > max((line.xs[-1] for line in known), default=0.0) + reach:
            return ""
        points = [line and line.nearest(x) for line in (train, held_out)]
        told = [("", points[0]), ("val ", points[1])]
        words = [f"{word}{number_text(point[1])}" for word, point in told if point]
        return "  ".join(words)

    def _summary_of(self, place: int, line: Curve | None) -> str:
        """Summary of a line, made anew when it has grown."""
        if line is None:
            return "no values"
        known = self._summaries.get(place)
        if known is None or known[0] != len(line):
            known = self._summaries[place] = len(line), self._summary(line)
        return known[1]

    def _summary(self, line: Curve) -> str:
        text = number_text(line.ys[-1])
        best = best_point(line.xs, line.ys, self._goal)
        if best is None:
            return text
        where = f"{best[0]:.1f} s" if self.by_time else f"epoch {best[0]:.0f}"
        return f"{text}  best {number_text(best[1])} at {where}"


class ComparedCurves:
    """Curves of runs side by side; those of a training run grow."""

    def __init__(
        self,
        runs: Sequence[ComparedRun],
        goals: Mapping[str, Goal],
        by_time: bool = False,
    ) -> None:
        self.runs = tuple(runs)
        self.by_time = by_time
        self._goals = goals
        self._lines: dict[str, ComparedLines] = {}

    @property
    def metrics(self) -> dict[str, ComparedLines]:
        """Lines by metric, the loss first."""
        names = dict.fromkeys(n for run in self.runs for n in run.curves.metrics)
        for name in sorted(names, key=lambda name: name != "loss"):
            if name not in self._lines:
                goal = goal_of(name, self._goals)
                lines = ComparedLines(name, self.runs, self.by_time, goal)
                self._lines[name] = lines
        return self._lines

    @property
    def epochs(self) -> float:
        """Where the axis ends: the most epochs asked for, or the longest time."""
        if self.by_time:
            ends = [run.curves.seconds[-1:] or array("d", [0.0]) for run in self.runs]
            return max((end[0] for end in ends), default=0.0)
        return max((float(run.curves.epochs) for run in self.runs), default=0.0)

    @property
    def version(self) -> int:
        """Grows whenever a run's curves do."""
        return sum(run.curves.version for run in self.runs)

    def to_csv(self) -> str:
        """A line per run and epoch."""
        names = list(self.metrics)
        held_out = [VALIDATION + name for name in names]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["run", "epoch", "seconds", *names, *held_out])
        for run in self.runs:
            curves = [run.curves.of_epoch(name) for name in (*names, *held_out)]
            tables = [dict(zip(one.xs, one.ys, strict=True)) for one in curves]
            for number, seconds in enumerate(run.curves.seconds, start=1):
                values = [table.get(float(number), "") for table in tables]
                writer.writerow([run.label, number, seconds, *values])
        return text.getvalue()

"""Smoothing of curves: the moving average TensorBoard made a custom."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence


class Smoother:
    """Exponential moving average of a growing series, without its start bias.

    Only points that are new since the last call are worked on.
    """

    def __init__(self, weight: float) -> None:
        """`weight` of the past, 0 (none) to below 1."""
        self._weight = weight
        self._average = 0.0
        self._trust = 1.0
        self._done: array[float] = array("d")

    def extend(self, values: Sequence[float]) -> array[float]:
        """Averages of `values`, whose start was given before."""
        weight, average, trust = self._weight, self._average, self._trust
        done = self._done
        for value in values[len(done) :]:
            if math.isfinite(value):
                average = weight * average + (1 - weight) * value
                trust *= weight
                done.append(average / (1 - trust))
            else:
                done.append(value)
        self._average, self._trust = average, trust
        return done

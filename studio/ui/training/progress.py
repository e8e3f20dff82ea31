"""How far a training is, in numbers and words."""

from __future__ import annotations

import time

from studio.ui.training.number_text import duration_text


class Progress:
    """Counts steps and guesses the time left.

    Attributes:
        doing: what happens besides fitting, e.g. ``Loading data``.
        epoch: the one being worked on, from 1; 0 before the first.
        epochs, steps: how many there are; 0 while unknown.
        step: batches done in the whole run.
    """

    def __init__(self, doing: str = "") -> None:
        self.doing = doing
        self.epoch = 0
        self.epochs = 0
        self.step = 0
        self.steps = 0
        self._started = 0.0
        self._first = 0

    def begin(self, steps: int, epochs: int) -> None:
        """Fitting begins."""
        self.steps, self.epochs, self.epoch, self.doing = steps, epochs, 1, ""
        self._started = 0.0

    def advance(self, epoch: int, step: int) -> None:
        """So many steps are done, the last one in this epoch."""
        if not self._started:
            # The first step builds the graph and says nothing of the others.
            self._started, self._first = time.monotonic(), step
        self.epoch, self.step = epoch, max(step, self.step)

    @property
    def fraction(self) -> float | None:
        """How much is done, 0 to 1; None while that is not known."""
        total = self.steps * self.epochs
        if self.doing or not total:
            return None
        return min(self.step / total, 1.0)

    @property
    def seconds_left(self) -> float | None:
        """Time left at the pace so far; None while that is not known."""
        done = self.step - self._first
        if self.fraction is None or done < 1:
            return None
        pace = (time.monotonic() - self._started) / done
        return pace * (self.steps * self.epochs - self.step)

    @property
    def text(self) -> str:
        """All in a few words: ``Epoch 3/12 · step 20/36 · 12 s left``."""
        if self.doing or not self.epochs:
            return self.doing
        parts = [f"Epoch {self.epoch}/{self.epochs}"]
        if self.steps:
            within = self.step - (self.epoch - 1) * self.steps
            parts.append(f"step {max(within, 0)}/{self.steps}")
        left = self.seconds_left
        if left is not None:
            parts.append(f"{duration_text(left)} left")
        return " · ".join(parts)

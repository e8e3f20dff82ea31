"""Studio's window trains an example: prints the gaps between ticks of a clock.

The clock is a precise timer of 60 Hz on the window's thread; a gap between two
ticks is how long the window could neither paint nor answer. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from studio import paths
from studio.ui.app import make_application, open_studio
from studio.ui.notifications import Notifications
from studio.ui.studio_window import StudioWindow

EXAMPLE = "digits-convnet"
TICK_MS = 16
CALM_MS = 2000
"""From the last thing that loads to the press of Train."""
POLL_MS = 100
PATIENCE_MS = 120_000


class Clock(QObject):
    """Ticks, and remembers the gaps in milliseconds.

    A gap is a pair: the time passed, and that the window's thread worked in it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._gaps: list[tuple[float, float]] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self.tick)
        timer.start()

    def tick(self) -> None:
        """Note the time since the tick before."""
        now, worked = time.perf_counter(), time.thread_time()
        self._gaps.append(((now - self._last) * 1000, (worked - self._worked) * 1000))
        self._last, self._worked = now, worked

    def take(self) -> list[tuple[float, float]]:
        """Gaps since the last call, that of this moment included."""
        self.tick()
        gaps, self._gaps = self._gaps, []
        return gaps


class Watch(QObject):
    """Waits until the example is understood, presses Train, waits for the end."""

    def __init__(self, studio: StudioWindow) -> None:
        super().__init__()
        self.result: dict[str, object] = {}
        self._studio = studio
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._press_train)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look)
        self._poll.start()
        self._clock = Clock(self)

    def give_up(self) -> None:
        """End the program and say how far it came."""
        done = ", ".join(self.result) or "nothing"
        problems = [problem.text for problem in self._studio.workspace.problems]
        print(f"Not trained in time; done: {done}; {problems}", file=sys.stderr)
        QApplication.exit(1)

    def _look(self) -> None:
        studio = self._studio
        if not studio.workspace.facts or not studio.engines.is_started:
            return
        if studio.engines.data.facts and not studio.workspace.problems:
            self._poll.stop()
            self.result["opening"] = self._clock.take()
            studio.window.docks.reveal("training")
            self._calm.start()

    def _press_train(self) -> None:
        trainer = self._studio.engines.trainer
        trainer.run_finished.connect(self._on_finished)
        self.result["calm"] = self._clock.take()
        self._studio.window.findChild(QPushButton, "train_button").click()

    def _on_finished(self, run) -> None:
        self.result["training"] = self._clock.take()
        self.result["plots"] = self._studio.window.docks.is_open("training")
        self.result["state"] = run.record.state
        self._studio.leave_at_once()


def main() -> int:
    """Open the window and watch it."""
    app = make_application()
    with open_studio(app, Notifications()) as studio:
        watch = Watch(studio)
        QTimer.singleShot(PATIENCE_MS, watch, watch.give_up)
        example = paths.resources() / "examples" / f"{EXAMPLE}.studio"
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else example
        studio.show(path)
        code = app.exec()
    print(json.dumps(watch.result))
    return code


if __name__ == "__main__":
    sys.exit(main())

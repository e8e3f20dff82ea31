"""Which processes of a test run have TensorFlow, and whether two compute at once."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass

import pytest

from tests.lanes import starts_engines
from tests.processes import Process, descendants

LOOK_S = 0.3
BUSY = 0.25
"""A process that uses less of a processor than this only waits."""


@dataclass
class Seen:
    """A process with TensorFlow, and what it had computed when it was last seen."""

    test: str
    busy_s: float


class TensorFlowWatch:
    """Looks at all processes of the run, and fails it if an unmarked test starts one.

    A process is found by its library in memory, whoever started it and however. Without
    /proc there is nothing to be seen.

    Attributes:
        seen: processes that had TensorFlow, by process id and start.
        most: how many there were at once.
        most_busy: how many of them computed at once.
        together_s: for how long two or more did.
    """

    def __init__(self, library: str = "libtensorflow") -> None:
        self._library = library
        self.seen: dict[tuple[int, int], Seen] = {}
        self.most = self.most_busy = 0
        self.together_s = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def unmarked(self) -> list[str]:
        """Tests that started TensorFlow without a mark that says so."""
        tests = {seen.test for seen in self.seen.values()}
        return sorted(t for t in tests if not starts_engines(t.partition("::")[0]))

    def look(self, passed_s: float) -> None:
        """Look once, some seconds after the last time."""
        there = busy = 0
        processes = descendants(os.getpid())
        by_pid = {process.pid: process for process in processes}
        for process in processes:
            key = process.pid, process.started
            known = self.seen.get(key)
            if known is None:
                if not process.maps(self._library):
                    continue
                known = Seen(_test_of(process, by_pid), 0.0)
                self.seen[key] = known
            there += 1
            busy += process.busy_s - known.busy_s > BUSY * passed_s
            known.busy_s = process.busy_s
        self.most = max(self.most, there)
        self.most_busy = max(self.most_busy, busy)
        self.together_s += passed_s if busy > 1 else 0.0

    def pytest_sessionstart(self) -> None:
        self._thread.start()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._done.set()
        self._thread.join()
        if self.unmarked:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        if not self.seen:
            return
        terminalreporter.write_line(
            f"TensorFlow ran in {len(self.seen)} processes, in {self.most} at once; "
            f"{self.most_busy} computed at once, {self.together_s:.1f} s in all."
        )
        for test in self.unmarked:
            terminalreporter.write_line(f"FAILED starts TensorFlow, not marked: {test}")

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._done.wait(LOOK_S):
            now = time.monotonic()
            self.look(now - last)
            last = now


def _test_of(process: Process, by_pid: dict[int, Process]) -> str:
    """The test that started a process; if none did, pytest itself has loaded it."""
    one: Process | None = process
    while one is not None:
        if test := one.variable("PYTEST_CURRENT_TEST"):
            return test
        one = by_pid.get(one.parent)
    return f"{process.command()} itself"

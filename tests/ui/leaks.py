"""What must not outlive a GUI test: widgets, timers, threads, processes."""

from __future__ import annotations

import gc
import os
import threading
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QProcess, QThread, QTimer
from PySide6.QtWidgets import QApplication

from tests.processes import descendants


@dataclass(frozen=True)
class Alive:
    """What was alive at one moment, described for a person, by identity."""

    widgets: dict[int, str]
    timers: dict[int, str]
    threads: dict[int, str]
    processes: dict[int, str]

    def beyond(self, before: Alive) -> list[str]:
        """What is alive here and was not before."""
        found = []
        for kind in ("widgets", "timers", "threads", "processes"):
            old, new = getattr(before, kind), getattr(self, kind)
            found += [
                f"{kind[:-1]}: {text}" for key, text in new.items() if key not in old
            ]
        return found


def alive() -> Alive:
    """Look around, after everything that is to be deleted has been."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    kinds = _with_subclasses(QTimer, QThread, QProcess)
    objects = [o for o in gc.get_objects() if type(o) in kinds and shiboken6.isValid(o)]
    return Alive(_widgets(), _timers(objects), _threads(objects), _processes(objects))


def _with_subclasses(*kinds: type) -> set[type]:
    # Asking each of a million objects with isinstance would take a second.
    found = set(kinds)
    for kind in kinds:
        found |= _with_subclasses(*kind.__subclasses__())
    return found


def _widgets() -> dict[int, str]:
    found = {}
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None and type(widget).__name__ != "QDesktopWidget":
            key = shiboken6.getCppPointer(widget)[0]
            found[key] = _describe(widget)
    return found


def _timers(objects: list[QObject]) -> dict[int, str]:
    timers = [o for o in objects if isinstance(o, QTimer) and o.isActive()]
    return {
        shiboken6.getCppPointer(t)[0]: f"{_describe(t)} every {t.interval()} ms"
        for t in timers
    }


def _threads(objects: list[QObject]) -> dict[int, str]:
    main = QCoreApplication.instance().thread()
    found = {
        shiboken6.getCppPointer(t)[0]: _describe(t)
        for t in objects
        if isinstance(t, QThread) and t.isRunning() and t is not main
    }
    for thread in threading.enumerate():
        found[id(thread)] = thread.name
    return found


def _processes(objects: list[QObject]) -> dict[int, str]:
    found = {
        process.processId(): f"{process.program()} {process.arguments()}"
        for process in objects
        if isinstance(process, QProcess)
        and process.state() is not QProcess.ProcessState.NotRunning
    }
    for process in descendants(os.getpid()):
        if process.parent == os.getpid():
            found.setdefault(process.pid, process.command())
    return found


def _describe(thing: QObject) -> str:
    owner = thing.parent()
    text = f"{type(thing).__name__} “{thing.objectName()}”"
    return f"{text} of {type(owner).__name__}" if owner else text

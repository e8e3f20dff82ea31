"""The processes of this computer, where Linux tells them in /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_TICKS_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """What the system says of a process.

    Attributes:
        started: when it was, in ticks since the system's own start; a process id comes
            again, but not with it.
        busy_s: processor time it has used.
    """

    pid: int
    parent: int
    started: int
    busy_s: float

    def maps(self, library: str) -> bool:
        """Whether a library is loaded in it."""
        return library in self._told("maps")

    def variable(self, name: str) -> str:
        """A variable of the environment that it was started with; empty if none."""
        told = self._told("environ").split("\0")
        return next((v[len(name) + 1 :] for v in told if v.startswith(f"{name}=")), "")

    def command(self) -> str:
        """Its command line."""
        return self._told("cmdline").replace("\0", " ").strip()

    def _told(self, name: str) -> str:
        try:
            return (PROC / str(self.pid) / name).read_text("utf-8", "replace")
        except OSError:  # it has ended, or is another user's
            return ""


def descendants(ancestor: int) -> list[Process]:
    """The process and those that it and they have started, as far as they live."""
    everyone = {one.pid: one for one in map(_process, PROC.glob("[0-9]*")) if one}
    children: dict[int, list[Process]] = {}
    for one in everyone.values():
        children.setdefault(one.parent, []).append(one)
    found = [everyone[ancestor]] if ancestor in everyone else []
    for one in found:
        found += children.get(one.pid, ())
    return found


def _process(folder: Path) -> Process | None:
    try:
        words = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2]
    except OSError:  # it has just ended
        return None
    state, parent, *told = words.split()
    if state == "Z":
        return None
    busy = (int(told[9]) + int(told[10])) / _TICKS_S
    return Process(int(folder.name), int(parent), int(told[17]), busy)

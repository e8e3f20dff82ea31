"""What the TensorBoard callback of a run wrote, and the program that shows it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "tensorboard"
_EVENTS = "*.tfevents.*"
_WATCHED = """
import os, runpy, sys, threading

def end_with_parent():
    sys.stdin.read()
    os._exit(0)

threading.Thread(target=end_with_parent, daemon=True).start()
runpy.run_module("tensorboard.main", run_name="__main__", alter_sys=True)
"""
"""The end of stdin means that who started it is gone, however it ended."""


def has_events(folder: Path) -> bool:
    """Whether there are event files in a run's folder."""
    return next(folder.rglob(_EVENTS), None) is not None


def is_installed() -> bool:
    """Whether TensorBoard can be started."""
    return find_spec(PACKAGE) is not None


def tensorboard_command(folder: Path, port: int) -> list[str]:
    """Program and arguments that show the events in `folder` on localhost."""
    arguments = ["--logdir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    # A package of that name in the working folder is not to be run.
    return [sys.executable, "-P", "-c", _WATCHED, *arguments]

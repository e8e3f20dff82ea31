"""`studio [FILE]`: the window, once it is sure that Qt will not abort."""

from __future__ import annotations

from pathlib import Path

from studio.commands.console import Console
from studio.errors import StudioError


def open_window(name: str | None, console: Console) -> int:
    """Open the window; without a display, do the demo instead.

    Raises:
        StudioError: the window cannot run here, or the file cannot be opened.
    """
    from studio.compat import binding_problem
    from studio.doctor.display import Screen, answers, library_problem, screen

    where = screen()
    if where is Screen.NONE:
        return _demo(name, console)
    problem = binding_problem() or library_problem(where)
    if problem:
        raise StudioError(problem)
    if not answers(where):
        return _demo(name, console)
    from studio.ui.app import run_app

    return run_app(Path(name) if name else None)


def _demo(name: str | None, console: Console) -> int:
    from studio.commands.demo import DEFAULT_FOLDER, run_demo
    from studio.project.store import load

    if name:
        load(Path(name))  # a wrong name is told, not covered by a demo
    console.say(
        "There is no display here, so instead of the window the whole job runs "
        f"without one and its results go to {DEFAULT_FOLDER}/."
    )
    return run_demo(Path(DEFAULT_FOLDER), console)

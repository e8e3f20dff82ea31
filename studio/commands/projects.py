"""Opening a project for a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.project.store import LoadedProject


def open_project(name: str, console: Console) -> LoadedProject:
    """Open the file called `name`; what was repaired is told on stderr.

    Raises:
        StudioError: it cannot be opened.
    """
    from studio.project.store import load

    project = load(Path(name))
    for warning in project.warnings:
        console.warn(f"studio: {warning}")
    return project


def new_project_path(name: str, may_replace: bool) -> Path:
    """Where a command writes a new project.

    Raises:
        StudioError: no project's name, or the file is there already.
    """
    from studio.project.format import SUFFIX

    path = Path(name)
    if path.suffix != SUFFIX:
        raise StudioError(
            f"“{path}” is no name of a project: end it in {SUFFIX}, "
            f"like “{path.with_suffix(SUFFIX)}”."
        )
    if path.exists() and not may_replace:
        raise StudioError(
            f"“{path}” is there already. Choose another name, or add --force to "
            "replace it."
        )
    return path


def base_of(project: LoadedProject) -> str:
    """Folder that the project's relative paths are meant against."""
    return str(project.path.absolute().parent)

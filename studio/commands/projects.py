"""Opening a project for a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console

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


def base_of(project: LoadedProject) -> str:
    """Folder that the project's relative paths are meant against."""
    return str(project.path.absolute().parent)

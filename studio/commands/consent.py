"""Whether a project's data file may be read.

A project may be a stranger's, and name any file of yours: none is read before you
said so, now or earlier, with its whole path in view.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.project.store import LoadedProject


def refusal(project: LoadedProject, allowed: bool) -> str:
    """Sentence on why the data is not read; empty where it may be."""
    from studio.project.approvals import Approvals

    file = _data_file(project)
    if allowed or file is None or Approvals().allows(file):
        return ""
    return (
        f"“{project.path.name}” reads the data file “{file}”, which you have not "
        "allowed yet. If you trust it, add --read-data."
    )


def require_consent(project: LoadedProject, allowed: bool, console: Console) -> None:
    """Ask a person at a terminal, and remember a yes; refuse everybody else.

    Raises:
        StudioError: the data file may not be read.
    """
    from studio.project.approvals import Approvals

    trouble = refusal(project, allowed)
    if not trouble:
        return
    file = _data_file(project)
    question = f"“{project.path.name}” reads the data file “{file}”."
    if file is None or not console.is_told_yes(f"{question} Read this file? [y/N]"):
        raise StudioError(trouble)
    Approvals().allow(file)


def _data_file(project: LoadedProject) -> Path | None:
    """The file itself: links are followed."""
    file = project.document.setup.data.file_from(project.path.absolute().parent)
    return file and Path(os.path.realpath(file))

"""Whether a project's data file may be read without asking.

Opening a project never reads another file it names. The command line reads data
from the project's own folder; a file elsewhere is read only when asked for, now or
in the window before.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.project.store import LoadedProject


def may_read(project: LoadedProject, allowed: bool) -> bool:
    """Whether the data may be read: embedded, at home, or allowed (before)."""
    from studio.project.approvals import Approvals

    source = project.document.setup.data
    if allowed or not source.reads_file or not source.path:
        return True
    home = project.path.resolve().parent
    file = Path(os.path.realpath(home / source.path))
    if file.is_relative_to(home) or not os.path.lexists(file):
        return True
    return Approvals().allows(file)


def require_consent(project: LoadedProject, allowed: bool) -> None:
    """Refuse to go on where the data may not be read.

    Raises:
        StudioError: the data file lies outside the project's folder.
    """
    if may_read(project, allowed):
        return
    source: Path = project.path.parent / project.document.setup.data.path
    raise StudioError(
        f"“{project.path.name}” reads the file “{source}”, which lies outside its own "
        "folder. If you trust it, add --read-data."
    )

"""Whether a project's data file may be read, and a person's code be executed.

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
        f"“{project.path.name}” reads the data {_what(project)} “{file}”, which you "
        "have not allowed yet. If you trust it, add --read-data."
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
    file, what = _data_file(project), _what(project)
    question = f"“{project.path.name}” reads the data {what} “{file}”."
    if file is None or not console.is_told_yes(f"{question} Read this {what}? [y/N]"):
        raise StudioError(trouble)
    Approvals().allow(file)


def require_trust_in_code(
    text: str, name: str, trusted: bool, console: Console
) -> None:
    """Let Python text be executed only by who trusts it, with the text in view.

    A yes at a terminal is remembered for exactly this text.

    Raises:
        StudioError: it may not be executed.
    """
    from studio.project.approvals import TrustedCode

    if trusted or TrustedCode().trusts(text):
        return
    question = f"{text}\nThis is “{name}”. It can do anything you can do."
    if not console.is_told_yes(f"{question} Execute it? [y/N]"):
        raise StudioError(
            f"“{name}” is a program, and only executing it shows its models. Read it; "
            "if you trust it, add --trust."
        )
    TrustedCode().trust(text)


def may_run_folder(path: Path, trusted: bool, console: Console) -> bool:
    """Ask whether a SavedModel may run; a yes is remembered for this content.

    Raises:
        StudioError: the folder cannot be read.
    """
    from studio.project.trusted_folders import TrustedFolders

    folders = TrustedFolders()
    if folders.trusts(path):
        return True
    question = (
        f"The SavedModel “{path.absolute()}” is a program. It can do anything you "
        "can do. Let it run? [y/N]"
    )
    if trusted or console.is_told_yes(question):
        folders.trust(path)
        return True
    return False


def _what(project: LoadedProject) -> str:
    """What the data is, in a word."""
    from studio.graph.data_kinds import data_kind

    kind = data_kind(project.document.setup.data.kind)
    return "folder" if kind is not None and kind.reads_folder else "file"


def _data_file(project: LoadedProject) -> Path | None:
    """The file or folder itself: links are followed."""
    file = project.document.setup.data.file_from(project.path.absolute().parent)
    return file and Path(os.path.realpath(file))

"""Previous versions of saved files, kept in the state folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from studio import paths
from studio.causes import cause_of
from studio.errors import StudioError
from studio.project.atomic import write_atomic
from studio.project.format import SUFFIX

KEPT = 5


def versions_folder(path: Path) -> Path:
    """Folder with the previous versions of `path`; keyed by its full path."""
    key = hashlib.sha256(os.path.realpath(path).encode("utf-8", "replace"))
    return paths.state() / "versions" / key.hexdigest()[:32]


def previous_versions(path: Path) -> list[Path]:
    """Previous versions of `path`, newest first."""
    found = versions_folder(path).glob(f"*{SUFFIX}")
    return sorted(found, key=lambda version: int(version.stem), reverse=True)


def keep_version(path: Path, data: bytes) -> None:
    """Keep `data`, the content of `path`, as its newest previous version.

    Raises:
        StudioError: it could not be written.
    """
    olds = previous_versions(path)
    if olds and olds[0].read_bytes() == data:
        return
    number = int(olds[0].stem) + 1 if olds else 1
    folder = versions_folder(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Counted, not dated: a clock may jump.
        write_atomic(folder / f"{number:06d}{SUFFIX}", data)
        write_atomic(folder / "path.txt", f"{path}\n".encode("utf-8", "replace"))
        for old in olds[KEPT - 1 :]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise StudioError(
            f"The previous version of “{path.name}” could not be kept in “{folder}” "
            f"because {cause_of(error)}."
        ) from error

"""Trained weights of a document: a file beside it, named by its content.

Until a document has a file of its own, its weights wait in the state folder.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from studio import paths
from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.naming import legal_name
from studio.graph.setup import WeightsFile
from studio.project.atomic import make_folder, replacing

_CHUNK = 1 << 20
_KEPT_SECONDS = 30 * 24 * 3600.0
_STATES = re.compile(r"(^|/)(optimizer(_weights)?|seed_generator(_\d+)?)/")
_SUFFIXES = (".weights.h5", ".h5")
_DIGESTS: dict[Path, tuple[tuple[int, int], str]] = {}
"""Time and size of files that were read, and the digests of their content."""


def keep_weights(source: IO[bytes], title: str, suffix: str) -> WeightsFile:
    """Put weights aside for a document that has no file yet.

    Raises:
        StudioError: they cannot be read or written.
    """
    folder = _folder()
    make_folder(folder)
    _forget_old(folder)
    try:
        number, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(number, "wb") as target:
                digest = _copy(source, target)
            numbers = _numbers(Path(name))
            os.replace(name, folder / f"{digest}.h5")
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name)
            raise
    except OSError as error:
        raise StudioError(
            f"The trained weights could not be kept because {cause_of(error)}. "
            f"Make room in “{folder}” and import the model again."
        ) from error
    return WeightsFile(
        f"{legal_name(title)[:60]}-{digest[:8]}{suffix}", digest, numbers
    )


def find_weights(
    weights: WeightsFile, *folders: Path | None, read: bool = True
) -> Path | None:
    """The file itself, in one of the folders or put aside; None if it is gone.

    A document's weights are beside it: a path that leads elsewhere has none. Without
    `read`, a file that was not read yet is taken at its name: nobody waits.
    """
    places = [_folder() / f"{weights.sha256}.h5"]
    if _is_bare(weights.path):
        places = [f / weights.path for f in folders if f is not None] + places
    return next((place for place in places if _fits(place, weights, read)), None)


def is_read(weights: WeightsFile, *folders: Path | None) -> bool:
    """Whether finding the file costs nothing: none has to be read."""
    quick = find_weights(weights, *folders, read=False)
    return quick is None or _known_digest(quick) is not None


def with_weights_found(
    document: Document, folder: Path | None, *, read: bool = True
) -> Document:
    """Give a document whose weights are named by the whole path of their file.

    Without `read`, their content is not looked at, as by `find_weights`.

    Raises:
        StudioError: they are gone.
    """
    setup, weights = document.setup, document.setup.model.weights
    if weights is None:
        return document
    found = find_weights(weights, folder, read=read)
    if found is None:
        raise StudioError(_gone(weights))
    located = replace(setup.model, weights=replace(weights, path=str(found)))
    return Document(
        document.graph,
        document.comments.values(),
        replace(setup, model=located),
        document.last_ids,
        document.blocks.values(),
    )


def bring_weights(
    weights: WeightsFile, folder: Path, origin: Path | None, *, read: bool = True
) -> str:
    """Copy weights beside a document; returns why they are not there, or nothing.

    `origin` is the folder that the document was opened in. Without `read`, a file that
    is there and was not read yet stays as it is: nobody waits.
    """
    target = folder / weights.path
    if not read and find_weights(weights, folder, read=False) == target:
        return ""
    found = find_weights(weights, folder, origin)
    if found == target:
        return ""
    if found is None or not _is_bare(weights.path):
        return _gone(weights)
    try:
        with replacing(target) as temporary:
            shutil.copyfile(found, temporary)
    except OSError as error:
        return (
            f"The trained weights could not be copied to “{target}” because "
            f"{cause_of(error)}. Save again in another folder."
        )
    return ""


def _numbers(path: Path) -> int:
    """How many numbers the layers in a file of weights have; 0 if it is none.

    The states of optimizer and random generators are no weights to Keras.
    """
    import h5py

    counts = [0]

    def count(place: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset) and not _STATES.search(place):
            counts.append(math.prod(item.shape))

    try:
        with h5py.File(path, "r") as file:
            file.visititems(count)
    except OSError:
        return 0
    return sum(counts)


def _gone(weights: WeightsFile) -> str:
    return (
        f"The trained weights “{weights.path}” are gone. Put the file beside the "
        "project, or import the model again."
    )


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _fits(path: Path, weights: WeightsFile, read: bool) -> bool:
    """Whether a file has the very content that the document was saved with."""
    try:
        if not path.is_file():
            return False
        digest = _known_digest(path)
        if digest is None and not read:
            return True
        return (digest or _read_digest(path)) == weights.sha256
    except (OSError, ValueError):
        return False


def _known_digest(path: Path) -> str | None:
    """Digest of a file that was read since its time or size changed."""
    state, digest = _DIGESTS.get(path, (None, ""))
    return digest if state is not None and state == _state(path) else None


def _read_digest(path: Path) -> str:
    state = _state(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    _DIGESTS[path] = state, digest
    return digest


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def _is_bare(path: str) -> bool:
    return path.endswith(_SUFFIXES) and Path(path).name == path and "\\" not in path


def _forget_old(folder: Path) -> None:
    """Remove what was put aside long ago: saved documents have their own copy."""
    for path in folder.glob("*.h5"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                path.unlink()


def _folder() -> Path:
    return paths.state() / "weights"

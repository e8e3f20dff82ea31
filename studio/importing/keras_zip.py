"""The `.keras` archive, read member by member with limits; nothing is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO

from studio.errors import StudioError
from studio.importing.window import Window

_CONFIG = "config.json"
_WEIGHTS = "model.weights.h5"
_OTHER_WEIGHTS = "model.weights."
"""How Keras names weights in whatever form."""
_ASSETS = "assets/"
_VOCABULARY = "/vocabulary.txt"
_HEADER = struct.Struct("<4s5H3I2H")
"""What stands before each member."""
_MEMBERS = 20_000
_RATIO = 200
"""Deflate reaches 1,032; text of a model hardly 60, weights hardly 2."""
_SMALL = 1024 * 1024
_VOCABULARY_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArchiveWeights:
    """Weights that are a member of an archive."""

    archive: Path
    suffix: str = ".weights.h5"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open them for reading, with seeking."""
        with KerasZip(self.archive) as archive, archive.open(_WEIGHTS) as member:
            yield member


class KerasZip:
    """An open archive.

    Raises:
        StudioError: it is damaged, or built to do harm.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise self._damaged("it is no whole zip archive") from error
        try:
            self._check()
        except StudioError:
            self.zip.close()
            raise

    def __enter__(self) -> KerasZip:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.zip.close()

    def config(self, limit: int) -> bytes:
        """The model's description.

        Raises:
            StudioError: there is none, or it is damaged or too large.
        """
        if _CONFIG not in self.zip.NameToInfo:
            raise StudioError(
                f"“{self._path.name}” is a zip archive but no Keras model: it has no "
                f"{_CONFIG}. Choose a .keras file."
            )
        return self._read(_CONFIG, limit)

    def weights(self) -> ArchiveWeights | None:
        """The trained weights, if it has any."""
        has = _WEIGHTS in self.zip.NameToInfo
        return ArchiveWeights(self._path) if has else None

    def left_out(self) -> list[str]:
        """What it holds besides, which is not read: one sentence for each kind."""
        told = []
        names = self.zip.namelist()
        weights = [n for n in names if n.startswith(_OTHER_WEIGHTS) and n != _WEIGHTS]
        if weights:
            told.append(
                f"The trained weights in “{weights[0]}” are not kept: only those in "
                f"{_WEIGHTS} are read. Save the model with Keras in that form."
            )
        assets = [
            n
            for n in names
            if n.startswith(_ASSETS) and not n.endswith(("/", _VOCABULARY))
        ]
        if assets:
            more = f" and {len(assets) - 1} more" if len(assets) > 1 else ""
            told.append(
                f"“{assets[0]}”{more} in the file, which a layer reads, is not kept."
            )
        return told

    def vocabularies(self) -> dict[str, list[str]]:
        """Words by the path of the layer that looks them up."""
        found = {}
        for name in self.zip.namelist():
            if name.startswith(_ASSETS) and name.endswith(_VOCABULARY):
                text = self._read(name, _VOCABULARY_BYTES)
                place = name.removeprefix(_ASSETS).removesuffix(_VOCABULARY)
                found[place] = text.decode("utf-8", "replace").split("\n")
        return found

    def open(self, name: str) -> IO[bytes]:
        """Open a member for reading; one that is not compressed seeks fast."""
        info = self.zip.NameToInfo[name]
        if info.compress_type != zipfile.ZIP_STORED:
            return self.zip.open(info)
        with self._path.open("rb") as file:
            file.seek(info.header_offset)
            header = file.read(_HEADER.size)
            if len(header) < _HEADER.size:
                raise self._damaged("it ends in the middle")
            *_, name_size, extra_size = _HEADER.unpack(header)
        start = info.header_offset + _HEADER.size + name_size + extra_size
        return io.BufferedReader(Window(self._path, start, info.file_size), 1 << 20)

    def _read(self, name: str, limit: int) -> bytes:
        info = self.zip.NameToInfo[name]
        if info.file_size > limit:
            raise StudioError(
                f"“{name}” in “{self._path.name}” is larger than {limit // 2**20} MB; "
                "that is too much for a project."
            )
        try:
            return self.zip.read(info)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise self._damaged(f"“{name}” in it cannot be unpacked") from error

    def _check(self) -> None:
        """Refuse what Keras never writes and others write to do harm."""
        infos = self.zip.infolist()
        if len(infos) > _MEMBERS:
            raise self._damaged(f"it has more than {_MEMBERS:,} members")
        if len(infos) > len({info.filename for info in infos}):
            raise self._damaged("it has two members of the same name")
        for info in infos:
            path = PurePosixPath(info.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in info.filename:
                raise self._damaged("a member names a place outside of it")
            if info.flag_bits & 0x1:
                raise self._damaged("it is encrypted")
            if info.file_size > max(_SMALL, info.compress_size * _RATIO):
                raise self._damaged("a member would swell up when it is unpacked")

    def _damaged(self, reason: str) -> StudioError:
        return StudioError(
            f"“{self._path.name}” is not opened: {reason}. Save the model with Keras "
            "again."
        )

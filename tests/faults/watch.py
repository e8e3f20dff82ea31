"""Who touches a file, whichever process it is: the kernel's own word."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from types import TracebackType

_OPENED, _READ = 0x20, 0x01
_NO_WAIT = 0o4000


class FileWatch:
    """Notes every opening of a file, by any process, while it is entered."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> FileWatch:
        system = ctypes.CDLL(None, use_errno=True)
        self._queue = system.inotify_init1(_NO_WAIT)
        name = os.fsencode(self._path)
        if system.inotify_add_watch(self._queue, name, _OPENED | _READ) < 0:
            raise OSError(ctypes.get_errno(), "the file cannot be watched")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._queue)

    @property
    def was_touched(self) -> bool:
        """Whether anybody opened the file since the last question."""
        try:
            return bool(os.read(self._queue, 4096))
        except BlockingIOError:
            return False

"""A lock on an open file that the system releases when its process dies."""

from __future__ import annotations

import sys
from typing import BinaryIO

_FAR = 2**31 - 2
"""Windows locks bytes, and against reading too: lock one that is never there."""


def try_lock(file: BinaryIO) -> bool:
    """Lock `file` for this process until it is closed; False if taken."""
    if sys.platform == "win32":
        import msvcrt

        place = file.tell()
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(place)
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

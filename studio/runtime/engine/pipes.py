"""The engine's standard streams and what ends it along with its parent."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

READ_BYTES = 1 << 16
_PR_SET_PDEATHSIG = 1


def claim_output() -> int:
    """Keep stdout for the protocol; whatever is printed goes to stderr."""
    output = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, output):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return output


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however many calls it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def read_input() -> bytes:
    """Return the next bytes of stdin; empty when the parent closed it."""
    return os.read(0, READ_BYTES)


def live_with_parent() -> None:
    """Save and end when told to by a signal, or when the parent dies.

    Ctrl-C in a terminal reaches the whole process group: the parent decides.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _on_terminate)
    if sys.platform == "linux":
        import ctypes
        import resource

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _on_terminate(number: int, frame: FrameType | None) -> None:
    """End the input, so that what is under way is saved; the same again is harmless.

    Nothing is raised: the saving may have begun already. The interrupted read goes
    on with what stdin is now. Linux tells of a parent's death once for each of its
    threads, so a second signal must not kill.
    """
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

"""How an engine process ended, as a sentence with a next step."""

from __future__ import annotations

import signal as signals

NO_TENSORFLOW = 3
"""Exit code: TensorFlow cannot be imported."""
WRONG_PROTOCOL = 4
"""Exit code: the parent sent what is no message."""
NO_DEVICE = 5
"""Exit code: the device asked for is not there."""
TOO_LONG = 6
"""Exit code: a script that was executed took too long."""

_CODES = {
    0: "The engine has ended.",
    2: "The engine was started in a wrong way. Install Studio again.",
    NO_TENSORFLOW: (
        "TensorFlow cannot be imported, so models can be drawn but neither checked "
        "nor trained. Run “studio doctor” in a terminal to see what is missing."
    ),
    WRONG_PROTOCOL: (
        "The engine got a message it does not understand and ended. Install Studio "
        "again: its parts are of different versions."
    ),
    NO_DEVICE: (
        "The chosen device is not there: TensorFlow sees no such GPU. Choose “auto” "
        "or “cpu” as the device, or run “studio doctor” to see why."
    ),
    TOO_LONG: (
        "The script took too long and was ended. Put what builds the model into a "
        "function build_model()."
    ),
}
_SIGNALS = {
    "SIGKILL": (
        "The engine was killed, often for lack of memory. Close other programs, or "
        "make the model or the batch size smaller, and try again."
    ),
    "SIGTERM": "The engine was told to end by another program. Start it again.",
    "SIGINT": "The engine was interrupted from the keyboard. Start it again.",
    "SIGHUP": "The engine ended because its terminal was closed. Start it again.",
    "SIGSEGV": (
        "The engine crashed inside TensorFlow (segmentation fault). Try again; if it "
        "happens again, the log says where."
    ),
    "SIGABRT": (
        "The engine gave up inside TensorFlow, often for lack of memory. Make the "
        "model or the batch size smaller; the log says more."
    ),
    "SIGILL": (
        "This processor lacks instructions that TensorFlow needs (AVX). Use another "
        "computer, or a TensorFlow built for this one."
    ),
    "SIGBUS": (
        "The engine crashed because a file or memory went away under it. Check that "
        "the disk is not full and try again."
    ),
}


def explain_exit(code: int | None, signal: int | None = None) -> str:
    """Why an engine ended: its exit code, or the signal that ended it.

    A negative `code` is a signal, as `subprocess` has it.
    """
    if code is not None and code < 0:
        signal = -code
    if signal is not None:
        return _SIGNALS.get(_signal_name(signal)) or (
            f"The engine was ended by signal {signal}. Start it again; if it happens "
            "again, the log says more."
        )
    return _CODES.get(code or 0) or (
        f"The engine ended with exit code {code}. Start it again; if it happens "
        "again, the log says more."
    )


def _signal_name(number: int) -> str:
    try:
        return signals.Signals(number).name
    except ValueError:
        return ""
